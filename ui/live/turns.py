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

_turns = threading.Semaphore(AT_ONCE)
_mine = threading.local()


def share_fairly() -> None:
    """Let a thread with little to do, such as one that stores an answer, wait less for those that draw."""
    sys.setswitchinterval(SWITCH_S)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn to draw; within one's own turn go on at once.

    Python's threads share one interpreter, and each that wants it delays every other by milliseconds: with a
    hundred redraws under way at once, delivering an inject would take seconds.
    """
    if getattr(_mine, "is_taken", False):
        yield
        return
    with _turns:
        _mine.is_taken = True
        try:
            yield
        finally:
            _mine.is_taken = False
