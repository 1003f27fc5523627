"""A question to the facilitator and its answer find their way without anybody looking for them."""

import pytest
from playwright.sync_api import Browser, expect

from engine import commands as c
from tests.browser.conftest import Server
from tests.browser.stage import Screen, opened
from tests.world import rich_exercise

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_hint_arrives_on_the_story_screen(server: Server, browser: Browser) -> None:
    """Asked on a phone, answered at the desk, read on the phone's story; everybody's word reaches a third."""
    session = server.session()
    exercise_id = session.create(rich_exercise(), seed=3).exercise_id
    desk_token = session.join(exercise_id, "Fay Example", app_role="facilitator")
    tokens = [session.join(exercise_id, f"Sam {role}", [role]) for role in ("Legal", "Security operations")]
    facilitator = session.seat(desk_token)
    assert facilitator is not None
    session.execute(exercise_id, c.StartClock(by=facilitator.participant_id))
    session.conduct(exercise_id)
    desk_screen = Screen("desk", f"control?exercise={exercise_id}", "Injects", ("facilitator", desk_token))
    asks, other = (Screen("seat", "seat", "Respond", ("participant", token)) for token in tokens)

    with (
        opened(browser, server.url, desk_screen) as desk,
        opened(browser, server.url, asks, width=360, height=780) as phone,
        opened(browser, server.url, other, width=360, height=780) as third,
    ):
        phone.get_by_role("radiogroup", name="Screen").get_by_role("radio").filter(has_text="Respond").click()
        phone.get_by_role("button", name="Ask the facilitator").click()
        phone.get_by_label("Your question to the facilitator").fill("May we ring the provider?")
        phone.get_by_role("button", name="Ask", exact=True).click()
        ways = phone.get_by_role("radiogroup", name="Screen").get_by_role("radio")
        ways.filter(has_text="Story").click()

        desk.get_by_label("Your answer to Sam Legal").fill("Yes, I play the provider.")
        desk.get_by_role("button", name="Answer", exact=True).click()

        expect(phone.get_by_text("Yes, I play the provider.").first).to_be_visible()
        expect(desk.get_by_text("waits for your answer")).to_have_count(0)
        expect(third.get_by_text("Yes, I play the provider.")).to_have_count(0)

        phone.get_by_role("button", name="Acknowledge").click()
        expect(phone.get_by_role("button", name="Acknowledge")).to_have_count(0)
