"""A running server with a room in it, attacked from the loopback while somebody goes on working."""

import asyncio
import contextlib
import multiprocessing
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bench.wire import Seat
from engine import commands as c
from engine.clock import wait
from tests.browser.conftest import Server, running_app
from tests.world import seed_exercise

FORK = multiprocessing.get_context("fork")

UNNOTICED_S = 0.1
"""Below this nobody notices that something takes twice as long."""

GROWS_MB = 30.0
"""How much more memory an attack may take."""


@dataclass
class Target:
    """A server, an exercise that runs on it, and the seats of somebody who works and of a bad one."""

    server: Server
    exercise_id: str
    worker: str
    bad: str

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return "127.0.0.1", int(self.server.url.rpartition(":")[2])

    def rss_mb(self) -> float:
        """Memory of the server's process that is in use."""
        status = Path(f"/proc/{self.server.process.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def seat(self, http: httpx2.AsyncClient, token: str) -> Seat:
        """A seat's connections."""
        return Seat(self.server.url, self.exercise_id, token, http)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The server, warmed up: what is loaded once is in memory before anything is measured."""
    with running_app(tmp_path_factory.mktemp("attacked")) as server:
        session = server.session()
        exercise_id = session.create(seed_exercise(), seed=1).exercise_id
        facilitator = session.seat(session.join(exercise_id, "Fay Example", app_role="facilitator"))
        tokens = [session.join(exercise_id, name, ["Legal"]) for name in ("Ann Example", "Bo Example")]
        assert facilitator is not None
        session.execute(exercise_id, c.StartClock(by=facilitator.participant_id))
        made = Target(server, exercise_id, *tokens)
        asyncio.run(_warm(made))
        yield made
        server.kill()  # it has more asked of it than it will ever answer


async def _warm(target: Target) -> None:
    async with working(target) as work:
        for _ in range(3):
            await work()


Work = Callable[[], Awaitable[dict[str, float]]]


@asynccontextmanager
async def working(target: Target) -> AsyncIterator[Work]:
    """Somebody at work: each call redraws their page and asks a route some times; the usual time of both."""
    async with httpx2.AsyncClient(timeout=60) as http:
        seat = target.seat(http, target.worker)
        asked = f"{target.server.url}/tplus/picture?exercise={target.exercise_id}&path=none.png"
        await seat.sit()

        async def work(times: int = 25) -> dict[str, float]:
            routes = []
            seat.redrawn.clear()
            for _ in range(times):
                await seat.redraw()
                began = time.perf_counter()
                answer = await http.get(asked, headers={"Cookie": f"tplus_participant={target.worker}"})
                assert answer.status_code == 404
                routes.append(time.perf_counter() - began)
            return {"redraw": statistics.median(seat.redrawn), "route": statistics.median(routes)}

        yield work
        await seat.leave()


@dataclass(frozen=True)
class Seen:
    """What an attack did to memory and to somebody else's work."""

    before: dict[str, float]
    during: dict[str, float]
    grew_mb: float
    kept_mb: float

    def is_borne(self) -> bool:
        """Whether memory hardly grew and came back, and work took twice as long at most."""
        slow = [name for name, took in self.during.items() if took > max(2 * self.before[name], UNNOTICED_S)]
        return not slow and self.grew_mb < GROWS_MB and self.kept_mb < GROWS_MB

    def __str__(self) -> str:
        times = ", ".join(
            f"{name} {self.before[name] * 1000:.0f} → {took * 1000:.0f} ms (×{took / self.before[name]:.2f})"
            for name, took in self.during.items()
        )
        return f"{times}; memory +{self.grew_mb:.1f} MB, kept {self.kept_mb:.1f} MB"


async def _watch(target: Target, tops: list[float]) -> None:
    while True:
        tops.append(target.rss_mb())
        await asyncio.sleep(0.02)


Attack = Callable[[], Awaitable[Any]]
LASTS_S = 6.0
"""How long an attack goes on that does not end by itself."""


def _go(attack: Attack, tell: Connection) -> None:
    """Attack from a process of its own, as a stranger does, and tell what came of it."""

    async def run() -> Any:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LASTS_S):
                return await attack()

    try:
        tell.send(asyncio.run(run()))
    except BaseException as error:
        tell.send(RuntimeError(f"{type(error).__name__}: {error}"))


def attacked(target: Target, attack: Attack) -> tuple[Seen, Any]:
    """What an attack did while somebody worked, and what came of it for the attacker."""
    before, tops = asyncio.run(_work(target)), [target.rss_mb()]
    hears, tells = FORK.Pipe(duplex=False)
    stranger = FORK.Process(target=_go, args=(attack, tells))
    stranger.start()
    wait(0.3)
    during = asyncio.run(_work(target, tops))
    found = hears.recv()
    stranger.join()
    asyncio.run(_work(target, tops))
    if isinstance(found, RuntimeError):
        raise found
    return Seen(before, during, max(tops) - tops[0], target.rss_mb() - tops[0]), found


async def _work(target: Target, tops: list[float] | None = None) -> dict[str, float]:
    watch = asyncio.create_task(_watch(target, [] if tops is None else tops))
    async with working(target) as work:
        took = await work()
    watch.cancel()
    return took
