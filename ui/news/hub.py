"""Hands messages of an exercise to every listener of it, and waits for none of them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

M = TypeVar("M")

KEPT = 2
"""Messages kept for a listener who is slow: each is a whole snapshot, so that older ones can go."""

QUIET_S = 0.25
"""How long quiet messages are gathered before the latest goes out."""

QUIET_EACH_S = 0.01
"""What each listener adds to that, so that 400 people typing do not keep the server busy sending."""


class Hub(Generic[M]):
    """Listeners by exercise; messages come from any thread, listeners live on one event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._queues: dict[str, dict[asyncio.Queue[M], str]] = {}
        self._gathering: dict[str, asyncio.TimerHandle] = {}
        self._latest: dict[str, M] = {}

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on messages are handed out on this event loop."""
        self._loop = loop

    def close(self) -> None:
        """From now on messages go nowhere."""
        self._loop = None

    def size(self, exercise_id: str) -> int:
        """How many people listen to an exercise, from however many windows."""
        return len(set(self._queues.get(exercise_id, {}).values()))

    def windows(self, exercise_id: str, who: str) -> int:
        """From how many windows somebody listens to an exercise."""
        return tuple(self._queues.get(exercise_id, {}).values()).count(who)

    @contextmanager
    def listening(self, exercise_id: str, who: str) -> Iterator[asyncio.Queue[M]]:
        """A queue that receives an exercise's messages; the oldest is dropped when it is full."""
        queue: asyncio.Queue[M] = asyncio.Queue(KEPT)
        self._queues.setdefault(exercise_id, {})[queue] = who
        try:
            yield queue
        finally:
            del self._queues[exercise_id][queue]
            if not self._queues[exercise_id]:
                del self._queues[exercise_id]

    def publish(self, exercise_id: str, message: M, *, is_urgent: bool = True) -> None:
        """Hand a message to everyone who listens, at once or with the next gathering; from any thread."""
        loop = self._loop
        if loop is None:
            return
        try:
            loop.call_soon_threadsafe(self._arrive, exercise_id, message, is_urgent)
        except RuntimeError:  # the server is stopping: its loop is closed, and nobody listens
            self._loop = None

    def _arrive(self, exercise_id: str, message: M, is_urgent: bool) -> None:
        self._latest[exercise_id] = message
        if is_urgent:
            self._hand_out(exercise_id)
        elif exercise_id not in self._gathering:
            loop = asyncio.get_running_loop()
            later_s = max(QUIET_S, QUIET_EACH_S * self.size(exercise_id))
            self._gathering[exercise_id] = loop.call_later(later_s, self._hand_out, exercise_id)

    def _hand_out(self, exercise_id: str) -> None:
        timer = self._gathering.pop(exercise_id, None)
        if timer is not None:
            timer.cancel()
        message = self._latest.pop(exercise_id)
        for queue in self._queues.get(exercise_id, {}):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(message)
