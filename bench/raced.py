"""Answers raced by what loses them: the outbox beside a plain Streamlit form, and our buttons with them.

Run it with ``python -m bench.raced [rounds [ways …]]``, by default 42 of twelve races each. Every answer is
raced by a push to the same browser, by another of its widgets or by its connection dropping, after 0, 1, 5 or
20 ms. A plain form's answer is sent once, as a browser sends it; nobody can send it again who was not told.
The same holds for the press of our button, though its browser connects to its page again.
"""

import asyncio
import json
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from bench.crowd import PLAIN, ROLES, Room, fill
from bench.plain import Form
from bench.wire import Seat
from engine import commands as c
from engine.log.events import AnswerSubmitted, ContainmentRefused
from tests.browser.conftest import Server, running_app
from ui.server.settings import SERVER

DELAYS_MS = (0, 1, 5, 20)
RACES = ("push", "widget", "dropped")
ROUNDS = 42
"""Of twelve races each: 504 answers."""

BUTTON = "Order: Shut down"
LOOKS, LOOK_S = 1200, 0.05
"""How often at most, and how far apart, the log is looked at for a press."""

Key = tuple[str, int, int]
"""A race, its delay in milliseconds, and the round."""


def races(rounds: int) -> Iterator[Key]:
    """Every race of every round."""
    for number in range(rounds):
        yield from ((race, delay_ms, number) for race in RACES for delay_ms in DELAYS_MS)


def name(key: Key) -> str:
    """What an answer is known by, the same for every attempt to send it."""
    race, delay_ms, number = key
    return f"race-{race}-{delay_ms:02d}-{number:04d}"


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


async def _disturb(room: Room, seat: Seat, race: str) -> None:
    """A redraw as the live bar asks for it after a push, or a run of the whole page as widgets cause it."""
    if race == "push":
        note = c.RecordObservation(by=room.facilitator, text="A push")
        await asyncio.to_thread(room.session.execute, seat.exercise_id, note)
        await seat.nudge("changed")
    else:
        await seat.rerun()


async def _race(room: Room, seat: Seat, key: Key, question: Mapping[str, str]) -> int:
    """One answer, sent again until it is acknowledged, with something happening beside it; its event."""
    race, delay_ms, _ = key
    text = f"Answer {name(key)}"
    if race == "dropped":
        body = {"exercise": seat.exercise_id, "kind": "answer", "key": name(key), "text": text, **question}
        await asyncio.to_thread(_cut_off, seat, body, delay_ms / 1000)
    sending = asyncio.create_task(seat.say(name(key), text, **question))
    await asyncio.sleep(delay_ms / 1000)
    if race != "dropped":
        await _disturb(room, seat, race)
    _took, said = await sending
    while "wait_ms" in said:  # more than a seat's pace allows; the outbox waits as well
        await asyncio.sleep(said["wait_ms"] / 1000)
        _took, said = await seat.say(name(key), text, **question)
    return int(said["seq"])


async def race_outbox(room: Room, server: Server, rounds: int) -> dict[Key, int]:
    """The event of every raced answer, as its sender was told."""
    async with httpx2.AsyncClient(timeout=60) as http:
        seats = [Seat(server.url, room.exercise_id, token, http) for token in room.tokens]
        for seat in seats:
            await seat.sit()
        (first,) = room.session.current(room.exercise_id).state.delivered.values()
        question = {"inject_id": first.inject_id, "question_id": first.questions[0].id}
        told = {
            key: await _race(room, seats[place % len(seats)], key, question)
            for place, key in enumerate(races(rounds))
        }
        for seat in seats:
            await seat.leave()
        return told


async def _press_raced(room: Room, seat: Seat, key: Key) -> None:
    """One press, with something happening beside it; a lost connection comes back at once, as browsers do.

    Before every second press whose connection is lost, a run of the whole page is under way.
    """
    race, delay_ms, number = key
    if race == "dropped" and number % 2:
        await seat.rerun()
    await seat.press(BUTTON)
    await asyncio.sleep(delay_ms / 1000)
    if race == "dropped":
        await seat.leave()
        await seat.sit()
    else:
        await _disturb(room, seat, race)


def _presses(room: Room) -> int:
    events = room.session.current(room.exercise_id).events
    return sum(isinstance(event, ContainmentRefused) for event in events)


async def race_button(room: Room, server: Server, rounds: int) -> Counter[str]:
    """How often each raced press is in the log: an order of a level that nobody has approved is recorded."""
    stored: Counter[str] = Counter()
    async with httpx2.AsyncClient(timeout=60) as http:
        seat = Seat(server.url, room.exercise_id, room.tokens[-1], http)
        await seat.sit()
        await seat.open("Contain", BUTTON)
        for key in races(rounds):
            before = _presses(room)
            await _press_raced(room, seat, key)
            for _look in range(LOOKS):
                await asyncio.sleep(LOOK_S)
                if _presses(room) > before:
                    break
            await asyncio.sleep(LOOK_S)
            stored.update({name(key): _presses(room) - before} if _presses(room) > before else {})
        await seat.leave()
    assert stored.total() == _presses(room), "a press was stored after its time"
    return stored


async def race_form(url: str, rounds: int) -> None:
    """Every raced answer through a plain form."""
    form = await Form.open(url)
    for key in races(rounds):
        race, delay_ms, _ = key
        await form.send(name(key))
        await asyncio.sleep(delay_ms / 1000)
        if race == "dropped":
            await form.leave()
            form = await Form.open(url)
        else:
            await form.nudge(is_another_widget=race == "widget")
            await form.settle()
    await form.leave()


def _of_outbox(folder: Path, rounds: int) -> Counter[str]:
    with running_app(folder) as server:
        room = fill(server, 3)
        asyncio.run(race_outbox(room, server, rounds))
        events = room.session.current(room.exercise_id).events
    return Counter(
        event.text.removeprefix("Answer ") for event in events if isinstance(event, AnswerSubmitted)
    )


def _of_button(folder: Path, rounds: int) -> Counter[str]:
    with running_app(folder) as server:
        return asyncio.run(race_button(fill(server, len(ROLES)), server, rounds))


def _of_form(
    options: Mapping[str, object], *, has_callback: bool = False
) -> Callable[[Path, int], Counter[str]]:
    def run(folder: Path, rounds: int) -> Counter[str]:
        answers = folder / "answers.txt"
        answers.touch()
        with running_app(
            folder,
            options=options,
            script="bench/plain_form.py",
            health="_stcore/health",
            PLAIN_FORM_ANSWERS=str(answers),
            PLAIN_FORM_CALLBACK=str(int(has_callback)),
        ) as server:
            asyncio.run(race_form(server.url, rounds))
        return Counter(answers.read_text(encoding="utf-8").split())

    return run


WAYS: dict[str, Callable[[Path, int], Counter[str]]] = {
    "outbox": _of_outbox,
    "our button": _of_button,
    "plain form": _of_form(PLAIN),
    "plain form, our settings": _of_form(SERVER),
    "the same, stored in a callback": _of_form(SERVER, has_callback=True),
}


def _line(way: str, stored: Counter[str], rounds: int) -> str:
    cells = [
        f"{sum(stored[name((race, delay, number))] == 1 for number in range(rounds))}"
        for race in RACES
        for delay in DELAYS_MS
    ]
    once = sum(count == 1 for count in stored.values())
    lost = len(RACES) * len(DELAYS_MS) * rounds - len(stored)
    return f"| {way} | {' | '.join(cells)} | {once} | {lost} | {len(stored) - once} |"


def main() -> None:
    """Print the table: answers stored exactly once, by race and delay, then how many were lost or doubled."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    chosen = sys.argv[2:] or list(WAYS)
    heads = [f"{race} {delay} ms" for race in RACES for delay in DELAYS_MS]
    print(f"| of {rounds} each | {' | '.join(heads)} | once | lost | doubled |")
    print("|---" * (len(heads) + 4) + "|")
    for way in chosen:
        with tempfile.TemporaryDirectory() as folder:
            print(_line(way, WAYS[way](Path(folder), rounds), rounds), flush=True)


if __name__ == "__main__":
    main()
