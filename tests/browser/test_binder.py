"""The binder is printed from the lobby, by the facilitator and before the start."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from engine.running import reception
from tests.browser.conftest import Server
from tests.browser.room import Person
from tests.world import rich_exercise

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_pack_is_printed_before_the_start(server: Server, browser: Browser) -> None:
    """What was typed stands in the files the browser saves, with this server's address and code."""
    session = server.session()
    keys = session.create(rich_exercise(), seed=1, title="Winter exercise")
    token = reception.desk(session, keys.exercise_id, "Fay Example")
    session.store.close()
    host = Person(browser, server.url)
    host.hold("facilitator", token)
    host.go(f"control?exercise={keys.exercise_id}")
    host.open("Print the binder")
    host.type("Place", "Room 2.14")
    host.page.keyboard.press("Enter")
    expect(host.page.get_by_label("Place", exact=True)).to_have_value("Room 2.14")
    with host.page.expect_download() as begun:
        host.press("Download")
    pack = Path(begun.value.path())

    assert begun.value.suggested_filename == "binder.zip"
    with ZipFile(pack) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".pdf")]) == 10
        with archive.open("07-join-poster.pdf") as poster, archive.open("10-invitation.pdf") as invitation:
            joined = PdfReader(poster).pages[0].extract_text()
            invited = PdfReader(invitation).pages[0].extract_text()
    assert keys.join_code in joined
    assert f"{server.url}/join" in joined
    assert "Room 2.14" in invited
