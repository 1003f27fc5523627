"""A database that takes no more writes in the middle of an exercise, as on a full volume."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server
from tests.browser.room import Person, host, join_code

pytestmark = pytest.mark.browser

ANSWER = "We look for this conversation in our own logs."
ROOM_FOR_LOGS = 64 * 1024
"""Bytes a file may still reach: the server's own log fits, SQLite's write-ahead log does not."""


@contextmanager
def _no_more_writes(server: Server, tmp_path: Path) -> Iterator[None]:
    """The operating system refuses the app's writes to its database files; reading goes on."""
    import resource

    assert (tmp_path / "tplus.db-wal").stat().st_size > ROOM_FOR_LOGS
    soft, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (ROOM_FOR_LOGS, hard))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
def test_nothing_typed_is_lost_on_a_full_volume(own_server: Server, browser: Browser, tmp_path: Path) -> None:
    """While nothing can be written every press says so and keeps the words; then one press saves once."""
    facilitator = host(browser, own_server)
    sam = Person(browser, own_server.url).seat(own_server, "Sam Example", "Legal")
    facilitator.press("Start the clock")
    box = sam.page.get_by_label("What is your first action?")
    outbox = sam.outbox("What is your first action?")
    box.fill(ANSWER)

    with _no_more_writes(own_server, tmp_path):
        sam.press("Send answer", outbox)
        expect(outbox).to_contain_text(re.compile("not saved", re.I))
        expect(box).to_have_value(ANSWER)
        facilitator.press("Pause")
        facilitator.is_told("Not saved: the pause")
        sam.act("Escalate")
        sam.type("What do you tell them?", "Please call me")
        sam.type("Or somebody else", "The harbour master")
        sam.press("Tell them")
        sam.is_told("Not saved: whom you told")
        expect(sam.page.get_by_label("What do you tell them?")).to_have_value("Please call me")
        late = Person(browser, own_server.url)
        late.go(f"join?code={join_code(facilitator)}")
        late.sees("Customer Chatbot Jailbreak")
        late.type("Your name", "Lee Example")
        late.press("Communications/PR")
        late.press("Take your seat")
        late.is_told("You have no seat yet.")
        for person in (sam, facilitator, late):
            expect(person.page.get_by_text("Traceback")).to_have_count(0)
            expect(person.page.get_by_test_id("stException")).to_have_count(0)

    sam.press("Tell them")
    sam.is_told("Saved as event")
    expect(outbox).to_contain_text(re.compile("saved at", re.I))  # it sends by itself
    late.press("Take your seat")
    late.sees("Lee Example")
    exercise = own_server.latest()
    assert [answer.text for answer in exercise.state.answers] == [ANSWER]
    assert [told.role for told in exercise.state.notified] == ["The harbour master"]
    assert exercise.state.phase == "running"
    names = list(own_server.session().names(exercise.exercise_id).values())
    assert names.count("Lee Example") == 1
