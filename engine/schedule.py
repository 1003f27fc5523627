"""Which injects are due, which come next, and which are held in reserve."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.log.state import State
from engine.scenario.exercise import Condition, Inject
from engine.scenario.resolve import Scenario
from engine.scenario.times import STORED
from engine.simulation.run.catalogue import actions

Standing = Literal["delivered", "due", "coming", "held", "waiting", "reserve", "dropped"]


@dataclass(frozen=True, slots=True)
class MselEntry:
    """One line of the MSEL as it stands now."""

    inject: Inject
    inject_id: str
    due_ms: int
    standing: Standing
    delivered_ms: int | None
    is_advised: bool
    """Whether a contingency inject's time has come and its `release_if` holds now."""


def msel(scenario: Scenario, state: State, at_ms: int) -> tuple[MselEntry, ...]:
    """Every inject of the exercise, added ones included, by due time."""
    return _in_order(all_injects(scenario, state), state, at_ms)


def _in_order(injects: Iterable[Inject], state: State, at_ms: int) -> tuple[MselEntry, ...]:
    entries = (_entry(inject, state, at_ms) for inject in injects)
    return tuple(sorted(entries, key=lambda entry: (entry.due_ms, entry.inject_id)))


def all_injects(scenario: Scenario, state: State) -> Iterator[Inject]:
    """The scenario's injects, then those the facilitator added, as last edited."""
    for inject in (*scenario.injects, *map(inject_from_stored, state.added.values())):
        stored = state.edited.get(inject.id or "")
        yield inject if stored is None else inject_from_stored(stored)


def inject_from_stored(stored: dict[str, Any]) -> Inject:
    """The inject recorded in a log."""
    return Inject.model_validate(stored, context=STORED)


def find_inject(scenario: Scenario, state: State, inject_id: str) -> Inject | None:
    """The inject of that id, scripted or added."""
    return next((item for item in all_injects(scenario, state) if item.id == inject_id), None)


def due(scenario: Scenario, state: State, at_ms: int) -> tuple[MselEntry, ...]:
    """Injects to deliver now, in the order of their due times."""
    found = (item for item in all_injects(scenario, state) if _standing(item, state, at_ms) == "due")
    return _in_order(found, state, at_ms)


def next_due_ms(scenario: Scenario, state: State, at_ms: int) -> int | None:
    """Exercise time of the next inject that time alone will deliver, or None."""
    found = (item for item in all_injects(scenario, state) if _standing(item, state, at_ms) == "coming")
    return min((_due_ms(item, state) for item in found), default=None)


def _due_ms(inject: Inject, state: State) -> int:
    return state.moved.get(inject.id or "", inject.time)


def _entry(inject: Inject, state: State, at_ms: int) -> MselEntry:
    inject_id = inject.id or ""
    delivered = state.delivered.get(inject_id)
    due_ms = _due_ms(inject, state)
    return MselEntry(
        inject=inject,
        inject_id=inject_id,
        due_ms=due_ms,
        standing=_standing(inject, state, at_ms),
        delivered_ms=delivered.at_ms if delivered else None,
        is_advised=bool(
            inject.release_if and not delivered and due_ms <= at_ms and holds(inject.release_if, state)
        ),
    )


def _standing(inject: Inject, state: State, at_ms: int) -> Standing:
    return "delivered" if inject.id in state.delivered else _planned(inject, state, at_ms)


def _planned(inject: Inject, state: State, at_ms: int) -> Standing:
    """How an inject stands that nobody has seen yet."""
    if inject.id in state.dropped:
        return "dropped"
    if inject.id in state.held:
        return "held"
    if inject.contingency:
        return "reserve"
    if _due_ms(inject, state) > at_ms:
        return "coming"
    if inject.when is not None and not holds(inject.when, state):
        return "waiting"
    return "due"


def holds(condition: Condition, state: State) -> bool:
    """Whether every fact the condition asks for is so."""
    asked = ((is_so, getattr(condition, name)) for name, is_so in _FACTS.items())
    return all(is_so(state, wanted) for is_so, wanted in asked if wanted is not None)


def containment_level(state: State) -> int:
    """The highest containment level now in force, 0 to 4."""
    in_force = set(state.in_force)
    levels = [getattr(event, "level", 0) for event in state.actions if event.action in in_force]
    told = [actions()[use.action].level for use in state.story if use.action in in_force]
    return max([*levels, *told], default=0)


def _level_reached(state: State) -> int:
    """The highest level that ever was in force: who steps down late has contained all the same."""
    levels = [getattr(event, "level", 0) for event in state.actions]
    return max([*levels, *(actions()[use.action].level for use in state.story)], default=0)


def _is_told(state: State, role: str) -> bool:
    return any(event.role == role for event in state.notified)


def _is_collected(state: State, artifact: str) -> bool:
    return any(event.artifact == artifact for event in state.evidence)


def _is_addressed(state: State, audience: str) -> bool:
    return any(event.audience == audience for event in state.messages)


_FACTS: Mapping[str, Callable[[State, Any], bool]] = {
    "declared": lambda state, wanted: (state.declared is not None) == wanted,
    "resolved": lambda state, wanted: (state.resolved is not None) == wanted,
    "level_at_least": lambda state, level: containment_level(state) >= level,
    "level_below": lambda state, level: _level_reached(state) < level,
    "told": _is_told,
    "not_told": lambda state, role: not _is_told(state, role),
    "evidence_missing": lambda state, artifact: not _is_collected(state, artifact),
    "message_missing": lambda state, audience: not _is_addressed(state, audience),
}
"""What a condition can ask for, by its name in the condition."""
