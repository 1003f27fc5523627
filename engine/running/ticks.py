"""The AI system's ticks on the wall clock: computed the moment they are due, and how late that was."""

from collections import deque

from engine.clock import Clock
from engine.log.parts import Anchor
from engine.snapshot import Snapshot

KEPT = 2_000
"""Latest ticks whose lateness is known; ten exercises of 90 minutes."""


class Ticks:
    """Keeps up with the ticks of running exercises."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._done: dict[str, tuple[Anchor, int]] = {}
        self._late_ms: deque[float] = deque(maxlen=KEPT)

    def catch_up(self, snapshot: Snapshot) -> float | None:
        """Compute what the dashboards show at the last tick that is due.

        Returns:
            Seconds until the next tick, or None while the clock does not run.

        """
        anchor = snapshot.state.anchor
        if not anchor.is_running:
            self._done.pop(snapshot.exercise_id, None)
            return None
        tick_ms = snapshot.scenario.ai_system.tick_ms
        number = snapshot.at_ms(self._clock()) // tick_ms
        known, done = self._done.get(snapshot.exercise_id, (anchor, number))
        if known != anchor:  # skipped, or set to another rate: what lay between was never due
            done = number
        if number > done:
            snapshot.timeline.telemetry(number * tick_ms)
        late_at_ms = snapshot.at_ms(self._clock())
        self._late_ms.extend((late_at_ms - n * tick_ms) / anchor.rate for n in range(done + 1, number + 1))
        self._done[snapshot.exercise_id] = (anchor, number)
        return max(0.0, ((number + 1) * tick_ms - late_at_ms) / anchor.rate / 1000.0)

    def number(self, exercise_id: str) -> int | None:
        """The last tick computed for an exercise, or None while its clock does not run."""
        known = self._done.get(exercise_id)
        return known[1] if known else None

    def lateness_ms(self) -> dict[str, float]:
        """Median, 95th percentile and greatest lateness of the latest ticks, in wall-clock milliseconds."""
        ordered = sorted(self._late_ms)
        if not ordered:
            return {}
        places = {"p50": len(ordered) // 2, "p95": len(ordered) * 95 // 100, "max": len(ordered) - 1}
        return {name: round(ordered[place], 1) for name, place in places.items()} | {"ticks": len(ordered)}
