"""Storage as those who run an exercise see it: warnings on the desk, and the page that keeps the data."""

import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server
from tests.browser.room import host
from tests.browser.test_unwritable import _no_more_writes

pytestmark = pytest.mark.browser

TOLD_MS = 5_000
"""How soon the desk says that nothing can be stored."""


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
def test_the_desk_says_that_nothing_can_be_stored(
    own_server: Server, browser: Browser, tmp_path: Path
) -> None:
    """The bar of the desk shows it in words within five seconds, without a press, until it is over."""
    desk = host(browser, own_server)
    desk.press("Start the clock")
    desk.is_told("Saved as event")
    warning = desk.page.locator(".tplus-live-warnings p")

    with _no_more_writes(own_server, tmp_path):
        expect(warning).to_contain_text("Nothing can be stored since", timeout=TOLD_MS)
        expect(warning).not_to_contain_text(str(tmp_path))
    expect(warning).to_have_count(0)


def test_the_data_page_asks_first_and_says_what_it_did(own_server: Server, browser: Browser) -> None:
    """A backup is one press; names and exercises go in a dialog, which closes when it is done."""
    desk = host(browser, own_server)
    desk.go("data")
    desk.press("Back up now")
    expect(desk.page.get_by_text(re.compile("Written and checked"))).to_be_visible()

    for ask, do, said in (
        ("Erase its names…", "Erase them", "The names are erased."),
        ("Delete it…", "Delete it for good", "The exercise is deleted."),
    ):
        desk.press(ask)
        desk.press(do)
        expect(desk.page.get_by_text(said)).to_be_visible()
        expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.page.get_by_text("No exercise is stored.")).to_be_visible()
    assert own_server.session().exercises() == ()
