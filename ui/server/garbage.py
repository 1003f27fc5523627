"""Garbage is collected while nobody waits: with 200 seats a full collection holds everybody up for 400 ms."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from engine.snapshot import Snapshot

APART_S = 2.0
"""How long before an inject is due, and after anything has happened, none is collected (assumption)."""

WORTH = 10
"""Younger collections after which a full one is worth while; the number Python takes by itself."""

MOST = 200
"""Younger collections after which it cannot wait (assumption: a room that is never quiet for minutes)."""

NEVER = 1_000_000_000
"""A threshold that is not reached."""


@contextmanager
def chosen_moments() -> Iterator[None]:
    """While a server runs, Python starts no full collection by itself, and `tidy` does.

    What was loaded before is left out of collections, because it stays as long as the process. Both are put
    back at the end: they hold for the whole process, which may be a test's.
    """
    kept = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*kept[:2], NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*kept)
        gc.unfreeze()


def tidy(exercises: Iterable[Snapshot], now: datetime) -> None:
    """Collect garbage where there is enough of it and all exercises are quiet, or far too much of it."""
    if gc.get_threshold()[2] != NEVER:
        return
    count = gc.get_count()[2]
    if count >= MOST or (count >= WORTH and all(is_quiet(item, now) for item in exercises)):
        gc.collect()


def is_quiet(exercise: Snapshot, now: datetime) -> bool:
    """Whether nothing has just happened in an exercise, and nothing is about to."""
    if (now - exercise.events[-1].recorded_at).total_seconds() < APART_S:
        return False
    next_s = exercise.until_next_s(now)
    return next_s is None or next_s > APART_S
