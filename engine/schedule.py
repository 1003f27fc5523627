"""Which injects are due, which come next, and which are held in reserve."""

from collections.abc import Iterator
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
    entries = (_entry(scenario, inject, state, at_ms) for inject in all_injects(scenario, state))
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
    return tuple(entry for entry in msel(scenario, state, at_ms) if entry.standing == "due")


def next_due_ms(scenario: Scenario, state: State, at_ms: int) -> int | None:
    """Exercise time of the next inject that time alone will deliver, or None."""
    coming = [entry.due_ms for entry in msel(scenario, state, at_ms) if entry.standing == "coming"]
    return min(coming, default=None)


def _entry(scenario: Scenario, inject: Inject, state: State, at_ms: int) -> MselEntry:
    inject_id = inject.id or ""
    delivered = state.delivered.get(inject_id)
    due_ms = state.moved.get(inject_id, inject.time)
    return MselEntry(
        inject=inject,
        inject_id=inject_id,
        due_ms=due_ms,
        standing="delivered" if delivered else _standing(inject, state, due_ms, at_ms),
        delivered_ms=delivered.at_ms if delivered else None,
        is_advised=bool(
            inject.release_if and not delivered and due_ms <= at_ms and holds(inject.release_if, state)
        ),
    )


def _standing(inject: Inject, state: State, due_ms: int, at_ms: int) -> Standing:
    if inject.id in state.dropped:
        return "dropped"
    if inject.id in state.held:
        return "held"
    if inject.contingency:
        return "reserve"
    if due_ms > at_ms:
        return "coming"
    if inject.when is not None and not holds(inject.when, state):
        return "waiting"
    return "due"


def holds(condition: Condition, state: State) -> bool:
    """Whether every fact the condition asks for is so."""
    facts: tuple[tuple[object, bool], ...] = (
        (condition.declared, (state.declared is not None) == condition.declared),
        (condition.resolved, (state.resolved is not None) == condition.resolved),
        (condition.level_at_least, containment_level(state) >= (condition.level_at_least or 0)),
        (condition.level_below, containment_level(state) < (condition.level_below or 0)),
        (condition.told, _is_told(state, condition.told)),
        (condition.not_told, not _is_told(state, condition.not_told)),
        (condition.evidence_missing, not _is_collected(state, condition.evidence_missing)),
        (condition.message_missing, not _is_addressed(state, condition.message_missing)),
    )
    return all(is_so for asked, is_so in facts if asked is not None)


def containment_level(state: State) -> int:
    """The highest containment level now in force, 0 to 4."""
    in_force = set(state.in_force)
    levels = [getattr(event, "level", 0) for event in state.actions if event.action in in_force]
    told = [actions()[use.action].level for use in state.story if use.action in in_force]
    return max([*levels, *told], default=0)


def _is_told(state: State, role: str | None) -> bool:
    return any(event.role == role for event in state.notified)


def _is_collected(state: State, artifact: str | None) -> bool:
    return any(event.artifact == artifact for event in state.evidence)


def _is_addressed(state: State, audience: str | None) -> bool:
    return any(event.audience == audience for event in state.messages)
