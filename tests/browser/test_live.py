"""Screens follow the server live: the clock, what is pushed, and what happens when the push stops."""

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from engine import commands as c
from engine.clock import utc_now
from engine.running.session import Session
from engine.snapshot import Snapshot
from tests.browser.conftest import Server, facilitator_of
from tests.browser.room import Person, a_second_passes, exercise_of, until

pytestmark = pytest.mark.browser

ADRIFT = """
const shift = 3_700_000, RealDate = Date;
Date = class extends RealDate {
  constructor(...given) { given.length ? super(...given) : super(RealDate.now() + shift); }
  static now() { return RealDate.now() + shift; }
};
"""
"""A device whose wall clock is an hour and a minute and a bit ahead."""

SLEEP = """
const steady = performance.now.bind(performance);
let slept = 0;
performance.now = () => steady() - slept;
window.sleepFor = (ms) => { slept += ms; };
"""
"""A device whose steady counter stands still while it sleeps."""


def the_exercise(server: Server) -> tuple[Session, Snapshot, str]:
    """The latest exercise, and who facilitates it."""
    exercise = server.latest()
    return server.session(), exercise, facilitator_of(exercise)


def _is_live(person: Person, link: str = "live") -> None:
    expect(person.page.locator(f'.tplus-live[data-link="{link}"]')).to_be_visible()


def error_ms(person: Person, session: Session, exercise_id: str) -> float:
    """How far the page's exercise clock is from the server's, whenever in between it was read."""
    snapshot = session.current(exercise_id)
    earliest = snapshot.at_ms(utc_now())
    shown = float(person.page.evaluate("document.querySelector('.tplus-live').exerciseMs()"))
    latest = snapshot.at_ms(utc_now())
    return max(earliest - shown, shown - latest, 0.0)


def becomes_right(person: Person, session: Session, exercise_id: str, *, within_ms: float = 100) -> None:
    """Wait until the page's exercise clock agrees with the server's."""
    until(lambda: error_ms(person, session, exercise_id) < within_ms, person.page)


def test_two_clocks_agree_with_the_server(server: Server, browser: Browser) -> None:
    """Through a pause, a change of rate, and a wrong wall clock, two pages stay within 100 ms."""
    exercise_of(server)
    sam, lee = Person(browser, server.url), Person(browser, server.url)
    sam.context.add_init_script(ADRIFT)
    people = (sam.seat(server, "Sam Example", "Legal"), lee.seat(server, "Lee Example", "CISO"))
    session, exercise, by = the_exercise(server)
    steps: list[tuple[c.Command, str]] = [
        (c.StartClock(by=by), "running"),
        (c.PauseClock(by=by, reason="Fire drill"), "Fire drill"),
        (c.ResumeClock(by=by), "running"),
        (c.SetRate(by=by, rate=2.0), "running ×2"),
    ]
    for step, told in steps:
        session.execute(exercise.exercise_id, step)
        for person in people:
            expect(person.page.locator(".tplus-live-state")).to_contain_text(told)
            a_second_passes(person.page)
            becomes_right(person, session, exercise.exercise_id)
            _is_live(person)


def test_a_phone_that_slept_is_right_at_once(server: Server, browser: Browser) -> None:
    """Two minutes asleep and without a network: after waking clock, draft and seat are right."""
    exercise_of(server)
    lee = Person(browser, server.url)
    lee.context.add_init_script(SLEEP)
    lee.seat(server, "Lee Example", "CISO")
    session, exercise, by = the_exercise(server)
    for step in (c.StartClock(by=by), c.SetRate(by=by, rate=10.0)):
        session.execute(exercise.exercise_id, step)
    box = lee.page.get_by_label("What is your first action?")
    box.press_sequentially("Half a sent")
    lee.context.set_offline(True)
    lee.page.evaluate("sleepFor(120_000)")
    assert error_ms(lee, session, exercise.exercise_id) > 1_000

    lee.context.set_offline(False)
    lee.page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    becomes_right(lee, session, exercise.exercise_id, within_ms=500)  # ten exercise seconds a second
    _is_live(lee)
    expect(box).to_have_value("Half a sent")
    lee.sees("Lee Example · CISO")


def test_an_inject_is_shown_from_the_pushed_message(server: Server, browser: Browser) -> None:
    """New injects and the AI system's signals reach a seat and the projector at once; questions follow."""
    exercise_of(server)
    sam = Person(browser, server.url).seat(server, "Sam Example", "Legal")
    session, exercise, by = the_exercise(server)
    projector = Person(browser, server.url)
    secret = session.keys(exercise.exercise_id).projector
    projector.go(f"present?exercise={exercise.exercise_id}&secret={secret}")
    projector.sees("Join with the code")
    expect(projector.page.get_by_text("1 here")).to_be_visible()
    session.execute(exercise.exercise_id, c.StartClock(by=by))
    sam.sees("What is your first action?")
    expect(projector.page.locator(".tplus-live-inject")).to_contain_text("A screenshot goes round")

    session.execute(exercise.exercise_id, c.SkipTo(by=by))
    expect(projector.page.locator(".tplus-live-inject")).to_contain_text("The log analysis is in")
    sam.sees("How do you assess the blast radius?")
    expect(sam.page.locator(".tplus-live-inject")).to_be_empty()

    session.execute(exercise.exercise_id, c.SetRate(by=by, rate=60.0))
    for page, card in ((sam.page, ".tplus-tile"), (projector.page, ".tplus-board-signal")):
        suspected = page.locator(card).filter(has_text="Suspected bypasses").locator("b")
        expect(suspected).not_to_have_text("0")


def test_a_page_whose_socket_is_cut_says_so_and_still_follows(server: Server, browser: Browser) -> None:
    """Without its WebSocket a page polls, says so, and is live again once the socket is back."""
    exercise_of(server)
    sam = Person(browser, server.url)
    is_cut = False
    opened: list[WebSocketRoute] = []

    def pass_on(route: WebSocketRoute) -> None:
        if is_cut:
            route.close()
        else:
            route.connect_to_server()
            opened.append(route)

    sam.page.route_web_socket("**/tplus/live?**", pass_on)
    sam.seat(server, "Sam Example", "Legal")
    _is_live(sam)
    is_cut = True
    for route in opened:
        route.close()
    _is_live(sam, "polling")
    expect(sam.page.locator(".tplus-live-link")).to_have_text("polling every 2 seconds")
    session, exercise, by = the_exercise(server)
    session.execute(exercise.exercise_id, c.StartClock(by=by))
    sam.sees("What is your first action?")

    is_cut = False
    _is_live(sam)
