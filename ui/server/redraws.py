"""Lets a few redraws happen at a time, so that those who wait do not fight over the interpreter."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
"""Redraws that run side by side: one computes while the other waits for the database."""

SWITCH_S = 0.0005
"""How long one thread keeps the interpreter while others want it.

Python's own 5 ms, waited for a dozen times on the way of one answer, made its acknowledgement late while
others' screens were drawn (bench.crowd).
"""

LONGEST_S = 0.25
"""How long a redraw lets others go ahead, so that a busy room is still drawn."""

_turns = threading.Semaphore(AT_ONCE)
_mine = threading.local()


class _Road:
    """Short work under way that somebody waits for."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()
        self._lock = threading.Lock()
        self._under_way = 0

    def let_pass(self) -> None:
        """Wait until none is under way, though not for ever."""
        self._free.wait(LONGEST_S)

    def change(self, by: int) -> None:
        """One more, or one less, is under way."""
        with self._lock:
            self._under_way += by
            (self._free.clear if self._under_way else self._free.set)()


_road = _Road()


@contextmanager
def ahead() -> Iterator[None]:
    """Short work that somebody waits for, such as storing an answer; redraws not yet begun let it pass."""
    _road.change(1)
    try:
        yield
    finally:
        _road.change(-1)


@contextmanager
def fair_sharing() -> Iterator[None]:
    """While a server runs, a thread with little to do, such as one that stores an answer, waits less."""
    kept = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        yield
    finally:
        sys.setswitchinterval(kept)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn to draw; within one's own turn go on at once.

    Python's threads share one interpreter, and each that wants it delays every other by milliseconds: with a
    hundred redraws under way at once, delivering an inject would take seconds.
    """
    if getattr(_mine, "is_taken", False):
        _road.let_pass()
        yield
        return
    with _turns:
        _road.let_pass()
        _mine.is_taken = True
        try:
            yield
        finally:
            _mine.is_taken = False
