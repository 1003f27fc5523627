"""What a page asks for reaches Streamlit only once what it asked for before is carried out and drawn."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.world import PATIENCE_S
from ui.server import presses
from ui.server.presses import Connection

GONE: Message = {"type": "websocket.disconnect", "code": 1006}


def _from_browser(asked: BackMsg) -> Message:
    return {"type": "websocket.receive", "bytes": asked.SerializeToString()}


def _run(*, part: str = "", **value: object) -> Message:
    asked = BackMsg()
    asked.rerun_script.fragment_id = part
    asked.rerun_script.widget_states.widgets.add(id="widget", **value)
    return _from_browser(asked)


def _stop() -> Message:
    return _from_browser(BackMsg(stop_script=True))


PRESS = _run(part="part", trigger_value=True)
CHANGE = _run(part="part", bool_value=True)
PAGE = _run(bool_value=True)
PAGE_PRESS = _run(trigger_value=True)
BAR = _run(part="bar", json_trigger_value="[]")


def _said(kind: str, *parts: str, page: str = "", is_followed: bool = False) -> Message:
    said = ForwardMsg()
    said.metadata.run.fragment_ids.extend(parts)
    if page:
        said.new_session.initialize.session_id = page
    if kind == "script_finished":
        ended, early = ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN
        said.script_finished = early if is_followed else ended
    elif kind == "ref_hash":
        said.ref_hash = "known"
    else:
        getattr(said, kind).SetInParent()
    return {"type": "websocket.send", "bytes": said.SerializeToString()}


class Browser:
    """What a browser sends, one message after another, and what reaches it."""

    def __init__(self, *messages: Message, is_gone: bool = False) -> None:
        self._messages: Iterator[Message] = iter(messages)
        self._is_gone = is_gone
        self.heard: list[Message] = []

    async def receive(self) -> Message:
        """The next message."""
        return next(self._messages)

    async def send(self, message: Message) -> None:
        """Take a message; not where the connection is lost."""
        if self._is_gone:
            raise OSError("the browser has gone")
        self.heard.append(message)


def _played(play: Callable[[Connection], Awaitable[None]], browser: Browser) -> None:
    async def run() -> None:
        await play(Connection(browser.receive, browser.send))

    asyncio.run(run())


async def _later(connection: Connection) -> "asyncio.Task[Message]":
    task = asyncio.create_task(connection.receive())
    for _step in range(10):  # far more than it takes to come to where it is held
        await asyncio.sleep(0)
    return task


@pytest.fixture(autouse=True)
def nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this machine is, what is held back goes on for its reason and not after its time."""
    for name in ("PAGE_S", "GONE_S", "PART_S"):
        monkeypatch.setattr(presses, name, 10 * PATIENCE_S)


ASKED = pytest.mark.parametrize(
    ("asked", "parts"),
    [(PRESS, ["part"]), (CHANGE, ["part"]), (PAGE_PRESS, []), (BAR, ["bar"]), (PAGE, [])],
    ids=["press", "change", "page press", "bar", "page"],
)
OTHERS = ("bar", "part", "third")


@ASKED
@pytest.mark.parametrize("drawn", presses.DRAWN)
def test_the_end_of_a_connection_waits_for_callbacks(asked: Message, parts: list[str], drawn: str) -> None:
    """That the browser has gone is told once the run of what it asked for draws, and not before."""

    async def play(connection: Connection) -> None:
        assert await connection.receive() is asked
        held = await _later(connection)
        for message in (
            _said("new_session", *OTHERS),  # of a run that was asked for before
            _said("delta"),
            _said("script_finished"),
            _said("new_session", *parts),
            _said("session_status_changed"),
        ):
            await connection.send(message)
        await asyncio.sleep(0)
        assert not held.done()
        await connection.send(_said(drawn))
        assert await asyncio.wait_for(held, PATIENCE_S) is GONE

    browser = Browser(asked, GONE)
    _played(play, browser)
    assert len(browser.heard) == 6


@ASKED
@pytest.mark.parametrize(
    "other", [PAGE, _stop(), PAGE_PRESS, PRESS, BAR], ids=["page", "stop", "page press", "press", "bar"]
)
def test_what_is_asked_next_waits_until_everything_is_drawn(
    asked: Message, parts: list[str], other: Message
) -> None:
    """Also the run that takes the place of the first, and what that draws."""

    async def play(connection: Connection) -> None:
        assert await connection.receive() is asked
        held = await _later(connection)
        for message in (
            _said("new_session", *OTHERS),  # of a run that was asked for before
            _said("script_finished"),
            _said("new_session", *parts),
            _said("delta"),
            _said("script_finished", is_followed=True),
            _said("new_session", *OTHERS),
            _said("delta"),
        ):
            await connection.send(message)
            await asyncio.sleep(0)
            assert not held.done()
        await connection.send(_said("script_finished"))
        assert await asyncio.wait_for(held, PATIENCE_S) is other

    _played(play, Browser(asked, other))


@pytest.mark.parametrize(
    "other", [{"type": "websocket.receive", "bytes": b"\xff"}, _from_browser(BackMsg(app_heartbeat=True))]
)
def test_what_interrupts_nothing_passes_at_once(other: Message) -> None:
    """A sign of life, and what cannot be read, go on beside a press."""

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), PATIENCE_S) is other

    _played(play, Browser(PRESS, other))


@pytest.mark.parametrize("other", [PAGE, PRESS, GONE], ids=["page", "press", "gone"])
def test_where_nothing_is_under_way_nothing_waits(other: Message) -> None:
    """The first thing that a page asks for, and its end."""

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), PATIENCE_S) is other

    _played(play, Browser({"type": "websocket.connect"}, other))


def test_a_browser_that_connects_again_waits_for_its_own_press() -> None:
    """Streamlit would end the run of the page that the press is in, or that it still waits for."""

    async def run() -> None:
        known: dict[str, Connection] = {}
        old, new = Browser(BAR, PRESS, GONE), Browser({"type": "websocket.connect"})
        first = Connection(old.receive, old.send, known)
        await first.send(_said("new_session", page="page"))
        assert await first.receive() is BAR
        pressed = await _later(first)
        held = await _later(Connection(new.receive, new.send, known, known["page"]))
        for message in (_said("new_session", "bar"), _said("delta"), _said("script_finished")):
            await first.send(message)
        assert await pressed is PRESS
        await asyncio.sleep(2 * presses.QUIET_S)
        assert not held.done()
        gone = await _later(first)
        for message in (_said("new_session", "part"), _said("delta")):
            await first.send(message)
        assert await gone is GONE
        assert (await asyncio.wait_for(held, PATIENCE_S))["type"] == "websocket.connect"

    asyncio.run(run())


def test_a_browser_that_connects_again_does_not_wait_for_a_silent_connection() -> None:
    """A phone that slept comes back before its old connection is known to be lost."""

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def run() -> None:
        known: dict[str, Connection] = {}
        first = Connection(never, Browser().send, known)
        await first.send(_said("new_session", page="page"))
        waiting = await _later(first)
        new = Browser({"type": "websocket.connect"})
        again = Connection(new.receive, new.send, known, known["page"])
        assert (await asyncio.wait_for(again.receive(), PATIENCE_S))["type"] == "websocket.connect"
        waiting.cancel()

    asyncio.run(run())


@pytest.mark.parametrize("other", [PAGE, BAR, GONE], ids=["page", "bar", "gone"])
def test_what_is_never_carried_out_holds_nothing_up_for_long(
    other: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a moment what was asked for next goes on all the same."""
    for name in ("PAGE_S", "GONE_S", "PART_S"):
        monkeypatch.setattr(presses, name, 0.02)

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), PATIENCE_S) is other

    _played(play, Browser(PRESS, other))


def test_a_long_drawing_gives_way_to_a_whole_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever turns to another page does not wait for the end of this one."""
    monkeypatch.setattr(presses, "PAGE_S", 0.02)

    async def play(connection: Connection) -> None:
        await connection.receive()
        held = await _later(connection)
        for kind in ("new_session", "delta"):
            await connection.send(_said(kind))
        assert await asyncio.wait_for(held, PATIENCE_S) is PAGE

    _played(play, Browser(PAGE, PAGE))


def test_a_lost_connection_is_told_only_after_the_press() -> None:
    """That a message cannot be sent ends nothing: the end of the connection is told by the other way."""

    async def play(connection: Connection) -> None:
        await connection.send(_said("delta"))
        assert await connection.receive() is PRESS
        held = await _later(connection)
        await connection.send(_said("new_session", "part"))
        assert not held.done()
        await connection.send(_said("delta"))
        assert await asyncio.wait_for(held, PATIENCE_S) is GONE

    _played(play, Browser(PRESS, GONE, is_gone=True))
