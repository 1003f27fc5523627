"""What is typed into an outbox is never lost, and stored once."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine import commands as c
from engine.log.events import AnswerSubmitted
from engine.running.session import Session
from engine.store.places import open_store
from tests.browser.conftest import Server, facilitator_of, free_port, running_app
from tests.browser.room import Person, started

pytestmark = pytest.mark.browser

QUESTION = "What is your first action?"


def _answers(session: Session) -> list[str]:
    exercise = session.exercises()[0]
    return [event.text for event in exercise.events if isinstance(event, AnswerSubmitted)]


def _seated(server: Server, browser: Browser) -> Person:
    """A participant with a question before them."""
    started(server)
    sam = Person(browser, server.url).seat(server, "Sam Example", "Legal")
    sam.sees(QUESTION)
    return sam


def test_an_answer_sent_to_a_dead_server_is_stored_once_it_is_back(tmp_path: Path, browser: Browser) -> None:
    """Killed while an answer is on its way, the server has it exactly once after its restart."""
    port = free_port()
    with running_app(tmp_path, port=port) as server:
        sam = _seated(server, browser)
        box = sam.outbox(QUESTION)
        box.get_by_role("textbox").press_sequentially("We look at ")
        server.kill()
        box.get_by_role("textbox").press_sequentially("the logs")
        box.get_by_role("button", name="Send answer").click()
        expect(box.get_by_role("status")).to_contain_text("Not saved, retrying")
    with running_app(tmp_path, port=port) as again:
        expect(box.get_by_role("status")).to_contain_text("Saved at T+")
        sam.page.reload()
        sam.sees("We look at the logs")

        assert _answers(again.session()) == ["We look at the logs"]


def test_a_refresh_while_typing_keeps_the_draft(server: Server, browser: Browser) -> None:
    """Every keystroke is in the browser's storage: after a reload the box holds what was typed."""
    sam = _seated(server, browser)
    sam.page.get_by_label(QUESTION).press_sequentially("Half a sent")
    sam.page.reload()

    expect(sam.page.get_by_label(QUESTION)).to_have_value("Half a sent")
    expect(sam.outbox(QUESTION).get_by_role("status")).to_have_text("Draft, kept in this browser.")


def test_a_reload_on_the_way_sends_it_once(server: Server, browser: Browser) -> None:
    """An answer whose acknowledgement never arrived is sent again by the reloaded page, and stored once."""
    sam = _seated(server, browser)
    sam.page.route("**/tplus/say", lambda route: (route.fetch(), route.abort()))
    sam.page.get_by_label(QUESTION).fill("Once only")
    sam.outbox(QUESTION).get_by_role("button", name="Send answer").click()
    expect(sam.outbox(QUESTION).get_by_role("status")).to_contain_text("Not saved, retrying")
    sam.page.unroute("**/tplus/say")
    sam.page.reload()

    expect(sam.outbox(QUESTION).get_by_role("status")).to_contain_text("Saved at T+")
    assert _answers(server.session()) == ["Once only"]


def test_two_tabs_of_a_seat_send_once(server: Server, browser: Browser) -> None:
    """Both tabs show the same draft; pressed in both, it is stored once and both are empty."""
    sam = _seated(server, browser)
    tab = sam.context.new_page()
    tab.goto(f"{server.url}/seat")
    sam.page.get_by_label(QUESTION).fill("From two tabs")
    expect(tab.get_by_label(QUESTION)).to_have_value("From two tabs")
    for page in (sam.page, tab):
        page.locator(".tplus-outbox button").first.dispatch_event("click")
    for page in (sam.page, tab):
        expect(page.get_by_label(QUESTION)).to_have_value("")

    assert _answers(server.session()) == ["From two tabs"]


def test_a_refused_text_stays_and_says_why(server: Server, browser: Browser) -> None:
    """A message without an audience is refused beside the box, and its text is still there."""
    sam = _seated(server, browser)
    sam.act("Communicate")
    sam.type("Message", "Hello")
    box = sam.outbox("Message")
    box.get_by_role("button", name="Send the message").click()

    expect(box.get_by_role("status")).to_have_text("Not saved. Fill in or shorten: audience.")
    expect(box.get_by_label("Message", exact=True)).to_have_value("Hello")


def test_others_see_who_is_typing(server: Server, browser: Browser) -> None:
    """Somebody with the same question reads whose answer is coming."""
    sam = _seated(server, browser)
    lee = Person(browser, server.url).seat(server, "Lee Example", "CISO")
    lee.sees(QUESTION)
    sam.page.get_by_label(QUESTION).press_sequentially("We declare", delay=50)

    lee.sees("Sam Example is typing an answer…")


def test_a_push_while_typing_moves_nothing(server: Server, browser: Browser) -> None:
    """A new inject waits for a pause in typing; the draft goes on where it was and is whole afterwards."""
    sam = _seated(server, browser)
    session = Session(open_store(server.database_url))
    exercise = session.exercises()[0]
    by = facilitator_of(exercise)
    text = "We keep the logs first, then we block the pattern and tell support."
    half = len(text) // 2
    sam.page.get_by_label(QUESTION).press_sequentially(text[:half], delay=20)
    session.execute(exercise.exercise_id, c.SkipTo(by=by))
    sam.page.keyboard.type(text[half:], delay=60)
    expect(sam.page.get_by_label(QUESTION)).to_have_value(text)

    sam.sees("How do you assess the blast radius?")
    sam.page.get_by_text("Earlier, T+00:00: A screenshot goes round").click()
    expect(sam.page.get_by_label(QUESTION)).to_have_value(text)


def test_an_answer_that_is_one_too_many_waits_and_is_stored(server: Server, browser: Browser) -> None:
    """Where a seat has said too much at once, the box says so, keeps the answer, and sends it when it may."""
    sam = _seated(server, browser)
    flood = """(exercise) => {
      const audience = "Legal";
      let number = 0;
      const say = () => fetch("tplus/say", {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ exercise, kind: "message", key: `many-${number++}-0`, text: "x", audience }),
      });
      window.isFlooding = true;
      const again = () => window.isFlooding && say().then(again);
      for (let side = 0; side < 4; side++) again();
    }"""
    exercise = server.latest()
    sam.page.get_by_label(QUESTION).fill("Late, and not lost")
    sam.page.evaluate(flood, exercise.exercise_id)
    with sam.page.expect_response(lambda answer: answer.status == 429):
        pass
    with sam.page.expect_response(
        lambda answer: answer.status == 429 and "not lost" in str(answer.request.post_data)
    ):
        sam.outbox(QUESTION).get_by_role("button", name="Send answer").click()
    sam.page.evaluate("window.isFlooding = false")

    expect(sam.outbox(QUESTION).get_by_role("status")).to_contain_text("Saved at T+")
    assert _answers(server.session()) == ["Late, and not lost"]
