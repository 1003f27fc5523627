"""Five hundred answers, each raced by something that used to lose them."""

import asyncio
import json
import socket
from urllib.parse import urlsplit

import httpx2
import pytest

from bench.crowd import Room, fill
from bench.wire import Seat
from engine import commands as c
from engine.events import AnswerSubmitted
from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DELAYS_MS = (0, 1, 5, 20)
RACES = ("push", "widget", "dropped")
ROUNDS = 42
"""Of twelve races each: 504 answers."""


def _cut_off(seat: Seat, body: dict[str, str], delay_s: float) -> None:
    """Send an answer on a connection that is gone a moment later."""
    text = json.dumps(body).encode()
    where = urlsplit(seat.url)
    head = (
        f"POST /tplus/say HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n"
        f"Cookie: tplus_participant={seat.token}\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    with socket.create_connection((str(where.hostname), where.port or 80)) as wire:
        wire.sendall(head.encode() + text)
        if delay_s:
            wire.settimeout(delay_s)
            try:
                wire.recv(1)
            except TimeoutError:
                return


async def _race(room: Room, seat: Seat, race: str, delay_s: float, key: str, **question: str) -> int:
    """One answer, sent again until it is acknowledged, with something happening beside it."""
    text = f"Answer {key}"
    if race == "dropped":
        body = {"exercise": seat.exercise_id, "kind": "answer", "key": key, "text": text, **question}
        await asyncio.to_thread(_cut_off, seat, body, delay_s)
    sending = asyncio.create_task(seat.say(key, text, **question))
    await asyncio.sleep(delay_s)
    if race == "widget":
        await seat.nudge("changed")
    elif race == "push":
        note = c.RecordObservation(by=room.facilitator, text="A push")
        await asyncio.to_thread(room.session.execute, seat.exercise_id, note)
    _took, said = await sending
    return int(said["seq"])


def test_five_hundred_raced_answers_are_stored_once_each(server: Server) -> None:
    """Raced by a push, a second widget or a dropped connection at 0 to 20 ms, each answer is there once."""
    room = fill(server, 3)

    async def play() -> list[int]:
        async with httpx2.AsyncClient(timeout=60) as http:
            seats = [Seat(server.url, room.exercise_id, token, http) for token in room.tokens]
            for seat in seats:
                await seat.sit()
            (first,) = room.session.current(room.exercise_id).state.delivered.values()
            question = {"inject_id": first.inject_id, "question_id": first.questions[0]["id"]}
            told = []
            for number in range(ROUNDS):
                for place, (race, delay) in enumerate((r, d) for r in RACES for d in DELAYS_MS):
                    key = f"race-{number:03d}-{place:02d}"
                    told.append(await _race(room, seats[place % 3], race, delay / 1000, key, **question))
            for seat in seats:
                await seat.leave()
            return told

    told = asyncio.run(play())
    events = room.session.current(room.exercise_id).events
    stored = [event for event in events if isinstance(event, AnswerSubmitted)]

    assert len(told) == ROUNDS * len(RACES) * len(DELAYS_MS)
    assert sorted(told) == [event.seq for event in stored]
    assert len({event.text for event in stored}) == len(stored)
