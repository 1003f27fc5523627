"""A browser on `bench/plain_form.py` at the level of the wire."""

import asyncio
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.wire import DEAFENED

QUIET_S = 0.15
"""How long nothing must come before the page counts as drawn (assumption: far above the app's run)."""


@dataclass
class Form:
    """One connection, and the ids of the widgets on its page."""

    stream: ClientConnection
    text_area: str = ""
    button: str = ""
    checkbox: str = ""
    is_checked: bool = False
    text: str = ""
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _drawn: asyncio.Event = field(default_factory=asyncio.Event)
    _reader: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str) -> "Form":
        """A fresh page, drawn."""
        address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        form = cls(await connect(address, subprotocols=["streamlit"], **DEAFENED))  # type: ignore[list-item]
        form._reader = asyncio.create_task(form._read())
        await form._ask()
        await form.settle()
        return form

    async def _read(self) -> None:
        async for message in self.stream:
            said = ForwardMsg()
            said.ParseFromString(message)
            element = said.delta.new_element
            self.text_area = element.text_area.id or self.text_area
            self.button = element.button.id or self.button
            self.checkbox = element.checkbox.id or self.checkbox
            self._heard.set()
            if said.WhichOneof("type") == "script_finished":
                self._drawn.set()

    async def settle(self) -> None:
        """Wait until the page is drawn, however many runs that takes."""
        await self._drawn.wait()
        while True:
            self._heard.clear()
            try:
                await asyncio.wait_for(self._heard.wait(), QUIET_S)
            except TimeoutError:
                return

    async def _ask(self, *, is_submitted: bool = False) -> None:
        """Ask for a run with the widgets as they stand; the press of a button is told once."""
        self._drawn.clear()
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        widgets = asked.rerun_script.widget_states.widgets
        if self.text_area:
            widgets.add(id=self.text_area, string_value=self.text)
            widgets.add(id=self.checkbox, bool_value=self.is_checked)
        if is_submitted:
            widgets.add(id=self.button, trigger_value=True)
        await self.stream.send(asked.SerializeToString())

    async def send(self, text: str) -> None:
        """Type an answer and press the form's button."""
        self.text = text
        await self._ask(is_submitted=True)

    async def nudge(self, *, is_another_widget: bool) -> None:
        """Another run of the page: a push asked for it, or another widget was touched."""
        self.is_checked ^= is_another_widget
        await self._ask()

    async def leave(self) -> None:
        """Close the connection."""
        await self.stream.close()
