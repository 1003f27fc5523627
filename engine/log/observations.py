"""Observations as they stand: each at its moment, with the words it was given last."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.log.events import Event, ObservationRecorded


@dataclass(frozen=True, slots=True)
class Observation:
    """What somebody observed at a moment."""

    seq: int
    """Number of the event that marked the moment."""
    at_ms: int
    """Exercise time of the moment."""
    by: str
    text: str
    """Empty where the moment was marked and nothing told yet."""
    criterion: str
    seqs: tuple[int, ...]
    """Numbers of all events it was told with, ascending."""

    @property
    def is_told(self) -> bool:
        """Whether it has words."""
        return bool(self.text)


def is_record(event: Event) -> bool:
    """Whether an event says how a step of the playbook or a notification clock stands: the room may know."""
    return isinstance(event, ObservationRecorded) and bool(event.about)


def observations(events: Iterable[Event], by: str | None = None) -> tuple[Observation, ...]:
    """Observations in the order of their moments; only one person's where named."""
    found: dict[int, list[ObservationRecorded]] = {}
    for event in events:
        if isinstance(event, ObservationRecorded) and _is_observed(event) and by in (None, event.by):
            found.setdefault(event.completes or event.seq, []).append(event)
    return tuple(sorted(map(_standing, found.values()), key=lambda item: (item.at_ms, item.seq)))


def _is_observed(event: ObservationRecorded) -> bool:
    return not (event.to or event.about)


def _standing(told: list[ObservationRecorded]) -> Observation:
    first, last = told[0], told[-1]
    moment_ms = first.at_ms if first.moment_ms is None else first.moment_ms
    seqs = tuple(event.seq for event in told)
    return Observation(first.seq, moment_ms, first.by, last.text, last.criterion, seqs)
