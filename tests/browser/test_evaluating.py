"""Two evaluators in two browsers: moments by a key, blind ratings, and a draft until they reconcile."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.log import events as e
from engine.log.fact import Fact
from scoring.aar.source import Options
from terminal.reporting import report
from tests.browser.conftest import Server
from tests.browser.room import Person, host

pytestmark = pytest.mark.browser

REASON = "Nobody tested a variant before going back."


def _enter(browser: Browser, server: Server, name: str) -> Person:
    """An evaluator who came by the facilitator's link."""
    exercise = server.latest()
    secret = server.session().keys(exercise.exercise_id).evaluator
    person = Person(browser, server.url)
    person.go(f"join?exercise={exercise.exercise_id}&secret={secret}")
    person.type("Your name", name)
    person.press("Enter")
    expect(person.page.get_by_role("tab", name="Observe", exact=True)).to_be_visible()
    return person


def _log(server: Server, kind: type[Fact]) -> list[Fact]:
    exercise = server.latest()
    return [event for event in exercise.events if isinstance(event, kind)]


def _choose_criterion(person: Person, title: str) -> None:
    person.tab("Rate")
    person.page.get_by_test_id("stButtonGroup").get_by_text(title, exact=True).click()
    expect(person.page.get_by_role("heading", name=title)).to_be_visible()


def _rate(person: Person, value: int, reason: str) -> None:
    _choose_criterion(person, "Recovery completeness")
    form = person.form_of("Reason")
    values = form.get_by_text(str(value), exact=True)
    expect(values).to_have_count(1)  # those of the criterion before are gone
    values.click()
    person.type("Reason", reason, form)
    person.press("Save the rating", form)
    expect(person.page.get_by_role("cell", name=reason)).to_be_visible()


def _mark_by_key(person: Person, server: Server) -> None:
    expect(person.page.get_by_role("button", name="Mark this moment")).to_be_visible()
    person.page.locator("body").press("m")
    person.is_told("Saved as event")
    box = person.page.get_by_label(re.compile("What did you see at"))
    expect(box).to_be_visible()
    box.fill("mm, they all look at me")
    expect(box).to_have_value("mm, they all look at me")
    assert len(_log(server, e.ObservationRecorded)) == 1
    person.press("Save")
    expect(person.page.get_by_role("cell", name="mm, they all look at me")).to_be_visible()


def test_two_evaluators_rate_blind_and_reconcile(
    own_server: Server, browser: Browser, tmp_path: Path
) -> None:
    """Neither sees the other's rating before their own; two apart is a draft until a note settles it.

    Results and after-action report show both ratings and what was agreed on.
    """
    facilitator = host(browser, own_server)
    sam = Person(browser, own_server.url).seat(own_server, "Sam Example", "Legal")
    eve, ned = (_enter(browser, own_server, name) for name in ("Eve Example", "Ned Example"))
    facilitator.press("Start the clock")
    eve.sees("running")
    _mark_by_key(eve, own_server)
    facilitator.press("End")
    facilitator.press("End it now")
    facilitator.sees("The exercise has ended.")

    _rate(eve, 2, REASON)
    ned.tab("Rate")
    ned.sees("Others have rated criteria that you have not")
    expect(ned.page.get_by_text(REASON)).to_have_count(0)
    _rate(ned, 4, "The order was right.")
    ned.sees("Draft: 1 criterion waits for reconciling (Recovery completeness).")
    ned.sees(REASON)
    expect(ned.page.get_by_text("Final: no rating waits")).to_have_count(0)

    form = ned.form_of("Note on how you agreed")
    form.get_by_text("3", exact=True).click()
    ned.type("Note on how you agreed", "Half of the steps were taken.", form)
    ned.press("Reconcile", form)
    ned.sees("Final: no rating waits for reconciling.")

    rated = [(event.value, event.reconciles) for event in _log(own_server, e.CriterionRated)]
    assert rated == [(2, False), (4, False), (3, True)]
    sam.page.get_by_role("link", name="See the results").click()
    sam.sees("Ratings as given")
    exercise = own_server.latest()
    written = report(exercise.exercise_id, tmp_path, format_id="md", options=Options()).content.decode()
    for text in (REASON, "The order was right.", "3, reconciled", "Half of the steps were taken."):
        sam.sees(text)
    for text in (REASON, "The order was right.", "Half of the steps were taken."):
        assert text in written


def test_feedback_reaches_the_hot_wash(server: Server, browser: Browser) -> None:
    """What a participant sends after EndEx is on the hot wash as counts, with the comment and no name."""
    facilitator = host(browser, server)
    sam = Person(browser, server.url).seat(server, "Sam Example", "Legal")
    facilitator.press("Start the clock")
    sam.sees("What is your first action?")
    facilitator.press("End")
    facilitator.press("End it now")
    sam.sees("Your feedback")

    item = sam.page.get_by_test_id("stButtonGroup").filter(has_text="The exercise was well structured.")
    item.get_by_text("4", exact=True).click()
    sam.type("What went well", "We knew whom to call.")
    sam.press("Send the feedback")
    sam.is_told("Sent. You may change it")

    facilitator.page.get_by_role("link", name="Hot wash").first.click()
    facilitator.tab("Feedback")
    facilitator.sees("1 of 1 participant has sent the form.")
    facilitator.sees("We knew whom to call.")
    expect(facilitator.page.get_by_text("Sam Example")).to_have_count(0)
