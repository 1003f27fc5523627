"""A seat without a browser: live socket, Streamlit session and the outbox's route, as on the wire."""

import asyncio
import contextlib
import json
import random
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

EARLY = (ForwardMsg.FINISHED_EARLY_FOR_RERUN,)
"""How the run ends that only hears the bar's request; the run that draws follows."""

OPENS_S = 60.0
"""How long a group of actions may take to open on a busy machine."""
ROOMY = 64 * 1024 * 1024
DEAFENED: dict[str, Any] = {"ping_interval": None, "max_size": ROOMY, "compression": None}


@dataclass
class Seat:
    """One person's connections, and what they heard."""

    url: str
    exercise_id: str
    token: str
    http: httpx2.AsyncClient
    heard: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    redrawn: list[float] = field(default_factory=list)
    """How long each redraw took, in seconds."""
    told: dict[str, int] = field(default_factory=lambda: {"version": 0, "loud": 0, "tick": -1})
    """What the latest redraw was asked for."""
    told_at: float = 0.0
    polled: list[tuple[float, float]] = field(default_factory=list)
    """When each poll was asked for, and when its answer was complete."""
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Widget and fragment of every button on the page, by its label."""
    session_id: str = ""
    """Streamlit's name of the page, by which a browser connects to it again."""
    wanted: asyncio.TimerHandle | None = None
    """The redraw that will be asked for."""
    _stream: ClientConnection | None = None
    reconnects: int = 0
    _bar: tuple[str, str] = ("", "")
    _reader: asyncio.Task[None] | None = None
    _finished: asyncio.Event = field(default_factory=asyncio.Event)
    _drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"tplus_participant={self.token}"}

    @property
    def _wire(self) -> str:
        return self.url.replace("http", "ws", 1)

    async def listen(self, on_news: Callable[["Seat", dict[str, Any]], None] | None = None) -> None:
        """Keep every message of the live socket with the moment it came; connect again as the bar does."""
        while True:
            with contextlib.suppress(ConnectionClosed):
                await self._listen(on_news)
            self.reconnects += 1
            await asyncio.sleep(0.25)

    async def _listen(self, on_news: Callable[["Seat", dict[str, Any]], None] | None) -> None:
        query = urllib.parse.urlencode({"exercise": self.exercise_id, "as": "participant"})
        address = f"{self._wire}/tplus/live?{query}"
        async with connect(address, additional_headers=self._headers, **DEAFENED) as live:
            pinging = asyncio.create_task(self._ping(live))
            try:
                async for text in live:
                    news = json.loads(text)
                    if "pong" not in news:
                        self.heard.append((time.time(), news))
                        if on_news is not None:
                            on_news(self, news)
            finally:
                pinging.cancel()

    async def _ping(self, live: ClientConnection) -> None:
        while True:
            await asyncio.sleep(5)
            await live.send('{"ping":1}')

    async def sit(self) -> None:
        """Open a Streamlit session on the seat's page, or the one it had, and wait until it is drawn."""
        again = ["token", self.session_id] if self.session_id else []
        self._stream = await connect(
            f"{self._wire}/_stcore/stream",
            additional_headers=self._headers,
            subprotocols=["streamlit", *again],  # type: ignore[list-item]
            **DEAFENED,
        )
        self._reader = asyncio.create_task(self._read())
        await self.redraw()

    async def _read(self) -> None:
        assert self._stream is not None
        async for message in self._stream:
            said = ForwardMsg()
            said.ParseFromString(message)
            if said.WhichOneof("type") == "new_session":
                self.session_id = said.new_session.initialize.session_id
            element = said.delta.new_element
            if element.bidi_component.component_name == "tplus_live_bar":
                self._bar = (element.bidi_component.id, said.delta.fragment_id)
            if element.button.id:
                self.buttons[element.button.label] = (element.button.id, said.delta.fragment_id)
            if said.WhichOneof("type") == "script_finished" and said.script_finished not in EARLY:
                self._finished.set()

    async def redraw(self, event: str = "changed") -> None:
        """Draw the page, and later what has changed on it, as a browser asks for it."""
        async with self._drawing:
            self._finished.clear()
            began = time.perf_counter()
            await self.nudge(event)
            await self._finished.wait()
            self.redrawn.append(time.perf_counter() - began)

    async def nudge(self, event: str) -> None:
        """Ask for what the live bar asks for; for the whole page while there is no bar yet."""
        assert self._stream is not None
        asked = BackMsg()
        asked.rerun_script.page_name = "seat"
        component, asked.rerun_script.fragment_id = self._bar
        if component:
            trigger = asked.rerun_script.widget_states.widgets.add()
            trigger.id = f"$$STREAMLIT_INTERNAL_KEY_{component}__events"
            trigger.json_trigger_value = json.dumps([{"event": event, "value": 1}])
        await self._stream.send(asked.SerializeToString())

    async def rerun(self) -> None:
        """Ask for the whole page, as a widget outside every fragment does."""
        assert self._stream is not None
        asked = BackMsg()
        asked.rerun_script.page_name = "seat"
        await self._stream.send(asked.SerializeToString())

    async def press(self, label: str) -> None:
        """Press a button of the page."""
        assert self._stream is not None
        asked = BackMsg()
        asked.rerun_script.page_name = "seat"
        button, asked.rerun_script.fragment_id = self.buttons[label]
        asked.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
        await self._stream.send(asked.SerializeToString())

    async def open(self, group: str, button: str) -> None:
        """Open a group of actions, until it shows this button."""
        await self.press(next(label for label in self.buttons if label.startswith(f"**{group}**")))
        async with asyncio.timeout(OPENS_S):
            while button not in self.buttons:
                await asyncio.sleep(0.02)

    async def poll(self, every_s: float) -> None:
        """Ask for what has changed every so often, as a page without a live socket does."""
        await asyncio.sleep(random.uniform(0, every_s))
        while True:
            asked_at = time.time()
            await self.redraw("polled")
            self.polled.append((asked_at, time.time()))
            await asyncio.sleep(max(0.0, asked_at + every_s - time.time()))

    async def leave(self) -> None:
        """Close the Streamlit session."""
        if self._stream is not None:
            await self._stream.close()

    async def say(self, key: str, text: str, **fields: str) -> tuple[float, dict[str, Any]]:
        """Send an answer once; seconds it took, and what the server said."""
        body = {"exercise": self.exercise_id, "kind": "answer", "key": key, "text": text, **fields}
        began = time.perf_counter()
        answer = await self.http.post(f"{self.url}/tplus/say", json=body, headers=self._headers)
        said: dict[str, Any] = answer.json()
        return time.perf_counter() - began, said
