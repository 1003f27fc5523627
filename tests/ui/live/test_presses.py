"""Nothing that would interrupt a press reaches Streamlit before the press is carried out."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui.live import presses
from ui.live.presses import Connection

GONE: Message = {"type": "websocket.disconnect", "code": 1006}


def _from_browser(asked: BackMsg) -> Message:
    return {"type": "websocket.receive", "bytes": asked.SerializeToString()}


def _run(*, fragment: str = "", is_press: bool = False) -> Message:
    asked = BackMsg()
    asked.rerun_script.fragment_id = fragment
    asked.rerun_script.widget_states.widgets.add(id="button", trigger_value=is_press)
    return _from_browser(asked)


def _stop() -> Message:
    return _from_browser(BackMsg(stop_script=True))


PRESS, PART, PAGE = _run(fragment="part", is_press=True), _run(fragment="part"), _run()


def _said(kind: str) -> Message:
    said = ForwardMsg()
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
    await asyncio.sleep(0.01)
    return task


@pytest.mark.parametrize(
    "other", [PAGE, GONE, _stop(), _run(is_press=True)], ids=["page", "gone", "stop", "press"]
)
@pytest.mark.parametrize("drawn", presses.DRAWN)
def test_what_interrupts_a_press_waits_until_its_run_draws(other: Message, drawn: str) -> None:
    """A run of the whole page, a stop or the end of the connection comes after the callback."""

    async def play(connection: Connection) -> None:
        assert await connection.receive() is PRESS
        held = await _later(connection)
        await connection.send(_said("delta"))  # of a run that was under way before
        await connection.send(_said("new_session"))
        await connection.send(_said("session_status_changed"))
        await asyncio.sleep(0)
        assert not held.done()
        await connection.send(_said(drawn))
        assert await held is other

    browser = Browser(PRESS, other)
    _played(play, browser)
    assert len(browser.heard) == 4


@pytest.mark.parametrize(
    "other", [PART, {"type": "websocket.receive", "bytes": b"\xff"}], ids=["part", "odd"]
)
def test_what_interrupts_nothing_passes_at_once(other: Message) -> None:
    """A run of a part, and what cannot be read, go on beside a press."""

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), 0.5) is other

    _played(play, Browser(PRESS, other))


@pytest.mark.parametrize(
    "before", [PART, PAGE, {"type": "websocket.connect"}], ids=["part", "page", "connect"]
)
def test_without_a_press_nothing_waits(before: Message) -> None:
    """Pages are drawn and left as without this module."""

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), 0.5) is GONE

    _played(play, Browser(before, GONE))


def test_a_press_that_is_never_carried_out_holds_nothing_up_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a moment the other message goes on all the same."""
    monkeypatch.setattr(presses, "LONGEST_S", 0.02)

    async def play(connection: Connection) -> None:
        await connection.receive()
        assert await asyncio.wait_for(connection.receive(), 0.5) is PAGE

    _played(play, Browser(PRESS, PAGE))


def test_a_lost_connection_is_told_only_after_the_press() -> None:
    """That a message cannot be sent ends nothing: the end of the connection is told by the other way."""

    async def play(connection: Connection) -> None:
        await connection.send(_said("delta"))
        assert await connection.receive() is PRESS
        held = await _later(connection)
        await connection.send(_said("new_session"))
        assert not held.done()
        await connection.send(_said("delta"))
        assert await held is GONE

    _played(play, Browser(PRESS, GONE, is_gone=True))
