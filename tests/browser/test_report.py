"""A report is edited, downloaded and opened, and its items are carried to the readiness screen."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server
from tests.browser.room import Person
from tests.scoring.reports.readers import read_docx
from tests.world import played

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = "We were quick, and told Legal late."


def test_a_report_is_written_taken_away_and_followed_up(server: Server, browser: Browser) -> None:
    """What was typed is in the file that the browser saves; the areas become items that readiness lists."""
    session = server.session()
    session.store.append("x-1", played("random", seed=3, is_rich=True).events, after_seq=0)
    session.store.close()
    host = Person(browser, server.url)
    host.go("results?exercise=x-1")
    host.tab("Report and items")
    expect(host.page.get_by_role("heading", name="Report", exact=True)).to_be_visible()

    host.open("Summary, strengths and areas for improvement")
    host.type("Summary", OWN)
    host.press("Save the wording")
    host.is_told("it stands in every export")
    with host.page.expect_download() as begun:
        host.press("Download the report")
    data = Path(begun.value.path()).read_bytes()
    host.page.get_by_role("button", name="Make items of").click()
    host.is_told("items made; give each an owner")
    host.go("readiness")
    host.sees("of them overdue")

    assert begun.value.suggested_filename.startswith("customer-chatbot-jailbreak-")
    assert OWN in read_docx(data)
    assert Document(BytesIO(data)).core_properties.author == "Tplus"
