"""What a page gives away: an icon of ours, no link that somebody typed, a projector's secret to nobody."""

from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from engine import commands as c
from tests.browser.conftest import Server
from tests.browser.room import Person
from tests.browser.stage import with_all_drawn
from tests.world import seed_exercise
from ui.look.style import ICON

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_icon_in_the_tab_is_ours(server: Server, browser: Browser) -> None:
    """It comes from this server, and is no icon of Streamlit's."""
    person = Person(browser, server.url)
    person.go("join")
    person.sees("Join an exercise")
    icon = person.page.locator("link[rel~=icon]").first
    expect(icon).not_to_have_attribute("href", "./favicon.png")

    address = str(icon.evaluate("link => link.href"))
    with urlopen(address) as answer:  # in the page itself as a data address, or from this server
        assert answer.read() == ICON.read_bytes()
    assert address.startswith(("data:", server.url))


def test_an_address_that_somebody_typed_is_no_link(server: Server, browser: Browser) -> None:
    """Neither in the room's answers, nor in captions and headings of those who watch, rate and look back."""
    session = server.session()
    keys = session.create(seed_exercise(), seed=1, title="Look at www.title.example")
    tokens = {
        role: session.join(keys.exercise_id, f"Fay {role}@name.example", app_role=role)
        for role in ("facilitator", "evaluator", "observer")
    }
    facilitator = session.seat(tokens["facilitator"])
    sam = session.seat(session.join(keys.exercise_id, "https://sam.example/x", ["Legal", "CISO"]))
    by = facilitator.participant_id
    bare = "See https://evil.example/x or www.evil.example, or write to sam@evil.example"
    session.execute(keys.exercise_id, c.StartClock(by=by))
    session.conduct(keys.exercise_id)
    for command in (
        c.SubmitAnswer(by=sam.participant_id, inject_id="inject-1", question_id="inject-1-q1", text=bare),
        c.SendMessage(by=sam.participant_id, audience="Legal", text=bare),
        c.RequestApproval(by=sam.participant_id, about="message", audience="Legal", text=bare, reason=bare),
        c.RecordObservation(by=by, text=bare, criterion="recovery"),
        c.PauseClock(by=by, reason=bare),
    ):
        session.execute(keys.exercise_id, command)
    people = {role: Person(browser, server.url) for role in tokens}
    for role, person in people.items():
        person.hold(role, tokens[role])
    for phase in ("paused", "ended"):
        if phase == "ended":
            session.execute(keys.exercise_id, c.EndExercise(by=by))
        for role, path in (
            ("facilitator", "control"), ("evaluator", "watch"), ("evaluator", "evaluate"),
            ("observer", "watch"), ("facilitator", "hotwash"), ("facilitator", "results"),
        ):  # fmt: skip
            page = people[role].page
            page.goto(f"{server.url}/{path}?exercise={keys.exercise_id}")
            expect(page.locator("h1").filter(visible=True).first).to_be_attached()
            with_all_drawn(page)
            links = page.locator("a").evaluate_all("all => all.map(link => link.href)")
            assert [link for link in links if ".example" in link] == [], (phase, role, path)


LIT = """
window.lit = 0;
window.letGo = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
  window.lit += 1;
  const lock = new EventTarget();
  lock.release = () => lock.dispatchEvent(new Event("release"));
  window.letGo.push(lock);
  return lock;
} } });
"""


def test_a_projector_stays_lit(server: Server, browser: Browser) -> None:
    """The presenter view asks the browser not to go dark, again after it was hidden; a seat does not ask."""
    session = server.session()
    keys = session.create(seed_exercise(), seed=1)
    wall, sam = Person(browser, server.url), Person(browser, server.url)
    for person in (wall, sam):
        person.context.add_init_script(LIT)
    wall.go(f"present?exercise={keys.exercise_id}&secret={keys.projector}")
    wall.sees("Join with the code")
    wall.page.wait_for_function("window.lit === 1")
    wall.page.evaluate("window.letGo[0].release(); document.dispatchEvent(new Event('visibilitychange'))")
    wall.page.wait_for_function("window.lit === 2")
    sam.hold("participant", session.join(keys.exercise_id, "Sam Example", ["Legal"]))
    sam.go("seat")
    sam.sees("You are in.")

    assert sam.page.evaluate("window.lit") == 0


def test_a_projectors_link_opens_it_and_nothing_else(server: Server, browser: Browser) -> None:
    """Its secret leaves the address for a cookie no script reads, outlives a refresh, and is no seat."""
    session = server.session()
    keys = session.create(seed_exercise(), seed=1)
    wall = Person(browser, server.url)
    asked: list[str] = []
    wall.page.on("request", lambda request: asked.append(request.url))
    wall.page.on("websocket", lambda socket: asked.append(socket.url))
    with wall.page.expect_response("**/tplus/projector") as kept:
        wall.go(f"present?exercise={keys.exercise_id}&secret={keys.projector}")
    wall.sees("Join with the code")
    expect(wall.page).not_to_have_url("**secret**")

    assert kept.value.status == 200
    assert keys.projector not in wall.page.url
    assert keys.projector not in wall.page.evaluate("document.cookie")
    assert [url for url in asked if keys.projector in url] == asked[:1]
    cookies = {item["name"]: item for item in wall.context.cookies()}
    assert cookies["tplus_projector"]["httpOnly"]
    assert cookies["tplus_projector"]["sameSite"] == "Lax"
    wall.page.reload()
    wall.sees("Join with the code")
    for path in ("control", "watch", "evaluate", "seat"):
        wall.go(f"{path}?exercise={keys.exercise_id}")
        expect(wall.page.locator(".stApp[data-test-script-state=notRunning]")).to_be_attached()
        expect(wall.page.get_by_text(keys.join_code)).to_have_count(0)
    wall.go(f"join?exercise={keys.exercise_id}&secret={keys.projector}")
    wall.sees("This link does not open the exercise.")
