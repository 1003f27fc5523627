"""Pages open at once: so many of one seat, and so many of one address that has none."""

from collections import Counter

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.server.entry import visitors
from ui.server.incoming.gate import client_of
from ui.server.presses import STREAM

OF_A_SEAT = 12
"""Pages of one seat (assumption: a facilitator's screens on two monitors, and some that have just gone)."""

OF_AN_ADDRESS = 1_000
"""Pages of one address without a seat (assumption: a large room that joins from behind one router)."""


class Windows:
    """Refuses one page more than anybody looks at: each takes memory, and its turn to be drawn."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but the sockets of Streamlit that are too many."""
        if scope["type"] != "websocket" or not scope["path"].endswith(STREAM):
            await self.app(scope, receive, send)
            return
        person = visitors.person_of(HTTPConnection(scope).cookies)
        who, most = (person, OF_A_SEAT) if person else (client_of(scope), OF_AN_ADDRESS)
        if self._open[who] >= most:
            await send({"type": "websocket.close", "code": 1008, "reason": "open in too many windows"})
            return
        self._open[who] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[who] -= 1
            self._open += Counter()  # forget whom nothing is open of
