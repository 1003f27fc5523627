"""A crowd in one exercise: how soon an inject and an acknowledgement reach people, and what idling costs.

Run it with ``python -m bench.crowd [polling] [seats …]``, by default 25 50 100 200 400. Server and crowd
get a processor each, where there are two. Every seat has a live socket and a Streamlit session that draws
again what an event concerns, spread as the live bar spreads it. With ``polling`` there is no live socket:
every seat asks every two seconds, and Streamlit runs with the settings it has by itself.
"""

import asyncio
import contextlib
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import httpx2
from websockets.exceptions import ConnectionClosed

from bench.sending import Sender, send_all
from bench.wire import Seat
from engine import commands as c
from engine.clock import wait
from engine.log.events import AnswerSubmitted, InjectDelivered
from engine.running.session import Session
from tests.browser.conftest import Server, running_app
from tests.world import rich_exercise
from ui.server.settings import SERVER

SEATS = (25, 50, 100, 200, 400)
INJECTS = 5
IDLE_S = 30.0
"""One tick of the AI system at least."""
POLL_S = 2.0
PLAIN = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
}
"""Streamlit's own settings, but for what a test machine needs."""
ROLES = ("Legal", "CISO", "Communications/PR", "Security operations", "Incident commander")


@dataclass(frozen=True)
class Room:
    """An exercise with its seats' tokens."""

    session: Session
    exercise_id: str
    facilitator: str
    tokens: tuple[str, ...]


def pin(process_id: int, processor: int) -> None:
    """Keep a process, with every thread it has, on one processor."""
    if len(os.sched_getaffinity(0)) > 1:
        for thread in os.listdir(f"/proc/{process_id}/task"):
            os.sched_setaffinity(int(thread), {processor})


def cpu_s(process_id: int) -> float:
    """Processor time a process has used."""
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(process_id: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{process_id}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def fill(server: Server, seats: int) -> Room:
    """An exercise with that many participants, its clock running."""
    session = server.session()
    exercise_id = session.create(rich_exercise(), seed=1).exercise_id
    known = session.current(exercise_id).scenario.role_names()
    roles = [role for role in ROLES if role in known]
    token = session.join(exercise_id, "Fay Example", app_role="facilitator")
    seat = session.seat(token)
    assert seat is not None
    tokens = tuple(
        session.join(exercise_id, f"Person {number}", [roles[number % len(roles)]]) for number in range(seats)
    )
    session.execute(exercise_id, c.StartClock(by=seat.participant_id))
    while not session.current(exercise_id).state.delivered:  # the server finds it within two seconds
        wait(0.1)
    return Room(session, exercise_id, seat.participant_id, tokens)


def shown(values: Sequence[float]) -> str:
    """Median and 95th percentile of seconds, in milliseconds."""
    if not values:
        return "–"
    ordered = sorted(values)
    return f"{statistics.median(ordered) * 1000:.0f} / {ordered[len(ordered) * 95 // 100] * 1000:.0f}"


UNDER_WAY: set[asyncio.Task[None]] = set()


def redraw_later(seat: Seat, news: dict[str, Any]) -> None:
    """What the live bar does with news: injects do not wait their turn, displays are kept apart."""
    is_loud = news["loud"] > seat.told["loud"]
    if not (is_loud or news["version"] > seat.told["version"]):
        return
    now, pace_s = time.monotonic(), news["pace_ms"] / 1000
    wait_s = 0.0 if is_loud else max(0.0, seat.told_at + pace_s - now)
    at = now + wait_s + random.uniform(max(0.05, 0.15 * pace_s), pace_s)
    if seat.wanted is not None and seat.wanted.when() <= at + asyncio.get_running_loop().time() - now:
        return
    if seat.wanted is not None:
        seat.wanted.cancel()
    seat.wanted = asyncio.get_running_loop().call_later(at - now, _redraw, seat)


def _redraw(seat: Seat) -> None:
    seat.wanted = None
    seat.told_at = time.monotonic()
    seat.told = {name: seat.heard[-1][1][name] for name in seat.told}

    async def redraw() -> None:
        with contextlib.suppress(ConnectionClosed):  # the measurement is over
            await seat.redraw()

    task = asyncio.create_task(redraw())
    UNDER_WAY.add(task)
    task.add_done_callback(UNDER_WAY.discard)


async def measure(server: Server, room: Room, *, is_polling: bool = False) -> str:
    """One row of the table."""
    process_id = server.process.pid
    limits = httpx2.Limits(max_connections=500, max_keepalive_connections=500)
    async with httpx2.AsyncClient(timeout=60, limits=limits) as http:
        seats = [Seat(server.url, room.exercise_id, token, http) for token in room.tokens]
        began = time.perf_counter()
        for start in range(0, len(seats), 10):
            await asyncio.gather(*(seat.sit() for seat in seats[start : start + 10]))
        loaded_s = [seat.redrawn.pop() for seat in seats]
        opened_s = time.perf_counter() - began
        seq = room.session.current(room.exercise_id).state.seq
        for seat in seats:
            seat.told |= {"version": seq, "loud": seq}
        listening = [
            asyncio.create_task(seat.poll(POLL_S) if is_polling else seat.listen(redraw_later))
            for seat in seats
        ]
        await asyncio.sleep(3)
        busy = cpu_s(process_id)
        await asyncio.sleep(IDLE_S)
        idle = (cpu_s(process_id) - busy) / IDLE_S
        late, delivered, lost = await deliver(room, seats)
        submitted, missing, again = await submit(room, seats)
        redrawn = [value for seat in seats for value in seat.redrawn]
        for task in listening:
            task.cancel()
        await asyncio.gather(*(seat.leave() for seat in seats))
    told = f"{idle:.1%} | {max(late) * 1000:.0f} | {shown(delivered)} | {shown(submitted)}"
    drawn = f"{shown(redrawn)} | {shown(loaded_s)} | {opened_s:.0f} s"
    missed = f"{lost} of {len(seats) * INJECTS}; {missing} of {len(seats)} | {again}"
    reconnects = sum(seat.reconnects for seat in seats)
    return f"| {len(seats)} | {told} | {drawn} | {missed} | {reconnects} | {memory_mb(process_id):.0f} |"


async def deliver(room: Room, seats: Sequence[Seat]) -> tuple[list[float], list[float], int]:
    """Seconds from due to stored, from stored to each seat, and how many seats were never told."""
    late: list[float] = []
    took: list[float] = []
    lost = 0
    for number in range(INJECTS):
        due_ms = room.session.at_ms(room.exercise_id) + 700
        change = c.AdjustSchedule(
            by=room.facilitator, change="add", title=f"News {number}", text="Something new.", due_ms=due_ms
        )
        await asyncio.to_thread(room.session.execute, room.exercise_id, change)
        await asyncio.sleep(4 + len(seats) / 50)
        event = _latest(room, f"News {number}")
        anchor = room.session.current(room.exercise_id).state.anchor
        due_at = anchor.recorded_at.timestamp() + (due_ms - anchor.at_ms) / 1000 / anchor.rate
        stored_at = event.recorded_at.timestamp()
        late.append(stored_at - due_at)
        for seat in seats:
            arrived = _told_at(seat, event.seq, stored_at)
            lost += not arrived
            took += [arrived[0] - stored_at] if arrived else []
    return late, took, lost


def _told_at(seat: Seat, seq: int, stored_at: float) -> list[float]:
    """When a seat was told of an inject: by a message, or by an answer to a poll asked for since."""
    by_push = [at for at, news in seat.heard if (news["inject"] or {}).get("seq", 0) >= seq]
    return by_push + [done_at for asked_at, done_at in seat.polled if asked_at >= stored_at]


def _latest(room: Room, title: str) -> InjectDelivered:
    events = room.session.current(room.exercise_id).events
    return next(item for item in events if isinstance(item, InjectDelivered) and item.title == title)


async def submit(room: Room, seats: Sequence[Seat]) -> tuple[list[float], int, int]:
    """Seconds of each answer's way there and back, how many are not in the log, and how many went twice."""
    first = min(room.session.current(room.exercise_id).state.delivered.values(), key=lambda item: item.seq)
    sender = Sender(seats[0].url, room.exercise_id, first.inject_id, first.questions[0].id)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        over_s = max(5.0, len(seats) / 20)
        sent = apart.submit(send_all, sender, room.tokens, over_s)
        took, again = zip(*await asyncio.wrap_future(sent), strict=True)
    events = room.session.current(room.exercise_id).events
    stored = [event.text for event in events if isinstance(event, AnswerSubmitted)]
    assert len(stored) == len(set(stored))
    return list(took), len(seats) - len(stored), sum(again)


def main() -> None:
    """Print the table."""
    given = sys.argv[1:]
    is_polling = given[:1] == ["polling"]
    wanted = [int(item) for item in given[is_polling:]] or list(SEATS)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print(
        "| seats | idle CPU | due to stored, most ms | stored to told, p50 / p95 ms | submit p50 / p95 ms"
        " | redraw p50 / p95 ms | load p50 / p95 ms | all in | lost: injects; answers | sent again"
        " | reconnects | MB |"
    )
    print("|---" * 12 + "|")
    options = PLAIN if is_polling else SERVER
    for seats in wanted:
        with tempfile.TemporaryDirectory() as folder, running_app(Path(folder), options=options) as server:
            pin(server.process.pid, 0)
            pin(os.getpid(), 1)
            row = asyncio.run(measure(server, fill(server, seats), is_polling=is_polling))
            print(row, flush=True)
            os.sched_setaffinity(0, range(os.cpu_count() or 1))


if __name__ == "__main__":
    main()
