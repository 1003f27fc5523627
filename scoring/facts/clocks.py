"""Notification clocks that injects really started, beside what the team said of them. Never legal advice."""

from dataclasses import dataclass
from typing import Final, Literal

from engine.log.events import ObservationRecorded
from engine.procedure.clocks import CLOCK, TrueClock, true_clocks
from engine.scenario.times import MINUTE_MS
from scoring.case import Case

COUNTED_MS: Final = 5 * MINUTE_MS
"""By how much the moment a team counts from may differ from the true one (assumption)."""
SEEN_MS: Final = 20 * MINUTE_MS
"""How long a clock may run before the team says so (assumption)."""

Standing = Literal["seen", "late", "counted_early", "counted_late", "missed", "open"]


@dataclass(frozen=True, slots=True)
class ClockFact:
    """A clock that ran, and what the team said of it."""

    true: TrueClock
    told: ObservationRecorded | None
    """The first event that says that it runs and was not taken back; None where there is none."""
    counted_ms: int | None
    """Exercise time the team counts it from, as said last."""
    standing: Standing
    """`open`: it began so shortly before EndEx that nobody had to have seen it."""

    @property
    def seqs(self) -> tuple[int, ...]:
        """The event that shows it; none for a clock that was missed."""
        return (self.told.seq,) if self.told else ()


def clock_facts(case: Case) -> tuple[ClockFact, ...]:
    """Every clock that an inject started by now, in the order they began."""
    return tuple(_fact(case, item) for item in true_clocks(case.scenario, case.state))


WORDS: dict[Standing, str] = {
    "seen": "seen, and counted from the right moment",
    "late": "seen late",
    "counted_early": "counted from before anything had started it",
    "counted_late": "counted from too late a moment",
    "missed": "never seen",
    "open": "began shortly before EndEx",
}
"""How a clock was kept, in words."""


def _fact(case: Case, true: TrueClock) -> ClockFact:
    about = f"{CLOCK}:{true.clock.id}"
    last = case.state.records.get(about)
    if last is None or last.is_undone:
        short = case.until_ms - true.since_ms < SEEN_MS
        return ClockFact(true, None, None, "open" if short else "missed")
    first = _first_told([event for event in case.all(ObservationRecorded) if event.about == about])
    counted_ms = last.at_ms if last.since_ms is None else last.since_ms
    standing: Standing = "seen"
    if counted_ms - true.since_ms > COUNTED_MS:
        standing = "counted_late"
    elif true.since_ms - counted_ms > COUNTED_MS:
        standing = "counted_early"
    elif first.at_ms - true.since_ms > SEEN_MS:
        standing = "late"
    return ClockFact(true, first, counted_ms, standing)


def _first_told(events: list[ObservationRecorded]) -> ObservationRecorded:
    """The first that says that a clock runs, after the last that took it back; the last one of all runs."""
    gone = max((place for place, event in enumerate(events) if event.is_undone), default=-1)
    return events[gone + 1]
