"""The AI system reacts in the browser: evidence that is lost, and patterns that are judged on text."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from engine import commands as c
from tests.browser.conftest import Server, facilitator_of
from tests.browser.room import Person, started

pytestmark = pytest.mark.browser

CONFIGURATION = "Guardrail configuration and rule versions, with the decisions they made"
MISTAKES = "Blocked by mistake"


def _start(browser: Browser, server: Server) -> tuple[Person, str]:
    """A responder in a running exercise, and the exercise's id."""
    exercise_id = started(server)
    roles = ("Security operations", "Incident commander")
    sam = Person(browser, server.url).seat(server, "Sam Example", *roles)
    sam.sees("What is your first action?")
    return sam, exercise_id


def _skip_to(server: Server, exercise_id: str, minute: float) -> None:
    """Let exercise time come, as the facilitator's skip does."""
    session = server.session()
    by = facilitator_of(session.current(exercise_id))
    session.execute(exercise_id, c.SkipTo(by=by, to_ms=int(minute * 60_000)))


def _finish(server: Server, exercise_id: str) -> None:
    session = server.session()
    by = facilitator_of(session.current(exercise_id))
    session.execute(exercise_id, c.EndExercise(by=by))


def _card(sam: Person, text: str) -> Locator:
    """The smallest box that holds this text."""
    return (
        sam.page.locator("[class*=st-key-group-]:visible")
        .get_by_test_id("stVerticalBlock")
        .filter(has_text=text)
        .last
    )


def _collect_configuration(sam: Person) -> None:
    sam.act("Preserve")
    _card(sam, CONFIGURATION).get_by_role("button", name="Collect", exact=True).click()
    sam.is_told("Saved as event")


def _roll_back(sam: Person) -> None:
    sam.act("Recover")
    sam.open("Other recovery actions")
    form = sam.page.get_by_test_id("stForm").filter(has_text="Roll back model")
    form.get_by_role("button", name="Take this step").click()
    sam.sees("Rolled back model")


def _results(sam: Person, server: Server, exercise_id: str) -> None:
    _finish(server, exercise_id)
    sam.page.get_by_role("link", name="See the results").click()
    sam.tab("Evidence")
    sam.sees("Chain of custody")


def _row(sam: Person, artifact: str) -> Locator:
    """The artifact's row in the table of what became of the evidence."""
    fate = sam.page.locator("td[data-label='Destroyed by']")
    return sam.page.locator("tr").filter(has=fate).filter(has_text=artifact)


def test_a_snapshot_before_the_roll_back_keeps_the_configuration(server: Server, browser: Browser) -> None:
    """Who collects the configuration first keeps it; the results still name what destroyed the original."""
    sam, exercise_id = _start(browser, server)

    _collect_configuration(sam)
    _roll_back(sam)
    _skip_to(server, exercise_id, 14)
    _results(sam, server, exercise_id)

    expect(_row(sam, CONFIGURATION)).to_contain_text(re.compile("kept", re.I))
    expect(_row(sam, CONFIGURATION)).to_contain_text("Roll back model")


def test_without_a_snapshot_the_roll_back_destroys_the_configuration(
    server: Server, browser: Browser
) -> None:
    """Who rolls back first gets the later version only, is told so at once, and reads why in the results."""
    sam, exercise_id = _start(browser, server)

    _roll_back(sam)
    _skip_to(server, exercise_id, 14)
    sam.sees("T+14")
    _collect_configuration(sam)
    expect(_card(sam, CONFIGURATION)).to_contain_text("overwritten by Roll back model")
    _results(sam, server, exercise_id)

    expect(_row(sam, CONFIGURATION)).to_contain_text(re.compile("later version", re.I))
    expect(_row(sam, CONFIGURATION)).to_contain_text("Roll back model")


def _block(sam: Person, pattern: str) -> None:
    sam.act("Contain")
    sam.open("Level 1 (restrict): Add block pattern")
    form = sam.page.get_by_test_id("stForm").filter(has_text="Order: Add block pattern")
    form.get_by_label("The words or pattern to block").fill(pattern)
    form.get_by_role("button", name="Order: Add block pattern").click()
    sam.sees("In force now: Add block pattern")


def _sees_level_one(sam: Person) -> None:
    """The signals on the screen are those of a tick since the pattern was ordered."""
    expect(sam.page.locator(".tplus-tile").filter(has_text="Containment level").locator("b")).to_have_text(
        "1"
    )


def _mistakes(sam: Person) -> float:
    """Share of customers that monitoring believes to be blocked by mistake."""
    tile = sam.page.locator(".tplus-tile").filter(has_text=MISTAKES).first
    return float(tile.locator("b").inner_text().strip(" %"))


def _variants_pass(sam: Person) -> None:
    """Words of the variant are in the log, answered, and the check against variants fails."""
    sam.act("Recover")
    check = _card(sam, "Variations of the technique fail on replay")
    check.get_by_role("button", name="Run this check").click()
    expect(_card(sam, "Variations of the technique fail on replay")).to_contain_text("Failed")


def test_a_lazy_pattern_blocks_customers_and_a_precise_one_does_not(server: Server, browser: Browser) -> None:
    """Both stop the published prompt; only the lazy one is felt by customers; the variant passes both."""
    sam, careful = _start(browser, server)
    _block(sam, "pretend * no rules")
    _skip_to(server, careful, 40)
    sam.sees("T+40")
    _sees_level_one(sam)
    precise = _mistakes(sam)
    _variants_pass(sam)
    _finish(server, careful)
    sam.context.close()

    sam, lazy = _start(browser, server)
    _block(sam, "story")
    _skip_to(server, lazy, 40)
    sam.sees("T+40")
    _sees_level_one(sam)
    felt = _mistakes(sam)
    _variants_pass(sam)

    assert precise < 1.5
    assert felt > 2.0
    assert felt > 2 * precise
