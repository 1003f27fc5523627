"""A facilitator's evening: her own file dropped, mended, rehearsed, saved and played, without a terminal."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.world import SEED_EXERCISE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WRONG = (
    ("T+15 minutes", "T+15 bananas"),
    ('- "Legal"', '- "Legal"\n  colour: "blue"'),
    ('"90 minutes"', '"ninety"'),
)
"""Three problems of a file, as a person makes them: a time, a field that is none, a length in words."""
ROLES = (("AI engineering team", "Model builders"), ("Communications/PR", "Press office"))


def _spoiled(text: str) -> str:
    for right, wrong in WRONG:
        assert right in text
        text = text.replace(right, wrong, 1)
    return text


def test_a_scenario_of_her_own_is_brought_and_played(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    """Dropped with problems, mended where they are shown, kept through a refresh, saved, led to StartEx."""
    text = SEED_EXERCISE.read_text(encoding="utf-8").replace("exercise:\n", "exercise:\n  id: hers\n", 1)
    text = text.replace("Customer Chatbot Jailbreak", "Her own exercise")
    mine = tmp_path / "evening.yml"
    mine.write_text(_spoiled(text), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    try:
        page.goto(f"{server.url}/library")
        page.locator("input[type=file]").set_input_files(mine)
        expect(page.get_by_text("3 problems to mend")).to_be_visible()
        expect(page.get_by_role("button", name="Save")).to_be_disabled()
        page.get_by_role("button", name="to mend").first.click()
        expect(page.get_by_label("Text of the scenario")).to_be_focused()

        _type(page, text.replace("T+15 minutes", "T+16 minutes"))
        expect(page.get_by_text("Can be played")).to_be_visible()
        page.reload()
        expect(page.get_by_label("Text of the scenario")).to_have_value(
            text.replace("T+15 minutes", "T+16 minutes")
        )
        page.get_by_role("tab", name="Change").click()
        for old, new in ROLES:
            _rename(page, old, new)
            text = text.replace(f'"{old}"', f'"{new}"')
        text = text.replace("T+15 minutes", "T+16 minutes")
        expect(page.get_by_label("Text of the scenario")).to_have_value(text)
        page.get_by_role("tab", name="Rehearse").click()
        page.get_by_role("button", name="Rehearse").click()
        expect(page.get_by_role("cell", name="Expert")).to_be_visible()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved as version 1 of hers.")).to_be_visible()

        page.get_by_role("link", name="Create an exercise").click()
        expect(page.get_by_role("combobox", name="Scenario")).to_have_value(re.compile("yours$"))
        page.get_by_role("button", name="Create the exercise").click()
        page.get_by_role("button", name="Start the clock").click()
        expect(page.get_by_text("running", exact=False).first).to_be_visible()
    finally:
        page.close()
    every = server.session().exercises()
    found = next(item for item in every if item.scenario.id == "hers")
    assert found.state.created is not None
    assert found.state.created.scenario_text == text
    assert {"Model builders", "Press office"} <= set(found.scenario.role_names())


def _rename(page: Page, old: str, new: str) -> None:
    page.get_by_role("combobox", name="Role", exact=True).click()
    page.get_by_role("option", name=old, exact=True).click()
    page.get_by_label("Is called here").fill(new)
    page.get_by_role("button", name="Rename everywhere").click()
    expect(page.get_by_label("Text of the scenario")).to_have_value(re.compile(f'"{re.escape(new)}"'))


def _type(page: Page, text: str) -> None:
    page.get_by_label("Text of the scenario").fill(text)
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()


def test_no_text_is_lost_between_two_browsers_or_without_a_connection(
    server: Server, browser: Browser
) -> None:
    """What grew apart is asked about; what was typed without a connection is there after a reload."""
    first = browser.new_context().new_page()
    second = browser.new_context().new_page()
    try:
        first.goto(f"{server.url}/library")
        first.get_by_role("button", name="Begin with a short one").click()
        here = first.get_by_label("Text of the scenario")
        expect(here).to_be_visible()
        expect(first).to_have_url(re.compile("draft="))
        second.goto(first.url)
        there = second.get_by_label("Text of the scenario")
        expect(there).to_have_value(re.compile("My scenario"))
        text = here.input_value()

        _type(first, f"{text}# one\n")
        expect(first.get_by_text("Checking")).to_have_count(0)
        there.fill(f"{text}# two\n")
        expect(second.get_by_text("changed elsewhere")).to_be_visible()
        second.get_by_role("button", name="The one here").click()
        expect(second.get_by_text("Kept as a draft.")).to_be_visible()
        first.reload()
        expect(here).to_have_value(f"{text}# two\n")

        first.context.set_offline(True)
        here.fill(f"{text}# without a connection\n")
        expect(first.get_by_text("Kept as a draft.")).to_have_count(0)
        first.context.set_offline(False)
        first.reload()
        expect(here).to_have_value(f"{text}# without a connection\n")
        expect(first.get_by_text("Kept as a draft.")).to_be_visible()
    finally:
        first.context.close()
        second.context.close()
