"""An exercise as the criteria see it: scenario, log and the moments derived from them."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from engine.log import events as e
from engine.log.state import State, fold
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.simulation.controls import NEUTRAL
from engine.simulation.run import Trajectory
from engine.timeline import Timeline
from scoring.rubric import Rubric
from scoring.whatif.courses import returns_service

E = TypeVar("E")


@dataclass(frozen=True)
class Case:
    """One exercise to be scored."""

    scenario: Scenario
    events: tuple[e.Event, ...]
    rubric: Rubric

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
        """What the simulated AI system does under the team's decisions and the story's."""
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

    @cached_property
    def contained_ms(self) -> int | None:
        """First moment from which harm stayed below the scenario's rate under containment (tc).

        It must stay below for `contained_for`, and on average until containment is first lifted, service
        begins to return, or the log ends; so an action too weak to hold does not count because harm had
        hardly begun.
        """
        for tick in self.trajectory.ticks:
            if tick.at_ms + self.scenario.contained_for_ms > self.until_ms:
                return None
            if self._is_acted_on(tick.at_ms) and self._is_low_from(tick.at_ms):
                return tick.at_ms
        return None

    @cached_property
    def _ordered_alone(self) -> Trajectory:
        """The AI system under the team's own orders; what injects did to it is no merit of the team."""
        return self.timeline.under(self.state.ordered).trajectory(self.until_ms)

    @cached_property
    def _given_back_ms(self) -> tuple[int, ...]:
        """When the team lifted an action, or let customers back to the model."""
        returned = (
            item
            for item in self.state.steps
            if returns_service(item.action) and (item.controls_after or {}).get("path") != "llm"
        )
        lifted = (item for item in self.all(e.ContainmentLifted) if not item.ended_by)
        return tuple(item.at_ms for item in (*lifted, *returned))

    def _is_acted_on(self, at_ms: int) -> bool:
        """Whether the team's orders set switches from the next tick on, and still do after the hold."""
        run = self._ordered_alone
        moments = (at_ms + run.system.tick_ms, at_ms + self.scenario.contained_for_ms)
        return all(replace(run.at(moment).controls, restored=0.0) != NEUTRAL for moment in moments)

    def _is_low_from(self, at_ms: int) -> bool:
        hold_ms = at_ms + self.scenario.contained_for_ms
        until_ms = min((ms for ms in self._given_back_ms if ms >= hold_ms), default=self.until_ms)
        return all(
            self._mean_rate(at_ms, end_ms) <= self.scenario.contained_below for end_ms in (hold_ms, until_ms)
        )

    def _mean_rate(self, from_ms: int, until_ms: int) -> float:
        """Harm points a minute between two moments, by the team's own orders."""
        run = self._ordered_alone
        points = run.harm_points(until_ms) - run.harm_points(from_ms)
        return points * MINUTE_MS / (until_ms - from_ms)
