"""How often somebody may do something: a bucket of tokens each, filled at a steady pace."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

MOST = 10_000
"""Buckets kept; the one unused for longest goes first, which by then is full again (assumption)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and one more every so many seconds."""

    at_once: int
    every_s: float


class Buckets:
    """The buckets of everybody, at one pace."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, who: str, now: float) -> float:
        """0 where one more is taken now; otherwise the seconds until there is one, and none is taken."""
        with self._lock:
            left, then = self._held.get(who, (float(self._pace.at_once), now))
            left = min(self._pace.at_once, left + (now - then) / self._pace.every_s)
            wait_s = 0.0 if left >= 1 else (1 - left) * self._pace.every_s
            self._held[who] = (left if wait_s else left - 1, now)
            self._held.move_to_end(who)
            if len(self._held) > MOST:
                self._held.popitem(last=False)
        return wait_s
