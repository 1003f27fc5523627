"""Nothing that would interrupt a press reaches Streamlit before the press is carried out."""

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


def _said(kind: str, *parts: str, page: str = "") -> Message:
    said = ForwardMsg()
    said.metadata.run.fragment_ids.extend(parts)
    if page:
        said.new_session.initialize.session_id = page
    if kind == "script_finished":
        said.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
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
    for name in ("PAGE_S", "GONE_S"):
        monkeypatch.setattr(presses, name, 10 * PATIENCE_S)


@pytest.mark.parametrize("pressed", [PRESS, CHANGE, PAGE_PRESS], ids=["press", "change", "page press"])
@pytest.mark.parametrize("other", [PAGE, GONE, _stop(), PAGE_PRESS], ids=["page", "gone", "stop", "press"])
@pytest.mark.parametrize("drawn", presses.DRAWN)
def test_what_interrupts_a_press_waits_until_its_run_draws(
    pressed: Message, other: Message, drawn: str
) -> None:
    """A run of the whole page, a stop or the end of the connection comes after the callback."""
    its_own, another = ((), ("part",)) if pressed is PAGE_PRESS else (("bar", "part"), ())

    async def play(connection: Connection) -> None:
        assert await connection.receive() is pressed
        held = await _later(connection)
        for said in (
            _said("delta"),
            _said("new_session", *another),
            _said("delta"),
            _said("script_finished"),
        ):
            await connection.send(said)  # of runs that were asked for before
        await connection.send(_said("new_session", *its_own))
        await connection.send(_said("session_status_changed"))
        await asyncio.sleep(0)
        assert not held.done()
        await connection.send(_said(drawn))
        assert await asyncio.wait_for(held, PATIENCE_S) is other

    browser = Browser(pressed, other)
    _played(play, browser)
    assert len(browser.heard) == 7


@pytest.mark.parametrize("other", [CHANGE, BAR, {"type": "websocket.receive", "bytes": b"\xff"}])
def test_what_interrupts_nothing_passes_at_once(other: Message) -> None:
    """A run of a part, and what cannot be read, go on beside a press."""

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), PATIENCE_S) is other

    _played(play, Browser(PRESS, other))


@pytest.mark.parametrize("before", [BAR, PAGE, {"type": "websocket.connect"}], ids=["bar", "page", "connect"])
def test_without_a_press_nothing_waits(before: Message) -> None:
    """Pages are drawn and left as without this module."""

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), PATIENCE_S) is GONE

    _played(play, Browser(before, GONE))


def test_a_browser_that_connects_again_waits_for_its_own_press() -> None:
    """Streamlit would end the run of the page that the press is in."""

    async def run() -> None:
        known: dict[str, Connection] = {}
        old, new = Browser(PRESS, GONE), Browser({"type": "websocket.connect"})
        first = Connection(old.receive, old.send, known)
        await first.send(_said("new_session", page="page"))
        await first.receive()
        second = Connection(new.receive, new.send, known, known["page"])
        held = await _later(second)
        await first.send(_said("new_session", "part"))
        assert not held.done()
        await first.send(_said("delta"))
        assert (await asyncio.wait_for(held, PATIENCE_S))["type"] == "websocket.connect"

    asyncio.run(run())


def test_a_press_that_is_never_carried_out_holds_nothing_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a moment the other message goes on all the same."""
    monkeypatch.setattr(presses, "PAGE_S", 0.02)

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), PATIENCE_S) is PAGE

    _played(play, Browser(PRESS, PAGE))


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


def test_a_redraw_of_the_same_part_is_not_taken_for_the_press() -> None:
    """A run that draws the part for another reason lets nobody go: the press's own run may still come."""

    async def play(connection: Connection) -> None:
        assert await connection.receive() is PRESS
        held = await _later(connection)
        for message in (_said("new_session", "bar", "part"), _said("delta"), _said("script_finished")):
            await connection.send(message)
        for _moment in range(3):  # the press's own run follows at once
            await asyncio.sleep(presses.QUIET_S / 3)
            assert not held.done()
            await connection.send(_said("delta"))
        assert await asyncio.wait_for(held, PATIENCE_S) is GONE

    _played(play, Browser(PRESS, GONE, is_gone=True))
