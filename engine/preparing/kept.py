"""What is kept of the preparation, beside the log: points confirmed, and the decision."""

import json
from dataclasses import asdict, dataclass

from engine.errors import Refused
from engine.log.state import State
from engine.store import Document, EventStore

CONFIRMED, DECISION = "prepared", "go"
"""Kinds of the documents: a point confirmed, the decision."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Go or no-go, as the facilitator recorded it."""

    is_go: bool
    by: str
    """Participant id of the facilitator."""
    at: str
    """When: UTC, ISO 8601 to the second."""
    left_open: tuple[str, ...] = ()
    """Ids of the points that were open then."""


def confirmed(store: EventStore, exercise_id: str) -> frozenset[str]:
    """Ids of the points that are confirmed."""
    return frozenset(kept.key for kept in store.documents(CONFIRMED, exercise_id))


def confirm(
    store: EventStore, exercise_id: str, state: State, by: str, point: str, *, is_so: bool = True
) -> None:
    """Confirm a point, or take that back.

    Raises:
        Refused: the person does not lead this exercise.

    """
    _check_leads(state, by)
    if is_so:
        store.put(Document(CONFIRMED, exercise_id, point, by))
    else:
        store.delete(CONFIRMED, exercise_id, point)


def decision(store: EventStore, exercise_id: str) -> Decision | None:
    """What was decided last, or None."""
    body = store.get(DECISION, exercise_id)
    if body is None:
        return None
    held = json.loads(body)
    return Decision(**{**held, "left_open": tuple(held["left_open"])})


def decide(store: EventStore, exercise_id: str, state: State, made: Decision) -> None:
    """Record a decision, in place of an earlier one.

    Raises:
        Refused: the person does not lead this exercise, or it has started.

    """
    _check_leads(state, made.by)
    if state.phase != "lobby":
        raise Refused("The exercise has started; go or no-go is decided before.")
    store.put(Document(DECISION, exercise_id, "", json.dumps(asdict(made), sort_keys=True)))


def _check_leads(state: State, by: str) -> None:
    if state.app_role(by) != "facilitator":
        raise Refused("Only a facilitator prepares the exercise.")
