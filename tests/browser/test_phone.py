"""A seat on a phone: four screens one thumb away, and nothing that waits for somebody is missed."""

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from tests.browser.conftest import Server
from tests.browser.room import Person, started

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 780}
SCREENS = ("Story", "Respond", "System", "Log")
SHOWS = {
    "Story": "What is your first action?",
    "Respond": "Nobody has declared an incident",
    "System": "Requests a minute",
    "Log": "StartEx",
}
"""What each screen shows, and no other."""


def _on_a_phone(browser: Browser, server: Server, name: str, *roles: str) -> Person:
    person = Person(browser, server.url)
    person.page.set_viewport_size(PHONE)
    return person.seat(server, f"{name} Example", *roles)


def _way(person: Person, screen: str) -> Locator:
    return person.page.get_by_role("radiogroup", name="Screen").get_by_role("radio").filter(has_text=screen)


def test_each_screen_is_one_tap_away_and_alone(server: Server, browser: Browser) -> None:
    """Whatever is in sight, the four ways stay below it, and what belongs to another screen is not shown."""
    started(server)
    sam = _on_a_phone(browser, server, "Sam", "Legal")
    for screen in SCREENS:
        _way(sam, screen).click()
        for other, text in SHOWS.items():
            shown = sam.page.get_by_text(text).filter(visible=True)
            expect(shown).to_have_count(0) if other != screen else expect(shown.first).to_be_visible()
        for way in SCREENS:
            expect(_way(sam, way)).to_be_in_viewport()
        assert (
            sam.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]
        )


def test_what_was_typed_stays_on_the_way_through_the_screens(server: Server, browser: Browser) -> None:
    """A half-filled form of one group is still there after another group, another screen and back."""
    started(server)
    sam = _on_a_phone(browser, server, "Sam", "Legal")
    sam.turn_to("Respond")
    sam.act("Escalate")
    sam.type("What do you tell them?", "Two of us are on it")
    sam.act("Preserve")
    sam.turn_to("Log")
    sam.turn_to("Respond")
    sam.act("Escalate")

    expect(sam.page.get_by_label("What do you tell them?")).to_have_value("Two of us are on it")


def test_an_approver_grants_from_the_story_with_one_tap(server: Server, browser: Browser) -> None:
    """A level 4 that waits stands above the story; the asker reads the grant, and a role what it was told."""
    started(server)
    sam = _on_a_phone(browser, server, "Sam", "Security operations")
    cleo = _on_a_phone(browser, server, "Cleo", "CISO")
    kim = _on_a_phone(browser, server, "Kim", "Legal")
    sam.turn_to("Respond")
    sam.act("Approvals")
    sam.type("Reason", "Variants keep passing.", sam.form_of("Ask for approval of"))
    sam.press("Ask for approval")

    cleo.sees("1 request is waiting for your decision.")
    expect(cleo.page.get_by_text("Variants keep passing.").first).to_be_in_viewport()
    expect(cleo.page).to_have_title("(1) Tplus")
    cleo.press("Grant")

    sam.sees("Cleo Example granted APP-1")
    sam.act("Escalate")
    sam.choose("Whom do you tell?", "Legal")
    sam.type("What do you tell them?", "We shut the bot down.")
    sam.press("Tell them")
    kim.sees("We shut the bot down.")
    kim.press("Acknowledge")
    expect(kim.page.get_by_text("We shut the bot down.").filter(visible=True)).to_have_count(0)
