"""Go or no-go: what the exercise shows by itself, and what only a person can confirm; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from engine.decide.approval import can_be_held
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.schedule import MselEntry, msel

ByItself = Literal["people", "roles", "approver", "stand_in", "evaluator", "devices", "length"]
"""What the exercise shows by itself."""
ByHand = Literal["read", "projector", "exhibits", "rules", "marking", "recording"]
"""What the facilitator confirms: injects read, projector on, exhibits seen, ground rules told, marking
agreed, recording known. After the go / no-go of ENISA's exercise methodology (2026) and HSEEP."""
BY_HAND: tuple[ByHand, ...] = get_args(ByHand)


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the list."""

    id: ByItself | ByHand
    is_done: bool
    names: tuple[str, ...] = field(default=())
    """Roles, people, audiences or injects that it is about."""
    count: int = 0
    """How many people are here, or how many of them have not tried their device."""


def checks(scenario: Scenario, state: State, confirmed: Collection[str]) -> tuple[Check, ...]:
    """Every point in order, with those whose ids are `confirmed`.

    A point that the exercise shows open can be confirmed too: then it is so on purpose.
    """
    found = (*_by_itself(scenario, state), *(Check(name, is_done=False) for name in BY_HAND))
    return tuple(
        Check(item.id, item.is_done or item.id in confirmed, item.names, item.count) for item in found
    )


def open_points(found: Collection[Check]) -> tuple[str, ...]:
    """Ids of what is neither so nor confirmed: with none it is a go."""
    return tuple(item.id for item in found if not item.is_done)


def _by_itself(scenario: Scenario, state: State) -> tuple[Check, ...]:
    seats = state.participants.values()
    people = [seat for seat in seats if seat.app_role == "participant"]
    held = {role for seat in seats for role in seat.roles}
    missing = tuple(role.role for role in scenario.roles if role.role not in held)
    approvers = tuple(r for r in scenario.authority.approvers(4) if r not in scenario.unreachable)
    untried = tuple(seat.id for seat in people if not seat.is_ready)
    beyond = tuple(entry.inject.title for entry in beyond_end(scenario, state))
    alone = _only_the_facilitator(scenario)
    return (
        Check("people", bool(people), count=len(people)),
        Check("roles", not missing, missing),
        Check("approver", bool(held & set(approvers)), approvers),
        *((Check("stand_in", False, tuple(alone)),) if alone else ()),
        Check("evaluator", any(seat.app_role == "evaluator" for seat in seats)),
        Check("devices", bool(people) and not untried, untried, len(untried)),
        Check("length", not beyond, beyond),
    )


def _only_the_facilitator(scenario: Scenario) -> Mapping[str, None]:
    """Audiences whose messages nobody but the facilitator can approve, each once."""
    asked = (item for item in scenario.messages if item.approved_by)
    return dict.fromkeys(item.audience for item in asked if not can_be_held(scenario, item.approved_by))


def beyond_end(scenario: Scenario, state: State) -> tuple[MselEntry, ...]:
    """Planned injects that are due after the end."""
    entries = msel(scenario, state, state.at_ms)
    return tuple(entry for entry in entries if entry.due_ms >= state.end_ms and entry.standing == "coming")
