"""Pages open at once: so many of one seat, and so many of one address that has none."""

import asyncio
from collections import Counter
from time import monotonic

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.entry import visitors
from ui.server.incoming.gate import client_of
from ui.server.pace import Buckets, Pace
from ui.server.presses import STREAM

OF_A_SEAT = 12
"""Pages of one seat (assumption: a facilitator's screens on two monitors, and some that have just gone)."""

OF_AN_ADDRESS = 1_000
"""Pages of one address without a seat (assumption: a large room that joins from behind one router)."""


ASKING = Pace(60, 0.1)
"""How often the pages of one seat ask to be drawn (assumption: a dozen that each follow a room)."""


class Windows:
    """Refuses one page more than anybody looks at, and lets those wait that ask too often."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open: Counter[str] = Counter()
        self._asked = Buckets(ASKING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but the sockets of Streamlit that are too many."""
        if scope["type"] != "websocket" or not scope["path"].endswith(STREAM):
            await self.app(scope, receive, send)
            return
        person = visitors.person_of(HTTPConnection(scope).cookies)
        who, most = (person, OF_A_SEAT) if person else (client_of(scope), OF_AN_ADDRESS)
        if self._open[who] >= most:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        self._open[who] += 1
        try:
            await self.app(scope, self._paced(receive, who), send)
        finally:
            self._open[who] -= 1
            self._open += Counter()  # forget whom nothing is open of

    def _paced(self, receive: Receive, who: str) -> Receive:
        """The messages of a page, none lost, each when its seat may ask once more."""

        async def paced() -> Message:
            message = await receive()
            while message["type"] == "websocket.receive" and (wait := self._asked.wait_s(who, monotonic())):
                await asyncio.sleep(wait)
            return message

        return paced
