"""An exercise as the criteria see it: scenario, log and the moments derived from them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from engine.log import events as e
from engine.log.state import State, fold
from engine.replay import check_actions
from engine.scenario.resolve import Scenario
from engine.simulation.run.trajectory import Trajectory
from engine.timeline import Timeline
from scoring.judged import Judged
from scoring.luck import Courses, courses
from scoring.rubric import Rubric

E = TypeVar("E")


@dataclass(frozen=True)
class Case:
    """One exercise to be scored."""

    scenario: Scenario
    events: tuple[e.Event, ...]
    rubric: Rubric
    judged: Judged = field(default_factory=Judged)
    """What people decided about answers, beside the log."""
    luck: int = 0
    """Which rolls of the model's luck values rest on; no other choice may move them by more than a tenth."""

    @cached_property
    def state(self) -> State:
        """The state at the end of the log."""
        return fold(self.events)

    def all(self, kind: type[E]) -> tuple[E, ...]:
        """The events of one kind, in order."""
        return tuple(event for event in self.events if isinstance(event, kind))

    @property
    def has_started(self) -> bool:
        """Whether StartEx has been."""
        return self.state.phase != "lobby"

    @property
    def has_ended(self) -> bool:
        """Whether EndEx has been."""
        return self.state.phase == "ended"

    @cached_property
    def until_ms(self) -> int:
        """Exercise time up to which the log tells: EndEx, or the last event."""
        return self.state.at_ms

    @cached_property
    def timeline(self) -> Timeline:
        """What the simulated AI system does under the team's decisions and the story's.

        Raises:
            Unplayable: this Tplus can't play the exercise again as it was.

        """
        check_actions(self.scenario, self.state)
        return self.state.timeline(self.scenario)

    @cached_property
    def trajectory(self) -> Trajectory:
        """The same up to the end of the log."""
        return self.timeline.trajectory(self.until_ms)

    @cached_property
    def first_harm_ms(self) -> int | None:
        """First adverse effect in the simulated system (t0)."""
        at_ms = self.trajectory.first_harm_ms
        return at_ms if at_ms is not None and at_ms <= self.until_ms else None

    @cached_property
    def signal_inject(self) -> e.InjectDelivered | None:
        """The first delivered inject that tells of the incident."""
        return next((event for event in self.all(e.InjectDelivered) if event.signals), None)

    @cached_property
    def signal_ms(self) -> int | None:
        """First signal participants could see (ts): telemetry over its alert line, or a telling inject."""
        alert_ms = self.timeline.first_alert(self.until_ms)
        inject_ms = self.signal_inject.at_ms if self.signal_inject else None
        return min((at_ms for at_ms in (alert_ms, inject_ms) if at_ms is not None), default=None)

    @cached_property
    def declarations(self) -> tuple[e.IncidentDeclared, ...]:
        """Declarations in order, corrections included."""
        return self.all(e.IncidentDeclared)

    @cached_property
    def declared_ms(self) -> int | None:
        """When an incident was first declared, of whatever type (td)."""
        return self.declarations[0].at_ms if self.declarations else None

    @property
    def is_discussed(self) -> bool:
        """Whether the room talked, and a scribe recorded what it decided."""
        return self.state.is_discussed

    @cached_property
    def courses(self) -> Courses | None:
        """The team beside nobody, the playbook and each level, luck re-rolled; None before the signal."""
        if self.signal_ms is None or self.until_ms <= self.signal_ms:
            return None
        return courses(
            self.scenario,
            self.timeline,
            span=(self.signal_ms, self.until_ms),
            story=self.state.story,
            team=self.state.ordered,
            luck=self.luck,
        )

    def roles_of(self, event: e.Event) -> tuple[str, ...]:
        """The roles in which somebody did something: the one a scribe named, or those they held then."""
        return (event.for_role,) if event.for_role else self._held.get((event.by, event.seq), ())

    @cached_property
    def _held(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """Roles held by whoever caused an event, at that event."""
        held: dict[str, tuple[str, ...]] = {}
        found = {}
        for event in self.events:
            if isinstance(event, e.ParticipantJoined):
                held[event.participant_id] = event.roles
            found[event.by, event.seq] = held.get(event.by, ())
        return found
