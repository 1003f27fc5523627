"""A whole exercise in eight browsers, from an empty database to the results."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from engine.log import events as e
from engine.log.fact import Fact
from engine.schedule import next_due_ms
from tests.browser.conftest import Server
from tests.browser.room import Person, a_second_passes, host_by_hand, join_code, started, until

pytestmark = pytest.mark.browser

ANSWER = "We look for <b>this</b> conversation in *our own* logs."
NOTICE = "We know of the report and look into it."
NEWS = "A partner asks whether its own data is touched."
TOLD = re.compile("Saved as event|this was done already")
PLANNED = {"post", "blast-radius", "journalist", "patch"}
"""Injects of the scenario that come by themselves; the others wait for what a team leaves undone."""
MESSAGE = "Piper is limited for now. Say: we are looking into it. Next update at 3 PM."


def _in_log(server: Server, kind: type[Fact]) -> list[Fact]:
    exercise = server.latest()
    return [event for event in exercise.events if isinstance(event, kind)]


def _run_fast_for_a_while(facilitator: Person) -> None:
    """Ten times as fast, and back again: however slow this machine is, the time is not up before the end."""
    for now, wanted, told in (("×1", "×10", "running ×10"), ("×10", "×1", "running ·")):
        rate = facilitator.page.get_by_role("combobox", name="Rate").first
        for _attempt in range(6):  # a redraw may have closed it under the finger
            facilitator.press(f"Rate {now}")
            with suppress(PlaywrightTimeout):
                rate.wait_for(state="visible", timeout=5_000)
                break
        facilitator.choose("Rate", wanted)
        facilitator.press("Set the rate")
        expect(facilitator.page.locator(".tplus-live-state")).to_contain_text(told)


def _answer_and_declare(sam: Person) -> None:
    sam.type("What is your first action?", ANSWER)
    sam.send("What is your first action?", "Send answer")
    sam.act("Declare")
    sam.choose("Incident type", "Jailbreak")
    sam.page.get_by_text("SEV1:").click()
    sam.type("Summary", "A public bypass of the assistant.")
    sam.press("Declare the incident")
    sam.sees("Declared at T+")


def _escalate_and_preserve(sam: Person) -> None:
    sam.act("Escalate")
    sam.choose("Whom do you tell?", "Legal")
    sam.type("What do you tell them?", NOTICE)
    sam.press("Tell them")
    sam.sees("Told so far")
    sam.act("Preserve")
    sam.press("Collect")
    sam.sees("SHA-256")


def _contain(sam: Person) -> None:
    sam.act("Contain")
    sam.open("Level 2 (degrade): Restrict mode")
    sam.press("Order: Restrict mode")
    sam.sees("In force now: Restrict mode")
    sam.open("Level 4 (shut down): Shut down")
    sam.press("Order: Shut down")
    sam.is_told("Refused, and recorded as event")


def _approve_and_shut_down(sam: Person, cleo: Person) -> None:
    sam.act("Approvals")
    sam.type("Reason", "Variants keep passing.", sam.form_of("Ask for approval of"))
    sam.press("Ask for approval")
    cleo.sees("waiting for your decision")
    cleo.act("Approvals")
    cleo.press("Grant")
    sam.sees("granted")
    sam.act("Contain")
    sam.choose("Reference of the approval", "APP-1")
    sam.press("Order: Shut down")
    sam.sees("In force now: Restrict mode, Shut down")


def _communicate(lee: Person) -> None:
    lee.act("Communicate")
    lee.page.get_by_label("To", exact=True).select_option("Customer support agents")
    lee.type("Message", MESSAGE)
    lee.send("Message", "Send the message")


def _second_facilitator(server: Server, browser: Browser) -> Person:
    session = server.session()
    exercise = session.exercises()[0]
    token = session.join(exercise.exercise_id, "Flo Example", app_role="facilitator")
    person = Person(browser, server.url)
    person.hold("facilitator", token)
    person.go(f"control?exercise={exercise.exercise_id}")
    person.sees("Join code")
    return person


def _projector(server: Server, browser: Browser) -> Person:
    session = server.session()
    exercise = session.exercises()[0]
    person = Person(browser, server.url)
    person.go(
        f"present?exercise={exercise.exercise_id}&secret={session.keys(exercise.exercise_id).projector}"
    )
    person.sees("Join with the code")
    return person


def _exercise_ms(person: Person) -> int:
    return round(person.page.evaluate("document.querySelector('.tplus-live').exerciseMs()"))


def _pause_and_resume(facilitator: Person, others: list[Person]) -> None:
    """In the middle of the countdown time stands still for everybody, with the reason, and then goes on."""
    facilitator.press("Pause with a reason")
    facilitator.type("Reason, shown to everyone", "Fire drill")
    facilitator.press("Pause now")
    for person in others:
        expect(person.page.locator(".tplus-live")).to_contain_text("Fire drill")
    stood = [_exercise_ms(person) for person in others]
    for person in others:
        a_second_passes(person.page)
    assert [_exercise_ms(person) for person in others] == stood
    assert len(set(stood)) == 1
    facilitator.press("Resume")
    for person in others:
        expect(person.page.locator(".tplus-live-state")).not_to_contain_text("Fire drill")


def _deliver_together(one: Person, other: Person) -> None:
    """Both facilitators press at the same moment; each is told what became of it."""
    for person in (one, other):
        person.page.get_by_role("button", name="Do it").scroll_into_view_if_needed()
    for person in (one, other):
        person.page.get_by_role("button", name="Do it").click(no_wait_after=True)
    for person in (one, other):
        said = person.page.get_by_test_id("stAlert").filter(has_text=TOLD)
        expect(said.filter(visible=True).first).to_be_visible()


def _add_one(facilitator: Person, others: list[Person]) -> None:
    facilitator.type("Headline", "A partner calls")
    facilitator.type("What happens", NEWS)
    facilitator.press("Add it")
    for person in others:
        person.sees(NEWS)


def _missing(server: Server) -> set[str]:
    """Injects that come by themselves, or were added, and have not been delivered."""
    return (PLANNED | {"ad-hoc-1"}) - {event.inject_id for event in _in_log(server, e.InjectDelivered)}


def _is_coming(server: Server) -> bool:
    now = server.latest()
    return next_due_ms(now.scenario, now.state, server.session().at_ms(now.exercise_id)) is not None


def _end(facilitator: Person, server: Server) -> None:
    """The rest of the injects that come by themselves, one after the other, and the end."""
    until(lambda: "ad-hoc-1" not in _missing(server), facilitator.page)
    while _missing(server):
        until(lambda: _is_coming(server) or not _missing(server), facilitator.page)
        if not _is_coming(server):
            continue  # the last one was due, and has come
        skipped = len(_in_log(server, e.ClockAdjusted))
        facilitator.press("Skip")
        facilitator.press("Skip to the next inject")
        until(lambda was=skipped: len(_in_log(server, e.ClockAdjusted)) > was, facilitator.page)
        facilitator.page.keyboard.press("Escape")
    facilitator.press("End")
    facilitator.press("End it now")
    facilitator.sees("The exercise has ended.")


def test_eight_browsers_play_an_exercise_to_its_results(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    """Everything five people did, under two facilitators and before a projector, is in log and results."""
    facilitator = host_by_hand(browser, server.url, "Customer Chatbot Jailbreak")
    code = join_code(facilitator)
    sam = Person(browser, server.url).join(code, "Sam Example", "Security operations", "Incident commander")
    cleo = Person(browser, server.url).join(code, "Cleo Example", "CISO")
    lee = Person(browser, server.url).join(code, "Lee Example", "Communications/PR")
    kim = Person(browser, server.url).join(code, "Kim Example", "Legal")
    noa = Person(browser, server.url).join(code, "Noa Example", "VP Engineering")
    projector, second = _projector(server, browser), _second_facilitator(server, browser)
    everybody = [sam, cleo, lee, kim, noa, projector]
    facilitator.press("Start the clock")
    for person in everybody:
        person.sees("A screenshot goes round")
    _pause_and_resume(facilitator, everybody)
    _run_fast_for_a_while(facilitator)

    _answer_and_declare(sam)
    _escalate_and_preserve(sam)
    _contain(sam)
    sam.page.screenshot(path=tmp_path / "refused.png", full_page=True)
    _approve_and_shut_down(sam, cleo)
    _communicate(lee)
    _deliver_together(facilitator, second)
    _add_one(second, everybody)
    _end(facilitator, server)
    lee.page.get_by_role("link", name="See the results").click()

    delivered = [event.inject_id for event in _in_log(server, e.InjectDelivered)]
    assert len(delivered) == len(set(delivered))
    conditional = {inject.id for inject in server.latest().scenario.injects} - PLANNED
    assert set(delivered) - conditional == PLANNED | {"ad-hoc-1"}
    assert len(_in_log(server, e.ClockPaused)) == len(_in_log(server, e.ClockResumed)) == 1
    assert [event.text for event in _in_log(server, e.AnswerSubmitted)] == [ANSWER]
    assert [event.severity for event in _in_log(server, e.IncidentDeclared)] == ["SEV1"]
    assert [(event.role, event.text) for event in _in_log(server, e.RoleNotified)] == [("Legal", NOTICE)]
    assert [event.action for event in _in_log(server, e.ContainmentRefused)] == ["shutdown"]
    applied = [(event.action, event.approval_id) for event in _in_log(server, e.ContainmentApplied)]
    assert applied == [("set_mode", ""), ("shutdown", "APP-1")]
    assert [(event.role, event.granted) for event in _in_log(server, e.ApprovalDecided)] == [("CISO", True)]
    assert [event.artifact for event in _in_log(server, e.EvidenceCollected)] == ["inference_logs"]
    assert [event.text for event in _in_log(server, e.MessageSent)] == [MESSAGE]
    shown = {
        "Scores and why": ("Time to detection",),
        "Evidence": (ANSWER, MESSAGE),
        "Timeline": ("Told Legal", "Refused: Shut down", "APP-1 granted by CISO", "A partner calls"),
    }
    for tab, texts in shown.items():
        lee.tab(tab)
        for text in texts:
            expect(lee.page.get_by_text(text).filter(visible=True).first).to_be_visible()
    lee.page.screenshot(path=tmp_path / "results.png", full_page=True)


def test_a_participant_sees_no_spoiler(server: Server, browser: Browser) -> None:
    """A browser that only plays can open neither library, readiness nor results before the end."""
    started(server)
    sam = Person(browser, server.url).seat(server, "Sam Example", "Legal")
    sam.sees("What is your first action?")

    for path, says in (
        ("library", "This page opens after your exercise has ended"),
        ("readiness", "This page opens after your exercise has ended"),
        ("control?new=1", "This page opens after your exercise has ended"),
        ("results", "The results open when the exercise has ended."),
    ):
        sam.go(path)
        sam.sees(says)
        expect(sam.page.get_by_text("A reporter asks")).to_have_count(0)
