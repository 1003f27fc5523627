"""A notification clock and a tick of the playbook, on the phones of two people and at the desk."""

import re

import pytest
from playwright.sync_api import Browser, expect

from engine import commands as c
from tests.browser.conftest import Server
from tests.browser.stage import Screen, opened
from tests.world import rich_exercise

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_clock_ticks_where_it_is_kept_and_a_tick_is_shared(server: Server, browser: Browser) -> None:
    """Legal starts the clock and sees it run down; the other has no such card, and sees the shared tick."""
    session = server.session()
    exercise_id = session.create(rich_exercise(), seed=3).exercise_id
    desk_token = session.join(exercise_id, "Fay Example", app_role="facilitator")
    tokens = [session.join(exercise_id, f"Sam {role}", [role]) for role in ("Legal", "Security operations")]
    leader, security = session.seat(desk_token), session.seat(tokens[1])
    assert leader is not None
    assert security is not None
    session.execute(exercise_id, c.StartClock(by=leader.participant_id))
    session.conduct(exercise_id)
    declared = c.DeclareIncident(
        by=security.participant_id, incident_type="jailbreak", severity="SEV1", summary="Seen in our logs."
    )
    session.execute(exercise_id, declared)
    legal, other = (Screen("seat", "seat", "Respond", ("participant", token)) for token in tokens)

    with (
        opened(browser, server.url, legal, width=360, height=780) as phone,
        opened(browser, server.url, other, width=360, height=780) as second,
    ):
        for page in (phone, second):
            ways = page.get_by_role("radiogroup", name="Screen").get_by_role("radio")
            ways.filter(has_text="Respond").click()
        expect(second.get_by_role("button", name="Playbook")).to_be_visible()
        expect(second.get_by_role("button", name="Notification clocks")).to_have_count(0)

        phone.get_by_role("button", name="Notification clocks").click()
        phone.get_by_role("combobox", name="Clock").click()
        phone.get_by_role("option", name="GDPR").click()
        phone.get_by_role("button", name="Start this clock").click()
        expect(phone.locator(".tplus-countdown")).to_have_text("71 h 59 min left")

        second.get_by_role("button", name="Playbook").click()
        left = second.locator(".tplus-countdown").first
        expect(left).to_have_text(re.compile(r"^0[34]:\d\d left$"))
        shown = left.inner_text()
        expect(left).not_to_have_text(shown)
        second.get_by_role("button", name="Done", exact=True).first.click()
        expect(second.get_by_role("button", name="Take back")).to_have_count(1)
        phone.get_by_role("button", name="All actions").click()
        expect(phone.get_by_role("button", name="Playbook")).to_contain_text("1 of 5 steps done")
