"""How much an exercise proves, from the conditions it was held under."""

from dataclasses import dataclass
from typing import Literal

from engine.log.events import CriterionRated
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.snapshot import Snapshot

Grade = Literal["A", "B", "C"]
"""A where every condition of a good test held, B where one did not, C otherwise and for a single player."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a good test, and whether it held."""

    is_met: bool
    met: str
    unmet: str

    @property
    def sentence(self) -> str:
        """It in words, as it was."""
        return self.met if self.is_met else self.unmet


@dataclass(frozen=True, slots=True)
class Proof:
    """The conditions an exercise was held under, and the grade that follows."""

    conditions: tuple[Condition, ...]
    is_solo: bool

    @property
    def grade(self) -> Grade:
        """How much the exercise proves."""
        missing = sum(not item.is_met for item in self.conditions)
        if self.is_solo or missing > 1:
            return "C"
        return "B" if missing else "A"

    @property
    def sentence(self) -> str:
        """The grade with what it was lowered by."""
        lowered = [item.unmet for item in self.conditions if not item.is_met]
        if self.is_solo:
            lowered.insert(0, "one person played alone")
        reasons = f": {'; '.join(lowered)}" if lowered else ": every condition of a good test held"
        return f"Proof grade {self.grade}{reasons}."


def proof_of(snapshot: Snapshot) -> Proof:
    """The conditions of an exercise, as its log shows them."""
    scenario, state = snapshot.scenario, snapshot.state
    seated = [seat for seat in state.participants.values() if seat.app_role == "participant"]
    conditions = (
        _roles(scenario, state),
        _approver(scenario, state),
        Condition(not state.is_guided, "unaided", "seats listed what was expected of them"),
        _answered(state),
        _evaluated(snapshot),
    )
    return Proof(conditions, is_solo=len(seated) <= 1)


def _roles(scenario: Scenario, state: State) -> Condition:
    """Every role of the scenario is held, each by somebody else."""
    holders: dict[str, set[str]] = {}
    for seat in state.participants.values():
        for role in seat.roles:
            holders.setdefault(role, set()).add(seat.id)
    required = [role.role for role in scenario.roles]
    missing = [role for role in required if role not in holders]
    people = {person for role in required for person in holders.get(role, ())}
    is_met = not missing and len(people) >= len(required)
    unmet = f"nobody held {', '.join(missing)}" if missing else "one person held several required roles"
    return Condition(is_met, "required roles held by different people", unmet)


def _approver(scenario: Scenario, state: State) -> Condition:
    allowed = set(scenario.authority.approvers(4)) - set(scenario.unreachable)
    held = {role for seat in state.participants.values() for role in seat.roles}
    is_met = not allowed or bool(allowed & held)
    return Condition(is_met, "somebody could approve Level 4", "nobody present could approve Level 4")


def _answered(state: State) -> Condition:
    asked = {question.id for event in state.delivered.values() for question in event.questions}
    open_ = len(asked - {event.question_id for event in state.answers})
    questions = "question was" if open_ == 1 else "questions were"
    return Condition(open_ == 0, "all questions answered", f"{open_} {questions} left unanswered")


def _evaluated(snapshot: Snapshot) -> Condition:
    """An evaluator who is not the facilitator was there, or rated afterwards."""
    state = snapshot.state
    seated = any(seat.app_role == "evaluator" for seat in state.participants.values())
    rated = any(
        isinstance(event, CriterionRated) and state.app_role(event.by) == "evaluator"
        for event in snapshot.events
    )
    return Condition(
        seated or rated, "an evaluator beside the facilitator", "no evaluator beside the facilitator"
    )
