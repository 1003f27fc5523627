"""The playbook as it stands in play: which steps are done, which are late, which forks are reached."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.log.events import ObservationRecorded
from engine.log.state import State
from engine.scenario.playbook import DecisionPoint, PlaybookAction
from engine.scenario.resolve import Scenario
from engine.schedule import holds

STEP, FORK = "step", "fork"
"""What the id of a playbook's step and of its decision point begins with; a number from 1 follows."""


@dataclass(frozen=True, slots=True)
class Step:
    """An immediate action of the playbook as it stands."""

    id: str
    action: PlaybookAction
    due_ms: int | None
    """Exercise time by which it should be done; None before the declaration, and where no target is set."""
    done: ObservationRecorded | None

    def is_late(self, at_ms: int) -> bool:
        """Whether its time has passed and nobody has said that it is done."""
        return self.done is None and self.due_ms is not None and at_ms > self.due_ms


@dataclass(frozen=True, slots=True)
class Fork:
    """A decision point of the playbook as it stands."""

    id: str
    point: DecisionPoint
    is_reached: bool
    """Whether its condition holds now; never where the playbook gives none that can be looked up."""
    decided: ObservationRecorded | None


def steps(scenario: Scenario, state: State) -> tuple[Step, ...]:
    """The immediate actions in the playbook's order; time targets count from the declaration."""
    if scenario.playbook is None:
        return ()
    declared_ms = state.first_declared_ms
    listed = enumerate(scenario.playbook.containment.immediate_actions, start=1)
    return tuple(
        Step(
            f"{STEP}:{number}",
            action,
            None if declared_ms is None or action.time_target is None else declared_ms + action.time_target,
            _standing(state, f"{STEP}:{number}"),
        )
        for number, action in listed
    )


def forks(scenario: Scenario, state: State, at_ms: int) -> tuple[Fork, ...]:
    """The decision points in the playbook's order, as they stand at this exercise time."""
    if scenario.playbook is None:
        return ()
    listed = enumerate(scenario.playbook.containment.decision_points, start=1)
    return tuple(
        Fork(
            f"{FORK}:{number}",
            point,
            _is_reached(point, state, at_ms),
            _standing(state, f"{FORK}:{number}"),
        )
        for number, point in listed
    )


def _is_reached(point: DecisionPoint, state: State, at_ms: int) -> bool:
    if point.when is None or not holds(point.when, state):
        return False
    since_ms = state.first_declared_ms
    return not point.after or (since_ms is not None and at_ms >= since_ms + point.after)


def text_of(scenario: Scenario, step_id: str) -> str | None:
    """The words of a step or fork, or None where the playbook has none of that id."""
    return dict(_texts(scenario)).get(step_id)


def _texts(scenario: Scenario) -> Iterator[tuple[str, str]]:
    if scenario.playbook is not None:
        contain = scenario.playbook.containment
        for number, action in enumerate(contain.immediate_actions, start=1):
            yield f"{STEP}:{number}", action.action
        for number, point in enumerate(contain.decision_points, start=1):
            yield f"{FORK}:{number}", point.condition


def _standing(state: State, about: str) -> ObservationRecorded | None:
    told = state.records.get(about)
    return None if told is None or told.is_undone else told
