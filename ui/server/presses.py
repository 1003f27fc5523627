"""Hands Streamlit what a page asks for one thing at a time, so that no press and no drawing is lost."""

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
"""How long at most a run of the whole page waits for the end of what is drawn, once the callbacks before it
have ended (assumption: nobody waits longer gladly)."""

GONE_S = 5.0
"""How long at most callbacks are waited for: longer than a redraw in a room of 400 takes (bench.crowd)."""

PART_S = 30.0
"""How long at most a part waits for the end of what is drawn: longer than the slowest screen takes, that of
results on a server just started, and longer than the bar does before it asks for the whole page (bar.js)."""

QUIET_S = 0.05
"""How long a browser has sent nothing before all that it sent is known (assumption: what it sent together
comes together)."""

DRAWN = ("delta", "ref_hash", "script_finished")
"""Messages that a run sends only after the callbacks of what was pressed have ended."""


class Presses:
    """Holds back what a page asks for until what it asked for before is done.

    Streamlit looks for newer requests before it calls a callback, and whenever the callback reads
    `st.session_state`. A request for the whole page, or the end of the connection, that comes within a
    millisecond or so makes it forget the press (`python -m bench.raced`). So does a browser that connects
    again to its page while the press is under way.

    A request for a part that comes while the whole page is drawn makes it throw away what it has drawn of
    that part and not yet sent. What the browser hears next is then meant for places that its page has not,
    and the page turns white.
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
    """One browser's socket: whether what it asked for last has been carried out, and drawn."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        known: MutableMapping[str, Any] | None = None,
        before: Self | None = None,
    ) -> None:
        """`known` are the connections by Streamlit's id of their page; `before` had this one's page."""
        self._receive, self._send, self._known, self._before = receive, send, known, before
        self._carried_out, self._drawn = asyncio.Event(), asyncio.Event()
        self._carried_out.set()
        self._drawn.set()
        self._part, self._has_begun, self._is_gone = "", False, False
        self._asked_at = float("inf")
        """Since when Streamlit waits for the browser's next message; later than ever while one is held."""

    async def receive(self) -> Message:
        """The browser's next message, once it can do no harm to what the browser asked for before."""
        self._asked_at = time.monotonic()
        message = await self._receive()
        self._asked_at = float("inf")
        asked = _asked(message)
        if self._before is not None:
            before, self._before = self._before, None
            await before.rest()
        if message["type"] == "websocket.disconnect":
            await _at_most(GONE_S, self._carried_out)
            self._is_gone = True
        elif _is_whole(asked):
            await _at_most(GONE_S, self._carried_out)
            await _at_most(PAGE_S, self._drawn)
        elif asked.HasField("rerun_script"):
            await _at_most(PART_S, self._drawn)
        if asked.HasField("rerun_script"):
            self._carried_out.clear()
            self._drawn.clear()
            self._part, self._has_begun = asked.rerun_script.fragment_id, False
        return message

    async def rest(self) -> None:
        """Wait until all that the browser has sent here is carried out."""
        latest = time.monotonic() + PART_S
        while time.monotonic() < latest:
            await _at_most(GONE_S, self._carried_out)
            if time.monotonic() - self._asked_at >= QUIET_S or self._is_gone:
                return
            await asyncio.sleep(QUIET_S / 4)

    async def send(self, message: Message) -> None:
        """Send what a run says; that the browser has gone, Streamlit learns in time from `receive` alone."""
        if self._known is not None or not self._drawn.is_set():
            self._hear(message)
        with suppress(OSError):
            await self._send(message)

    def _hear(self, message: Message) -> None:
        """Notice which page this is, that the run of what was asked for begins, that it draws, and its end.

        A browser that has connected again may first hear what was drawn for its old connection.
        """
        said = ForwardMsg()
        said.ParseFromString(message.get("bytes") or b"")
        kind = said.WhichOneof("type")
        if kind == "new_session":
            parts = list(said.metadata.run.fragment_ids)
            self._has_begun |= parts == ([self._part] if self._part else [])
            if self._known is not None:
                self._known[said.new_session.initialize.session_id] = self
                self._known = None
        if self._has_begun and kind in DRAWN:
            self._carried_out.set()
        if self._has_begun and kind == "script_finished" and not _is_followed(said):
            self._drawn.set()


async def _at_most(longest_s: float, event: asyncio.Event) -> None:
    """Wait for an event; what takes longer is given up."""
    try:
        await asyncio.wait_for(event.wait(), longest_s)
    except TimeoutError:
        event.set()


def _is_followed(finished: ForwardMsg) -> bool:
    """Whether a run ended because another one takes its place."""
    return finished.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


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
