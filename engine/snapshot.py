"""An exercise at one point of its log: its scenario, its events, and the present they fold into; pure."""

from dataclasses import dataclass
from datetime import datetime

from engine.log.events import ClockStarted, Event
from engine.log.state import State
from engine.scenario.resolve import Scenario
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
