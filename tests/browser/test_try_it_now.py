"""A newcomer alone: from the first screen into a live exercise, and out of it with results."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.log.events import ApprovalDecided, MessageSent
from engine.snapshot import Snapshot
from tests.browser.conftest import Server, running_app
from tests.browser.room import Person

pytestmark = pytest.mark.browser

MOMENT_MS = 30_000
"""Exercise time that a trial may have run until its tour stopped it; at ×6 on a machine under load."""
PARTS = ("The clock", "What happens", "Your answers", "The AI system", "Declare and contain", "The results")


def _trial(server: Server) -> Snapshot:
    return server.latest(with_trials=True)


def _declare(you: Person) -> None:
    you.act("Declare")
    you.choose("Incident type", "Jailbreak")
    you.page.get_by_text("SEV1:").click()
    you.press("Declare the incident")
    you.sees("Declared at T+")


def _ask_the_ciso(you: Person) -> None:
    you.act("Approvals")
    form = you.form_of("Ask for approval of")
    you.type("Reason", "Variants keep passing.", form)
    you.press("Ask for approval", form)
    you.is_told("Saved as event")


def test_a_newcomer_leads_an_exercise_at_once(server: Server, browser: Browser, tmp_path: Path) -> None:
    """One press leads into a live exercise; colleagues act, decide and answer."""
    you = Person(browser, server.url)
    you.go("")
    expect(you.page.get_by_role("button", name="Try it now")).to_be_visible()

    you.page.get_by_role("button", name="Try it now").click()
    expect(you.page.get_by_label("What is your first action?")).to_be_visible()
    you.sees("You · Incident commander")
    assert _trial(server).state.phase == "paused"
    for part in PARTS:
        you.sees(part)
        onward = "Done" if part == PARTS[-1] else "Next"
        button = you.page.get_by_role("button", name=onward, exact=True)
        expect(button).to_have_count(1)  # the card before has gone
        button.press("Enter")
    expect(you.page.locator(".st-key-tour")).to_have_count(0)
    waited = _trial(server)
    assert waited.state.phase == "running"
    assert max(event.at_ms for event in waited.events) < MOMENT_MS

    _declare(you)
    _ask_the_ciso(you)
    you.act("Escalate")
    you.choose("Whom do you tell?", "Legal")
    you.press("Tell them")
    you.turn_to("Log")
    you.sees("Message to Incident commander: Legal: understood, SEV1.")
    you.sees("Collected evidence:")
    asked = _trial(server)
    (decision,) = [
        event for event in asked.events if isinstance(event, ApprovalDecided) and event.role == "CISO"
    ]
    assert "suspected bypasses" in decision.reason
    assert asked.state.evidence
    assert any(isinstance(event, MessageSent) and event.by.startswith("sim-") for event in asked.events)

    you.press("End and see results")
    you.press("End the trial")
    expect(you.page.get_by_role("link", name="Run this with your team")).to_be_visible()
    you.sees("You led this alone. A real exercise adds")
    you.page.screenshot(path=tmp_path / "results.png", full_page=True)
    listed = server.session().exercises()
    assert asked.exercise_id not in {item.exercise_id for item in listed}


def test_the_tour_is_left_once_for_all(server: Server, browser: Browser) -> None:
    """Who skips the tour is not shown it again, neither after a refresh nor in another trial."""
    you = Person(browser, server.url)
    you.go("")
    you.page.get_by_role("button", name="Try it now").click()
    with you.page.expect_response(lambda answer: answer.url.endswith("/tplus/tour")):
        you.page.get_by_role("button", name="Skip the tour").click()

    assert _trial(server).state.phase == "running"

    you.page.reload()
    you.sees("You · Incident commander")
    you.sees("What is your first action?")
    expect(you.page.locator(".st-key-tour")).to_have_count(0)


def test_two_newcomers_have_exercises_of_their_own(server: Server, browser: Browser) -> None:
    """Whoever tries at the same time sits in another exercise, and meets nobody else's decisions."""
    before = {item.exercise_id for item in server.session().exercises(with_trials=True)}
    people = [Person(browser, server.url) for _ in range(2)]
    for person in people:
        person.go("")
        person.page.get_by_role("button", name="Try it now").click()
    for person in people:
        person.sees("What is your first action?")

    now = {item.exercise_id for item in server.session().exercises(with_trials=True)}
    assert len(now - before) == 2


def test_a_protected_server_offers_it_only_where_the_host_says_so(browser: Browser, tmp_path: Path) -> None:
    """With a facilitator key the button is there only with TPLUS_TRY_IT_NOW=1."""
    for setting, buttons in (("", 0), ("1", 1)):
        folder = tmp_path / f"with{setting}"
        folder.mkdir()
        with running_app(
            folder, TPLUS_FACILITATOR_KEY="open sesame, please", TPLUS_TRY_IT_NOW=setting
        ) as server:
            you = Person(browser, server.url)
            you.go("join")
            you.sees("Join an exercise")
            you.sees("To the control room")
            expect(you.page.get_by_role("button", name="Try it now")).to_have_count(buttons)
