"""What `ui/server/presses.py` takes for granted of Streamlit's socket, asked of the one installed."""

import asyncio
from collections.abc import Iterator

import httpx2
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from bench.wire import Seat
from engine import commands as c
from engine.log.events import ContainmentRefused
from tests.browser.conftest import Server, running_app
from tests.world import PATIENCE_S, seed_exercise
from ui.server.presses import DRAWN, STREAM

pytestmark = pytest.mark.slow
BUTTON = "Order: Shut down"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running app."""
    with running_app(tmp_path_factory.mktemp("stream")) as running:
        yield running


@pytest.fixture
def seat(server: Server) -> tuple[str, str]:
    """A running exercise, and the token of somebody in it who may order containment."""
    session = server.session()
    exercise_id = session.create(seed_exercise(), seed=1).exercise_id
    held = session.seat(session.join(exercise_id, "Fay Example", app_role="facilitator"))
    token = session.join(exercise_id, "Cleo Example", ["CISO", "Security operations"])
    assert held is not None
    session.execute(exercise_id, c.StartClock(by=held.participant_id))
    return exercise_id, token


def test_the_socket_says_what_is_listened_for(server: Server, seat: tuple[str, str]) -> None:
    """A run opens with the page's id, draws in the messages that are waited for, and says how it ended."""

    async def heard() -> list[ForwardMsg]:
        address = server.url.replace("http", "ws") + STREAM
        cookie = {"Cookie": f"tplus_participant={seat[1]}"}
        found = []
        async with (
            asyncio.timeout(PATIENCE_S),
            connect(address, additional_headers=cookie, subprotocols=["streamlit"], max_size=None) as socket,
        ):
            asked = BackMsg()
            asked.rerun_script.page_name = "seat"
            await socket.send(asked.SerializeToString())
            async for message in socket:
                found.append(ForwardMsg.FromString(message))
                if found[-1].WhichOneof("type") == "script_finished":
                    return found
        return found

    said = asyncio.run(heard())
    kinds = [message.WhichOneof("type") for message in said]
    opened = next(message for message in said if message.WhichOneof("type") == "new_session")

    assert kinds.index("new_session") < kinds.index("delta") < kinds.index("script_finished")
    assert opened.new_session.initialize.session_id
    assert said[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    assert set(DRAWN) <= {field.name for field in ForwardMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    assert (
        "fragment_ids"
        in ForwardMsg.DESCRIPTOR.fields_by_name["metadata"]
        .message_type.fields_by_name["run"]
        .message_type.fields_by_name
    )


def test_a_press_is_carried_out_whatever_follows_at_once(server: Server, seat: tuple[str, str]) -> None:
    """A run of the whole page sent in the same millisecond, and a lost connection, interrupt no press."""
    exercise_id, token = seat

    async def race() -> None:
        async with httpx2.AsyncClient() as http:
            for follows in ("rerun", "leave"):
                page = Seat(server.url, exercise_id, token, http)
                await page.sit()
                await page.open("Contain", BUTTON)
                await page.press(BUTTON)
                await getattr(page, follows)()
                await _stored(server, exercise_id, 1 if follows == "rerun" else 2)
                await page.leave()

    asyncio.run(race())


async def _stored(server: Server, exercise_id: str, count: int) -> None:
    session = server.session()
    async with asyncio.timeout(PATIENCE_S):
        while True:
            events = session.current(exercise_id).events
            if sum(isinstance(event, ContainmentRefused) for event in events) >= count:
                return
            await asyncio.sleep(0.05)
