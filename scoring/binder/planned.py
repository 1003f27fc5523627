"""A stored exercise as it is planned now: injects moved, dropped, held back, edited, added; its length."""

from collections.abc import Iterator
from typing import Any

from engine.log.state import State
from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.schedule import all_injects
from engine.snapshot import Snapshot


def planned(snapshot: Snapshot) -> Scenario:
    """The scenario as the facilitator has arranged it, so that paper says what the clock will do.

    What would be due after the end is left out, because it is never delivered.
    """
    scenario, state = snapshot.scenario, snapshot.state
    injects = sorted(_injects(scenario, state), key=lambda item: item.time)
    return scenario.model_copy(update={"duration_ms": state.end_ms, "injects": tuple(injects)})


def _injects(scenario: Scenario, state: State) -> Iterator[Inject]:
    for inject in all_injects(scenario, state):
        name = inject.id or ""
        due_ms = state.moved.get(name, inject.time)
        if name in state.dropped or (due_ms >= state.end_ms and not inject.contingency):
            continue
        change: dict[str, Any] = {"time": due_ms}
        if name in state.held:
            change |= {"contingency": True, "when": None}
        yield inject.model_copy(update=change)
