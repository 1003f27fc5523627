"""Lets a few redraws happen at a time, so that those who wait do not fight over the interpreter."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
"""Redraws that run side by side: one computes while the other waits for the database."""

_turns = threading.Semaphore(AT_ONCE)
_mine = threading.local()


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
