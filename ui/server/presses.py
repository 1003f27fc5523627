"""Lets what was pressed be stored before a run of the whole page, or a lost connection, interrupts it."""

import asyncio
import time
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, Self
from weakref import WeakValueDictionary

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

STREAM = "/_stcore/stream"
"""Where the path of Streamlit's own socket ends, whatever stands before it."""

PAGE_S = 1.0
"""How long at most a run of the whole page waits for a press (assumption: nobody waits longer gladly)."""

GONE_S = 5.0
"""How long at most the end of a connection does: longer than a redraw in a room of 400 (bench.crowd)."""

QUIET_S = 0.2
"""How long a page says nothing before its end is told: what drew the button's part may have been a redraw,
behind which the press waits (assumption: a run says something oftener)."""

DRAWN = ("delta", "ref_hash", "script_finished")
"""Messages that a run sends only after the callbacks of what was pressed have ended."""


class Presses:
    """Holds back what would interrupt a press that has been received and not yet carried out.

    Streamlit looks for newer requests before it calls a callback, and whenever the callback reads
    `st.session_state`. A request for the whole page, or the end of the connection, that comes within a
    millisecond or so makes it forget the press (`python -m bench.raced`). So does a browser that connects
    again to its page while the press is under way.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._connections: WeakValueDictionary[str, Connection] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; the messages of Streamlit's socket in time."""
        if scope["type"] == "websocket" and scope["path"].endswith(STREAM):
            connection = Connection(receive, send, self._connections, self._connections.get(_page(scope)))
            receive, send = connection.receive, connection.send
        await self.app(scope, receive, send)


class Connection:
    """One browser's socket: whether something pressed is under way, and whether its run has begun."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        known: MutableMapping[str, Any] | None = None,
        before: Self | None = None,
    ) -> None:
        """`known` are the connections by Streamlit's id of their page; `before` had this one's page."""
        self._receive, self._send, self._known, self._before = receive, send, known, before
        self._stored = asyncio.Event()
        self._stored.set()
        self._part = ""
        self._pressed_at = self._said_at = float("-inf")
        self._has_begun = False

    async def receive(self) -> Message:
        """The browser's next message, later if it would interrupt a press that is under way."""
        message = await self._receive()
        asked = _asked(message)
        if self._before is not None:
            before, self._before = self._before, None
            await before.end()
        if message["type"] == "websocket.disconnect":
            await self.end()
        elif _is_whole(asked):
            await self.settle(PAGE_S)
        if _is_press(asked):
            self._stored.clear()
            self._pressed_at = time.monotonic()
            self._part, self._has_begun = asked.rerun_script.fragment_id, False
        return message

    async def settle(self, longest_s: float) -> None:
        """Wait until nothing pressed is under way; what takes longer is given up."""
        try:
            await asyncio.wait_for(self._stored.wait(), longest_s)
        except TimeoutError:
            self._stored.set()

    async def end(self) -> None:
        """Wait until nothing pressed is under way, and no run behind which a press may stand."""
        began = time.monotonic()
        await self.settle(GONE_S)
        if began - self._pressed_at >= GONE_S:
            return
        while time.monotonic() < min(began + GONE_S, self._said_at + QUIET_S):
            await asyncio.sleep(QUIET_S / 4)

    async def send(self, message: Message) -> None:
        """Send what a run says; that the browser has gone, Streamlit learns in time from `receive` alone."""
        self._said_at = time.monotonic()
        if self._known is not None or not self._stored.is_set():
            self._hear(message)
        with suppress(OSError):
            await self._send(message)

    def _hear(self, message: Message) -> None:
        """Notice which page this is, that the run of a press begins, and then that it draws."""
        said = ForwardMsg()
        said.ParseFromString(message.get("bytes") or b"")
        kind = said.WhichOneof("type")
        if kind == "new_session":
            self._begin(said)
        if self._has_begun and kind in DRAWN:
            self._stored.set()

    def _begin(self, said: ForwardMsg) -> None:
        """A run begins: that of the press, if it draws the part that the button stands in."""
        if self._known is not None:
            self._known[said.new_session.initialize.session_id] = self
            self._known = None
        parts = said.metadata.run.fragment_ids
        self._has_begun = self._part in parts if self._part else not parts


def _page(scope: Scope) -> str:
    """Streamlit's id of the page that a browser connects to again; empty for a new one."""
    offered: list[str] = scope.get("subprotocols", [])
    return offered[2] if len(offered) > 2 else ""


def _asked(message: Message) -> BackMsg:
    """What the browser asks for; nothing where it asks for nothing that can be read."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        asked.Clear()
    return asked


def _is_whole(asked: BackMsg) -> bool:
    """Whether a request makes Streamlit leave the run it is in."""
    is_whole_page = asked.HasField("rerun_script") and not asked.rerun_script.fragment_id
    return is_whole_page or asked.HasField("stop_script")


def _is_press(asked: BackMsg) -> bool:
    """Whether a person pressed a button, or changed something in a part of the page; not the live bar."""
    states = asked.rerun_script.widget_states.widgets
    is_by_hand = not any(state.json_trigger_value for state in states)
    return any(state.trigger_value for state in states) or bool(asked.rerun_script.fragment_id and is_by_hand)
