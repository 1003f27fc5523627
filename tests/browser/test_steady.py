"""A redraw that comes from elsewhere closes nothing that a person has open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine import commands as c
from engine.request import Request
from engine.running.session import Session
from tests.browser.conftest import Server
from tests.browser.stage import Screen, opened, scenarios

pytestmark = pytest.mark.browser


class Room:
    """A running exercise with a seat of each kind, driven from outside the browser."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.id = session.create(scenarios()[0], seed=7).exercise_id
        self.desk = session.join(self.id, "Example Person 1", app_role="facilitator")
        self.evaluator = session.join(self.id, "Example Person 2", app_role="evaluator")
        self.player = session.join(self.id, "Example Person 3", ["Incident commander"])
        self.do(lambda by: c.StartClock(by=by))
        session.conduct(self.id)

    def do(self, build: Callable[[str], Request]) -> None:
        """A command of the facilitator, given elsewhere."""
        seat = self.session.seat(self.desk)
        assert seat is not None
        self.session.execute(self.id, build(seat.participant_id))

    def deliver(self) -> None:
        """The second inject, now."""
        waiting = {inject.title: inject.id for inject in scenarios()[0].scenario.injects}
        inject_id = next(found for title, found in waiting.items() if "users" in title)
        self.do(lambda by: c.DeliverInject(by=by, inject_id=inject_id))


def _button(page: Page, text: str) -> Locator:
    """A button by its text, also while an open list hides it from screen readers."""
    return page.get_by_test_id("stButton").filter(has_text=text)


def _live(page: Page) -> None:
    expect(page.locator(".tplus-live[data-link=live]")).to_be_attached()


def test_the_facilitator_s_lists_stay_open(server: Server, browser: Browser) -> None:
    """A list open in a popover survives an inject, a pause and an undo that move what stands before it."""
    room = Room(server.session())
    desk = Screen("desk", f"control?exercise={room.id}", "Change an inject", ("facilitator", room.desk))

    with opened(browser, server.url, desk) as page:
        _live(page)
        page.get_by_role("tab", name="People", exact=True).click()
        page.get_by_role("button", name="Rate ×1").click()
        page.get_by_role("combobox", name="Rate", exact=True).click()
        room.do(lambda by: c.AdjustSchedule(by=by, change="end", end_ms=100 * 60_000))
        expect(_button(page, "Undo the last change")).to_be_visible()
        room.deliver()
        room.do(lambda by: c.PauseClock(by=by, reason="Lunch"))
        expect(_button(page, "Resume")).to_be_visible()

        expect(page.get_by_role("option", name="×10", exact=True)).to_be_visible()
        page.get_by_role("option", name="×10", exact=True).click()
        page.get_by_role("button", name="Set the rate").click()
        expect(page.get_by_role("button", name="Rate ×10")).to_be_visible()
        expect(page.get_by_role("tab", name="People", exact=True)).to_have_attribute("aria-selected", "true")


def test_a_participant_s_cards_and_words_stay(server: Server, browser: Browser) -> None:
    """A new inject pushes open cards down; they stay open, and what was typed stays in its box."""
    room = Room(server.session())
    seat = Screen("seat", "seat", "Respond", ("participant", room.player))

    with opened(browser, server.url, seat) as page:
        _live(page)
        page.locator("summary").filter(has_text="Situation at the start").click()
        page.get_by_role("button", name="Escalate").click()
        page.get_by_label("What do you tell them?").fill("Two of us are on it")
        room.deliver()
        expect(page.get_by_role("heading", name="users")).to_be_visible()
        expect(page.locator("summary").filter(has_text="Earlier, T+00:00")).to_be_visible()

        expect(page.get_by_text("Parcelwing delivers parcels")).to_be_visible()
        expect(page.get_by_label("What do you tell them?")).to_have_value("Two of us are on it")


def test_an_evaluator_s_open_inject_stays_open(server: Server, browser: Browser) -> None:
    """The watching screen follows by push: a new inject opens above the one that is being read."""
    room = Room(server.session())
    watch = Screen("watch", f"watch?exercise={room.id}", "Note it", ("evaluator", room.evaluator))

    with opened(browser, server.url, watch) as page:
        _live(page)
        first = page.get_by_text("What is your first action?", exact=True)
        expect(first).to_be_visible()
        page.get_by_label("Observation").fill("Nobody leads")
        room.deliver()
        expect(page.get_by_text("How do you assess the blast radius?", exact=True)).to_be_visible()

        expect(first).to_be_visible()
        expect(page.get_by_label("Observation")).to_have_value("Nobody leads")
