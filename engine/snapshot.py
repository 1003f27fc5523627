"""An exercise at one point of its log: its scenario, its events, and the present they fold into; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.log.canonical import from_text
from engine.log.events import ClockStarted, Event, ExerciseCreated
from engine.log.state import State, fold
from engine.replay import check_actions, check_version
from engine.scenario.resolve import Scenario, scenario_from_stored
from engine.schedule import next_due_ms
from engine.timeline import Timeline

TRIAL_TEAM = "colleagues"
"""Simulated team of an exercise that one person tries alone."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An exercise at one point of its log."""

    exercise_id: str
    scenario: Scenario
    state: State
    events: tuple[Event, ...]

    @property
    def timeline(self) -> Timeline:
        """What the simulated AI system does under everything that was done to it so far."""
        return self.state.timeline(self.scenario)

    @property
    def title(self) -> str:
        """What the exercise is called: its own title, or the scenario's name."""
        return (self.state.created.title if self.state.created else "") or self.scenario.name

    @property
    def organisation_team(self) -> str:
        """The organisation's team that plays; empty where none was named."""
        return self.state.created.organisation_team if self.state.created else ""

    @property
    def is_demo(self) -> bool:
        """Whether simulated people played it, for show or for somebody who tries Tplus alone."""
        return self.state.created is not None and self.state.created.demo

    @property
    def is_trial(self) -> bool:
        """Whether one person tries or tried it alone, with simulated colleagues."""
        created = self.state.created
        return created is not None and created.demo and created.team == TRIAL_TEAM

    @property
    def has_ended(self) -> bool:
        """Whether EndEx has been."""
        return self.state.phase == "ended"

    @property
    def held_at(self) -> datetime:
        """When the clock was started, or the exercise created where it has not been (UTC)."""
        started = (event for event in self.events if isinstance(event, ClockStarted))
        return next(started, self.events[0]).recorded_at

    def at_ms(self, now: datetime) -> int:
        """Exercise time at a wall-clock moment; stands still from the end on."""
        running_ms = self.state.anchor.exercise_ms(now)
        return max(self.state.at_ms, min(running_ms, max(self.state.end_ms, self.state.anchor.at_ms)))

    def until_next_s(self, now: datetime) -> float | None:
        """Seconds until an inject falls due or the time is up; None while the clock stands still."""
        if not self.state.anchor.is_running:
            return None
        at_ms = self.at_ms(now)
        due_ms = next_due_ms(self.scenario, self.state, at_ms)
        next_ms = self.state.end_ms if due_ms is None else min(due_ms, self.state.end_ms)
        return (next_ms - at_ms) / self.state.anchor.rate / 1000.0


def snapshot_of(exercise_id: str, texts: Sequence[str]) -> Snapshot | None:
    """The exercise in a log, one canonical JSON an event; None for a log without a beginning.

    Raises:
        Unplayable: this Tplus can't play it again as it was.

    """
    created = from_text(texts[0]) if texts else None
    if not isinstance(created, ExerciseCreated):
        return None
    check_version(created)
    events = (created, *(from_text(text) for text in texts[1:]))
    scenario, state = scenario_from_stored(created.scenario), fold(events)
    check_actions(scenario, state)
    return Snapshot(exercise_id, scenario, state, events)
