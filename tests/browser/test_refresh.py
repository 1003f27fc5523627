"""A browser that comes back finds its seat."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server
from tests.browser.room import Person, host, join_code

pytestmark = pytest.mark.browser


def test_a_refresh_returns_to_the_same_seat(server: Server, browser: Browser) -> None:
    """A participant who reloads the page has the same seat, and nobody new has joined."""
    facilitator = host(browser, server)
    sam = Person(browser, server.url).join(join_code(facilitator), "Sam Example", "Legal")
    expect(sam.page.get_by_text("Sam Example · Legal")).to_be_visible()
    exercise = server.latest()
    before = dict(exercise.state.participants)
    sam.page.reload()

    sam.sees("Sam Example · Legal")
    assert dict(server.latest().state.participants) == before
    cookies = {cookie["name"]: cookie for cookie in sam.context.cookies()}
    assert (cookies["tplus_participant"]["httpOnly"], cookies["tplus_participant"]["sameSite"]) == (
        True,
        "Lax",
    )


def test_typing_survives_what_others_do(server: Server, browser: Browser) -> None:
    """A half-typed answer is still there after a new inject has arrived."""
    facilitator = host(browser, server)
    sam = Person(browser, server.url).join(join_code(facilitator), "Sam Example", "Legal")
    facilitator.press("Start the clock")
    box = sam.page.get_by_label("What is your first action?")
    box.press_sequentially("We look at the logs")

    facilitator.press("Skip")
    facilitator.press("Skip to the next inject")
    sam.sees("How do you assess the blast radius?")

    sam.page.get_by_text("Earlier, T+00:00: A screenshot goes round").click()
    expect(sam.page.get_by_label("What is your first action?")).to_have_value("We look at the logs")
