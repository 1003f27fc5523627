"""What people do with the app, in the words of the screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from engine import commands as c
from engine.log.fact import AppRole
from tests.browser.conftest import Server
from tests.world import PATIENCE_S, rich_exercise
from ui.server.entry.access import seat_cookie

VIEW = {"width": 1280, "height": 900}
STILL = """summary => Promise.allSettled(
  summary.parentElement.getAnimations({ subtree: true }).map(moving => moving.finished)).then(() => null)"""
"""Waits until nothing of a card moves any more."""


class Person:
    """One person at a browser of their own."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.context = browser.new_context(viewport=VIEW)  # type: ignore[arg-type]
        self.context.set_default_timeout(PATIENCE_S * 1000)
        self.page: Page = self.context.new_page()
        self.url = url

    def go(self, path: str) -> None:
        """Open an address of the app."""
        self.page.goto(f"{self.url}/{path}")

    def sees(self, text: str) -> None:
        """A text is on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button."""
        escaped = re.escape(name).replace("/", "\\/")
        named = re.compile(f"^{escaped}( Shortcut .+)?$")  # a key may stand beside it
        (within or self.page).get_by_role("button", name=named).first.click()

    def tab(self, name: str) -> None:
        """Open a tab."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def act(self, name: str) -> None:
        """Open a group of actions on one's seat, from wherever one is there."""
        asked = self.page.get_by_test_id("stButton").get_by_role("button")
        back = asked.filter(has_text="All actions")
        wanted = asked.filter(has=self.page.locator("strong").get_by_text(name, exact=True))
        expect(back.or_(wanted).filter(visible=True).first).to_be_visible()
        if back.is_visible():
            back.click()
        wanted.first.click()
        expect(self.page.locator(f".st-key-group-{name.lower()}")).to_be_visible()

    def turn_to(self, screen: str) -> None:
        """Turn one's seat to another of its screens."""
        self.page.get_by_role("radiogroup", name="Screen").get_by_text(screen).click()

    def type(self, label: str, text: str, within: Locator | None = None) -> None:
        """Type into the box of that label."""
        (within or self.page).get_by_label(label, exact=True).first.fill(text)

    def form_of(self, label: str) -> Locator:
        """The form that holds the box of that label."""
        return self.page.get_by_test_id("stForm").filter(has=self.page.get_by_label(label)).first

    def outbox(self, label: str) -> Locator:
        """The outbox whose text box has that label."""
        box = self.page.get_by_label(label, exact=True)
        return self.page.locator(".tplus-outbox").filter(has=box).first

    def send(self, label: str, button: str) -> None:
        """Send what an outbox holds; it says that it was saved."""
        box = self.outbox(label)
        box.get_by_role("button", name=button, exact=True).click()
        expect(box.get_by_role("status")).to_contain_text("Saved at T+")

    def open(self, title: str) -> None:
        """Open a card, and wait until it has: a press on what still moves may meet two places."""
        summary = self.page.locator("summary").filter(has_text=title)
        summary.click()
        summary.evaluate(STILL)

    def is_told(self, text: str) -> None:
        """A message of the app says so; one left in a tab that is not open does not count."""
        said = self.page.get_by_test_id("stAlert").filter(has_text=text)
        expect(said.filter(visible=True).first).to_be_visible()

    def choose(self, label: str, option: str) -> None:
        """Choose from a list; once more where the page was drawn anew in between, as a person would."""
        for _attempt in range(5):
            box = self.page.get_by_role("combobox", name=label).first
            box.click()
            box.press_sequentially(option[:24])
            try:
                self.page.get_by_role("option", name=option).first.click(timeout=5_000)
            except PlaywrightTimeout:
                self.page.keyboard.press("Escape")
            else:
                return
        raise AssertionError(f"{option!r} could not be chosen from {label!r}")

    def hold(self, app_role: AppRole, token: str) -> None:
        """Keep a seat in this browser, as taking it does."""
        cookie = {"name": seat_cookie(app_role), "value": token, "url": self.url}
        self.context.add_cookies([cookie])  # type: ignore[list-item]

    def seat(self, server: Server, name: str, *roles: str) -> "Person":
        """Sit in the latest exercise as a participant, without the way through the join screen."""
        session = server.session()
        latest, *_others = session.exercises()
        self.hold("participant", session.join(latest.exercise_id, name, roles))
        self.go("seat")
        self.sees(name)
        return self

    def join(self, code: str, name: str, *roles: str) -> "Person":
        """Take a seat as a participant."""
        with self.page.expect_response(lambda answer: answer.url.endswith("/tplus/seat")) as kept:
            self._take_seat(code, name, roles)
        assert kept.value.ok
        return self

    def _take_seat(self, code: str, name: str, roles: tuple[str, ...]) -> None:
        self.go(f"join?code={code}")
        self.type("Your name", name)
        for role in roles:
            self.press(role)
        self.press("Take your seat")
        self.sees(name)


def until(is_so: Callable[[], bool], page: Page) -> None:
    """Wait for what no page shows, such as an event that the app stores; the page lives on meanwhile."""
    for _look in range(PATIENCE_S * 20):
        if is_so():
            return
        page.wait_for_timeout(50)
    pytest.fail("what was waited for did not happen")


def a_second_passes(page: Page) -> None:
    """Let a clock that is wrong show it: the time of day beside it has changed twice."""
    for _change in range(2):
        shown = page.locator(".tplus-live-local").text_content() or ""
        expect(page.locator(".tplus-live-local")).not_to_have_text(shown)


def exercise_of(server: Server) -> tuple[str, str]:
    """A new exercise with a facilitator: its id, and the token of the facilitator's seat."""
    session = server.session()
    exercise_id = session.create(rich_exercise()).exercise_id
    return exercise_id, session.join(exercise_id, "Fay Example", app_role="facilitator")


def started(server: Server) -> str:
    """A new exercise that its facilitator has started; its id."""
    exercise_id, token = exercise_of(server)
    session = server.session()
    facilitator = session.seat(token)
    assert facilitator is not None
    session.execute(exercise_id, c.StartClock(by=facilitator.participant_id))
    session.conduct(exercise_id)
    return exercise_id


def host(browser: Browser, server: Server) -> Person:
    """A facilitator in the control room of a new exercise, without the way through its creation."""
    exercise_id, token = exercise_of(server)
    person = Person(browser, server.url)
    person.hold("facilitator", token)
    person.go(f"control?exercise={exercise_id}")
    person.sees("Join code")
    return person


def host_by_hand(browser: Browser, url: str, scenario: str, *, play: str = "") -> Person:
    """A facilitator who has created an exercise, to be played as the words of a choice say."""
    person = Person(browser, url)
    person.go("control")
    person.choose("Scenario", scenario)
    if play:
        person.page.get_by_role("radiogroup").get_by_text(play).click()
    person.type("Your name", "Fay Example")
    person.press("Create the exercise")
    person.sees("Join code")
    return person


def join_code(facilitator: Person) -> str:
    """The join code on the facilitator's screen."""
    return facilitator.page.locator(".tplus-code").inner_text().strip()
