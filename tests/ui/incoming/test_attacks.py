"""What one visitor sends takes no memory and slows nobody: attacks on a running server."""

import asyncio
import contextlib
import json
import sys
import time
from collections import Counter
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.ui.incoming.conftest import LASTS_S, Attack, Target, attacked
from ui.live.socket import TOO_MANY, WINDOWS
from ui.server.incoming.bodies import PATIENCE_S
from ui.server.incoming.windows import OF_A_SEAT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read as Linux tells it"),
]
PART = bytes(1_000_000)
RERUN = BackMsg(rerun_script=ClientState(page_name="seat")).SerializeToString()


async def _send(target: Target, head: str, parts: int, *, is_chunked: bool = False) -> str:
    """Send so many megabytes as fast as they are taken; the first line of the answer, if there is one."""
    reader, writer = await asyncio.open_connection(*target.address)
    host = f"Host: 127.0.0.1:{target.address[1]}\r\n"
    length = "Transfer-Encoding: chunked" if is_chunked else f"Content-Length: {parts * len(PART)}"
    writer.write(f"{head} HTTP/1.1\r\n{host}{length}\r\nContent-Type: application/json\r\n\r\n".encode())
    with contextlib.suppress(ConnectionError):
        for _ in range(parts):
            writer.write(b"%x\r\n%s\r\n" % (len(PART), PART) if is_chunked else PART)
            await asyncio.wait_for(writer.drain(), 5)
    line = b""
    with contextlib.suppress(ConnectionError, TimeoutError):
        line = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    return line.decode()


def _check(target: Target, name: str, attack: Attack) -> Any:
    """What came of an attack for the attacker, once it is certain that nobody else felt it."""
    seen, found = attacked(target, attack)
    print(f"{name}: {seen}; {found}")
    assert seen.is_borne(), f"{name}: {seen}"
    return found


def _socket(target: Target, path: str, **more: Any) -> connect:
    """A socket that the bad seat opens."""
    cookie = {"Cookie": f"tplus_participant={target.bad}"}
    address = f"ws://127.0.0.1:{target.address[1]}{path}"
    return connect(address, additional_headers=cookie, compression=None, max_size=None, **more)


@pytest.mark.parametrize("is_chunked", [False, True], ids=["length", "chunked"])
def test_bodies_of_300_megabytes(target: Target, is_chunked: bool) -> None:
    """Whether its length is told or not, a body that no route takes is turned away unread; four at once."""

    async def attack() -> list[str]:
        paths = ("/tplus/say", "/tplus/seat", "/tplus/host", "/elsewhere")
        sent = (_send(target, f"POST {path}", 300, is_chunked=is_chunked) for path in paths)
        return await asyncio.gather(*sent)

    lines = _check(target, "four bodies of 300 MB", attack)

    assert [line for line in lines if " 200 " in line] == []


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_an_upload_of_100_megabytes(target: Target, method: str) -> None:
    """There is nothing to upload, so that Streamlit's route for it takes nothing."""
    path = "/_stcore/upload_file/a-session/a-file"
    line = _check(target, f"{method} of 100 MB", lambda: _send(target, f"{method} {path}", 100))

    assert not line or " 404 " in line


@pytest.mark.parametrize("path", ["/tplus/live?exercise={id}", "/_stcore/stream"])
def test_a_frame_of_150_megabytes(target: Target, path: str) -> None:
    """A socket that is sent far more than it reads is closed."""

    async def attack() -> int | None:
        async with _socket(target, path.format(id=target.exercise_id)) as socket:
            opcode = b"\x82" if "stream" in path else b"\x81"
            head = opcode + b"\xff" + (150_000_000).to_bytes(8, "big") + bytes(4)
            for part in (head, *([PART] * 150)):
                if socket.transport.can_write_eof() and not socket.transport.is_closing():
                    socket.transport.write(part)
                await asyncio.sleep(0)
            await asyncio.wait_for(socket.wait_closed(), 5)
        return socket.close_code

    assert _check(target, f"150 MB frame to {path}", attack) in (1006, 1009)


@pytest.mark.parametrize("sent", ["head", "body"])
def test_300_half_sent_requests(target: Target, sent: str) -> None:
    """Requests that stop in the middle hold nobody up, and are closed after a while."""
    whole = (
        f"POST /tplus/say HTTP/1.1\r\nHost: 127.0.0.1:{target.address[1]}\r\nContent-Length: 100\r\n"
        'Content-Type: application/json\r\n\r\n{"exercise"'
    )
    half = whole if sent == "body" else whole[:60]

    async def hold() -> None:
        opened = [await asyncio.open_connection(*target.address) for _ in range(300)]
        for _, writer in opened:
            writer.write(half.encode())
        await asyncio.sleep(3600)

    async def one() -> bytes:
        reader, writer = await asyncio.open_connection(*target.address)
        writer.write(half.encode())
        async with asyncio.timeout(2 * PATIENCE_S):
            answer = await reader.read()
        writer.close()
        return answer

    _check(target, f"300 half-sent ({sent})", hold)
    answer = asyncio.run(one())
    assert answer.startswith(b"HTTP/1.1 408") if sent == "body" else answer == b""


def test_400_live_sockets_of_one_seat(target: Target) -> None:
    """A seat has so many windows and no more; the rest are told so and closed, or not opened."""

    async def one() -> int | None:
        try:
            async with _socket(target, f"/tplus/live?exercise={target.exercise_id}") as socket:
                with contextlib.suppress(ConnectionClosed):
                    async with asyncio.timeout(3):
                        async for _ in socket:
                            pass
        except TimeoutError:
            return None
        except InvalidStatus as refused:
            return refused.response.status_code
        return socket.close_code

    async def attack() -> dict[int | None, int]:
        return dict(Counter(await asyncio.gather(*(one() for _ in range(400)))))

    found = _check(target, "400 live sockets of one seat", attack)
    assert found[None] <= WINDOWS
    assert set(found) <= {None, TOO_MANY, 403}


def test_400_pages_of_one_seat(target: Target) -> None:
    """Streamlit's own sockets are counted by seat too."""

    async def one() -> int | None:
        try:
            async with _socket(target, "/_stcore/stream", subprotocols=["streamlit"]) as socket:
                await socket.send(RERUN)
                async with asyncio.timeout(3):
                    async for _ in socket:
                        pass
        except TimeoutError:
            return None
        except InvalidStatus as refused:
            return refused.response.status_code
        return socket.close_code

    async def attack() -> dict[int | None, int]:
        return dict(Counter(await asyncio.gather(*(one() for _ in range(400)))))

    found = _check(target, "400 pages of one seat", attack)
    assert found == {403: 400 - OF_A_SEAT, None: OF_A_SEAT}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_200_requests_a_second(target: Target, method: str) -> None:
    """However much one client asks, others' pages and routes take twice as long at most."""
    said = {"exercise": target.exercise_id, "kind": "note", "key": "0123456789abcdef", "text": "Again"}
    body = json.dumps(said) if method == "POST" else ""
    paths = ("say", "seat", "host") if method == "POST" else ("health", "picture", "nothing")

    async def line(statuses: Counter[str], path: str, until: float) -> None:
        request = (
            f"{method} /tplus/{path}?exercise={target.exercise_id} HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{target.address[1]}\r\nCookie: tplus_participant={target.bad}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
        reader, writer = await asyncio.open_connection(*target.address)
        while time.monotonic() < until:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            statuses[head.split(b" ", 2)[1].decode()] += 1
            await reader.readexactly(
                int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            )
            await asyncio.sleep(0.05)
        writer.close()

    async def attack() -> dict[str, int]:
        statuses: Counter[str] = Counter()
        until = time.monotonic() + LASTS_S - 1
        await asyncio.gather(*(line(statuses, paths[number % 3], until) for number in range(12)))
        return dict(statuses)

    _check(target, f"200 times {method} a second", attack)


def test_200_redraws_a_second(target: Target) -> None:
    """A page that asks to be drawn again and again takes no more than its turn."""

    async def attack() -> None:
        async with _socket(target, "/_stcore/stream", subprotocols=["streamlit"]) as socket:
            drained = asyncio.create_task(_drain(socket))
            while not drained.done():
                await socket.send(RERUN)
                await asyncio.sleep(0.005)

    _check(target, "200 redraws a second", attack)


async def _drain(socket: ClientConnection) -> None:
    async for _ in socket:
        pass
