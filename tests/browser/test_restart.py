"""A server that dies in the middle comes back to a room that nobody has to reload."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from engine import commands as c
from engine.log.events import InjectDelivered
from engine.running.session import Session
from tests.browser.conftest import Server, free_port, running_app
from tests.browser.room import Person, exercise_of, started, until
from tests.browser.test_live import becomes_right

pytestmark = pytest.mark.browser

NEWS = "The lights go out"
DUE_IN_MS = 1_000


def _room(browser: Browser, server: Server) -> tuple[str, str, list[Person]]:
    """A running exercise with desk, two seats and projector open; its id, and who facilitates."""
    session = server.session()
    exercise_id, token = exercise_of(server)
    desk, *seats, projector = people = [Person(browser, server.url) for _screen in range(4)]
    desk.hold("facilitator", token)
    desk.go(f"control?exercise={exercise_id}")
    for person, name, role in zip(seats, ("Sam Example", "Lee Example"), ("Legal", "CISO"), strict=True):
        person.seat(server, name, role)
    projector.go(f"present?exercise={exercise_id}&secret={session.keys(exercise_id).projector}")
    by = session.seat(token).participant_id
    session.execute(exercise_id, c.StartClock(by=by))
    for person in people:
        _is_live(person)
    return exercise_id, by, people


def _is_live(person: Person) -> None:
    expect(person.page.locator('.tplus-live[data-link="live"]')).to_be_visible()


def _phase(session: Session, exercise_id: str) -> str:
    return session.current(exercise_id).state.phase


def _news(session: Session, exercise_id: str) -> list[InjectDelivered]:
    delivered = session.current(exercise_id).state.delivered.values()
    return [event for event in delivered if event.title == NEWS]


def test_a_room_comes_back_after_the_server_died(tmp_path: Path, browser: Browser) -> None:
    """Every screen is live again by itself, its clock right, with the inject that fell due meanwhile."""
    port = free_port()
    with running_app(tmp_path, port=port) as server:
        exercise_id, by, people = _room(browser, server)
        server.kill()
    session = server.session()
    due_ms = session.at_ms(exercise_id) + DUE_IN_MS
    news = c.AdjustSchedule(by=by, change="add", title=NEWS, text="It is dark.", due_ms=due_ms)
    session.execute(exercise_id, news)
    until(lambda: session.at_ms(exercise_id) > due_ms, people[0].page)
    with running_app(tmp_path, port=port) as again:
        session = again.session()
        until(lambda: _news(session, exercise_id) or _phase(session, exercise_id) == "paused", people[0].page)
        if _phase(session, exercise_id) == "paused":  # on a slow machine it was away for too long
            session.execute(exercise_id, c.ResumeClock(by=by, counts_lost=True))
        for person in people:
            _is_live(person)
            expect(person.page.get_by_text(NEWS).filter(visible=True).first).to_be_visible()
            becomes_right(person, session, exercise_id)

        for person in people[:-1]:  # the screen itself has the inject, not the bar above it alone
            expect(person.page.locator(".tplus-live-inject")).to_be_empty()
        (delivered,) = _news(session, exercise_id)
        assert delivered.at_ms > due_ms


def test_a_page_that_breaks_is_loaded_again(server: Server, browser: Browser) -> None:
    """Streamlit shows nothing at all after an error of its own, such as something drawn where nothing is."""
    nowhere = ForwardMsg()
    nowhere.metadata.delta_path.extend([0, 999])
    nowhere.delta.new_element.markdown.body = "Out of place"
    opened: list[WebSocketRoute] = []

    def passed_on(route: WebSocketRoute) -> None:
        route.connect_to_server()
        opened.append(route)

    started(server)
    sam = Person(browser, server.url)
    sam.page.route_web_socket("**/_stcore/stream", passed_on)
    sam.seat(server, "Sam Example", "Legal")
    _is_live(sam)
    opened[-1].send(nowhere.SerializeToString())

    until(lambda: len(opened) == 2, sam.page)
    sam.sees("Sam Example")
    _is_live(sam)
