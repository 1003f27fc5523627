"""The hub hands out messages at once and waits for nobody."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tests.world import PATIENCE_S
from ui.news.hub import KEPT, Hub


def _in_loop(play: Callable[[Hub[int]], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        hub: Hub[int] = Hub()
        hub.open(asyncio.get_running_loop())
        await play(hub)

    asyncio.run(run())


def test_a_listener_receives_what_is_published_of_its_exercise_alone() -> None:
    """A message reaches every listener of its exercise, and none of another."""

    async def play(hub: Hub[int]) -> None:
        with (
            hub.listening("x-1", "p-1") as mine,
            hub.listening("x-1", "p-2") as too,
            hub.listening("x-2", "p-1") as other,
        ):
            hub.publish("x-1", 7)

            assert (await mine.get(), await too.get()) == (7, 7)
            assert other.empty()

    _in_loop(play)


def test_a_stalled_listener_holds_up_nobody_and_keeps_the_latest() -> None:
    """Whoever does not read loses old messages; the others get each one."""

    async def play(hub: Hub[int]) -> None:
        with hub.listening("x-1", "p-1") as stalled, hub.listening("x-1", "p-2") as quick:
            got = []
            for number in range(100):
                hub.publish("x-1", number)
                got.append(await asyncio.wait_for(quick.get(), PATIENCE_S))

            assert got == list(range(100))
            assert stalled.qsize() == KEPT
            assert [stalled.get_nowait() for _ in range(KEPT)] == [98, 99]

    _in_loop(play)


def test_threads_publish_side_by_side() -> None:
    """Every message of eight threads arrives, each thread's in its order."""

    async def play(hub: Hub[int]) -> None:
        got: list[int] = []

        def work(start: int) -> None:
            for number in range(50):
                hub.publish("x-1", start + number)

        with hub.listening("x-1", "p-1") as queue:
            queue._maxsize = 0  # type: ignore[attr-defined]  # nothing may be dropped while we count
            threads = [threading.Thread(target=work, args=(1000 * place,)) for place in range(8)]
            for thread in threads:
                thread.start()
            while len(got) < 400:
                got.append(await asyncio.wait_for(queue.get(), PATIENCE_S))

        for place in range(8):
            mine = [number for number in got if number // 1000 == place]
            assert mine == sorted(mine)

    _in_loop(play)


def test_quiet_messages_are_gathered_and_an_urgent_one_goes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many quiet messages the latest goes out a moment later; an urgent one takes them along."""

    async def play(hub: Hub[int]) -> None:
        with hub.listening("x-1", "p-1") as queue:
            for number in range(10):
                hub.publish("x-1", number, is_urgent=False)
            await asyncio.sleep(0)
            assert queue.empty()
            assert await asyncio.wait_for(queue.get(), PATIENCE_S) == 9

            monkeypatch.setattr("ui.news.hub.QUIET_S", 10 * PATIENCE_S)
            hub.publish("x-1", 10, is_urgent=False)
            hub.publish("x-1", 11)
            assert await asyncio.wait_for(queue.get(), PATIENCE_S) == 11
            assert queue.empty()
            assert not hub._gathering

    _in_loop(play)


def test_nothing_is_kept_of_those_who_left() -> None:
    """A listener that goes leaves no queue behind."""

    async def play(hub: Hub[int]) -> None:
        with hub.listening("x-1", "p-1"):
            assert hub.size("x-1") == 1

        assert hub.size("x-1") == 0
        assert hub._queues == {}

    _in_loop(play)


def test_publishing_before_the_start_and_after_the_end_is_no_error() -> None:
    """Without a running loop messages go nowhere."""
    hub: Hub[int] = Hub()
    hub.publish("x-1", 1)
    loop = asyncio.new_event_loop()
    hub.open(loop)
    loop.close()
    hub.publish("x-1", 2)
    hub.close()

    assert hub.size("x-1") == 0
