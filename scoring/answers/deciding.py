"""How far an evaluator followed the suggestions about answers, and which points the room made."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.after.points import PointDecision
from engine.scenario.exercise import Question
from scoring.answers.suggestion import SUGGESTED


@dataclass(frozen=True, slots=True)
class Following:
    """How often a person decided otherwise than the text matching suggested."""

    decided: int
    overridden: int

    @property
    def sentence(self) -> str:
        """It in one sentence."""
        if not self.decided:
            return "You have decided nothing yet."
        return f"You overrode {self.overridden} of {self.decided} suggestions."


def is_overridden(decision: PointDecision) -> bool:
    """Whether a person decided otherwise than suggested; not suggested counts as said to be missing."""
    return decision.is_made is not None and decision.is_made != (decision.chip in SUGGESTED)


def following(decisions: Iterable[PointDecision]) -> Following:
    """How far one person's standing decisions follow the suggestions."""
    standing = [item for item in decisions if item.is_made is not None]
    return Following(len(standing), sum(map(is_overridden, standing)))


@dataclass(frozen=True, slots=True)
class PointTally:
    """One point of a question over all answers to it."""

    point_id: str
    description: str
    is_anti: bool
    made: int
    """Answers that make it, as decided."""
    decided: int
    """Answers about which it was decided."""


def tallies(question: Question, decisions: Iterable[PointDecision]) -> tuple[PointTally, ...]:
    """Every point of a question, with how many of the decided answers make it; points that harm last."""
    standing = [item for item in decisions if item.is_made is not None]
    both = [(point, False) for point in question.points]
    both += [(point, True) for point in question.anti_points]
    return tuple(
        PointTally(
            point.id,
            point.description,
            is_anti,
            made=sum(item.point_id == point.id and item.is_made is True for item in standing),
            decided=sum(item.point_id == point.id for item in standing),
        )
        for point, is_anti in both
    )
