"""Participants' feedback as counts and medians; nobody's form by itself."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import get_args

from engine.after.feedback import STATEMENTS, Feedback, Knowing


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far participants agree with one statement."""

    statement: str
    count: int
    """How many said so or otherwise; n."""
    middle: float | None
    """Median of 1 to 5; None where nobody answered."""
    counts: Mapping[int, int]
    """How many gave each value from 1 to 5."""


@dataclass(frozen=True, slots=True)
class FeedbackSummary:
    """All forms of an exercise together."""

    forms: int
    agreed: tuple[Agreed, ...]
    knew_before: Mapping[Knowing, int]
    knows_now: Mapping[Knowing, int]
    strengths: tuple[str, ...]
    """What went well, each as written, in alphabetical order so that it tells of no seat."""
    improvements: tuple[str, ...]


def summary(forms: Iterable[Feedback]) -> FeedbackSummary:
    """What the forms say together."""
    given = list(forms)
    return FeedbackSummary(
        forms=len(given),
        agreed=tuple(_agreed(name, text, given) for name, text in STATEMENTS.items()),
        knew_before=_knowing(item.knew_before for item in given),
        knows_now=_knowing(item.knows_now for item in given),
        strengths=tuple(sorted(item.strengths for item in given if item.strengths)),
        improvements=tuple(sorted(item.improvements for item in given if item.improvements)),
    )


def _agreed(name: str, statement: str, forms: list[Feedback]) -> Agreed:
    values = [item.agreement[name] for item in forms if name in item.agreement]
    counted = Counter(values)
    counts = {value: counted[value] for value in range(1, 6)}
    return Agreed(statement, len(values), float(median(values)) if values else None, counts)


def _knowing(answers: Iterable[Knowing | None]) -> Mapping[Knowing, int]:
    counted = Counter(answers)
    return {answer: counted[answer] for answer in get_args(Knowing)}
