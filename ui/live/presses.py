"""Lets what was pressed be stored before a run of the whole page, or a lost connection, interrupts it."""

import asyncio
from contextlib import suppress

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

STREAM = "/_stcore/stream"
"""Where the path of Streamlit's own socket ends, whatever stands before it."""

LONGEST_S = 1.0
"""How long at most a press is waited for (assumption: far longer than storing takes in a full room)."""

DRAWN = ("delta", "ref_hash", "script_finished")
"""Messages that a run sends only after the callbacks of what was pressed have ended."""


class Presses:
    """Holds back what would interrupt a press that has been received and not yet carried out.

    Streamlit looks for newer requests before it calls a button's callback, and whenever the callback reads
    `st.session_state`. A request for the whole page, or the end of the connection, that comes within a
    millisecond or so makes it forget the press (`python -m bench.raced`). Runs of fragments never do.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; the messages of Streamlit's socket in time."""
        if scope["type"] == "websocket" and scope["path"].endswith(STREAM):
            connection = Connection(receive, send)
            receive, send = connection.receive, connection.send
        await self.app(scope, receive, send)


class Connection:
    """One browser's socket: whether something pressed is under way, and since when its run has begun."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._stored = asyncio.Event()
        self._stored.set()
        self._has_begun = False

    async def receive(self) -> Message:
        """The browser's next message, later if it would interrupt a press that is under way."""
        message = await self._receive()
        asked = _asked(message)
        if _interrupts(message, asked):
            await self._wait()
        if _is_press(asked):
            self._stored.clear()
            self._has_begun = False
        return message

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._stored.wait(), LONGEST_S)
        except TimeoutError:
            self._stored.set()

    async def send(self, message: Message) -> None:
        """Send what a run says; that the browser has gone, Streamlit learns in time from `receive` alone."""
        if not self._stored.is_set():
            self._hear(message)
        with suppress(OSError):
            await self._send(message)

    def _hear(self, message: Message) -> None:
        """Notice that the run of a press begins, and then that it draws."""
        said = ForwardMsg()
        said.ParseFromString(message.get("bytes") or b"")
        kind = said.WhichOneof("type")
        self._has_begun = self._has_begun or kind == "new_session"
        if self._has_begun and kind in DRAWN:
            self._stored.set()


def _asked(message: Message) -> BackMsg:
    """What the browser asks for; nothing where it asks for nothing that can be read."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        asked.Clear()
    return asked


def _interrupts(message: Message, asked: BackMsg) -> bool:
    """Whether a message makes Streamlit leave the run it is in."""
    is_whole_page = asked.HasField("rerun_script") and not asked.rerun_script.fragment_id
    return message["type"] == "websocket.disconnect" or is_whole_page or asked.HasField("stop_script")


def _is_press(asked: BackMsg) -> bool:
    """Whether a button was pressed."""
    return any(state.trigger_value for state in asked.rerun_script.widget_states.widgets)
