"""What answers say of each criterion: points made by anybody who was asked, less those that harm."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from engine.log.events import AnswerSubmitted
from engine.scenario.exercise import ExpectedPoint, Question
from engine.schedule import all_injects
from scoring.answers import Suggestion, suggest
from scoring.answers.suggestion import Chip
from scoring.case import Case
from scoring.finding import Basis, Detail, Part, seqs_of
from scoring.scale import by_share

ANTI_CREDIT = -1.0
"""What a point that harms costs, in points (assumption)."""

CREDIT: Mapping[Chip, float] = MappingProxyType({"likely": 0.9, "possible": 0.65})
"""Credit of a point that nobody has decided about, by what the text matching says.

How often such suggestions were right on questions it had not seen (`docs/answers.md`). A person's decision
makes it 1 or 0.
"""

HARM: Mapping[Chip, float] = MappingProxyType({"likely": 0.5})
"""The same of a point that harms: one in two was right, and a possible one is only a reason to look."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One point of a question, and whether the room made it."""

    question: Question
    point: ExpectedPoint
    is_anti: bool
    credit: float
    """1 where a person says that an answer makes it, less where only the text matching does, 0 otherwise."""
    is_decided: bool
    """Whether a person decided about any answer."""
    seqs: tuple[int, ...]
    """The answers that make it."""


def answers_part(case: Case, criterion: str, answered: Iterable[Answered], *, weight: float) -> Part | None:
    """What answers say of a criterion; None where no question that was asked touches it.

    `answered` are the points of all questions (`points_of`).
    """
    points = [item for item in answered if _criterion(item) == criterion]
    rated = list(_rated(case, criterion))
    if not points and not rated:
        return None
    found = list(_by_source(case, criterion, points, rated))
    if not found:
        return None
    exact = sum(value * share for value, share in found) / sum(share for _, share in found)
    details = tuple(_detail(item) for item in points)
    return Part(
        source="answers",
        exact=exact,
        weight=weight,
        basis=_basis(points, rated),
        why=" ".join(_why(points, rated)),
        seqs=seqs_of(details),
        details=details,
    )


def points_of(case: Case) -> Iterator[Answered]:
    """Every point and every harmful point of the questions that somebody in the room was asked.

    A question that the exercise does not rest on counts only where somebody answered it.
    """
    answers: dict[str, list[AnswerSubmitted]] = {}
    for event in case.state.answers:
        answers.setdefault(event.question_id, []).append(event)
    for question in _asked(case):
        given = answers.get(question.id or "", [])
        if not given and not question.core:
            continue
        for point in question.points:
            yield _answered(case, question, point, given, is_anti=False)
        for point in question.anti_points:
            yield _answered(case, question, point, given, is_anti=True)


def _asked(case: Case) -> Iterator[Question]:
    """Questions that were delivered, put to anybody who is in the room."""
    roles = {role for seat in case.state.participants.values() for role in seat.roles}
    for inject in all_injects(case.scenario, case.state):
        shown = case.state.delivered.get(inject.id or "")
        if shown is None or (shown.to and not roles & set(shown.to)):
            continue
        for question in inject.questions:
            if not question.to or roles & set(question.to):
                yield question


def _answered(
    case: Case, question: Question, point: ExpectedPoint, given: Iterable[AnswerSubmitted], *, is_anti: bool
) -> Answered:
    """A point is made when anybody made it; a person's decision stands in place of its suggestion."""
    by_chip = HARM if is_anti else CREDIT
    credits: dict[int, float] = {}
    is_decided = False
    for event in given:
        by_person = case.judged.points.get((event.seq, point.id))
        if by_person is None:
            credits[event.seq] = by_chip.get(suggestion(question, event.text).of(point.id).chip, 0.0)
        else:
            credits[event.seq] = float(by_person)
            is_decided = True
    seqs = tuple(seq for seq, credit in credits.items() if credit > 0)
    return Answered(question, point, is_anti, max(credits.values(), default=0.0), is_decided, seqs)


@lru_cache(maxsize=4_096)
def suggestion(question: Question, text: str) -> Suggestion:
    """What the text matching says of an answer; kept, because the same log is scored again and again."""
    return suggest(question, text)


def _criterion(item: Answered) -> str | None:
    return item.point.criterion or item.question.criterion


def _rated(case: Case, criterion: str) -> Iterator[tuple[Question, float]]:
    """Questions without points of a criterion that people rated, with the mean of their values."""
    for question in _asked(case):
        if question.points or question.anti_points or question.criterion != criterion:
            continue
        given = (item for item in case.judged.questions if item.question_id == question.id)
        values = [item.value for item in given if item.value is not None]
        if values:
            yield question, sum(values) / len(values)


def _by_source(
    case: Case, criterion: str, points: list[Answered], rated: list[tuple[Question, float]]
) -> Iterator[tuple[float, float]]:
    """Exact values of questions with points and without, each with the number of questions it is of."""
    expected = [item for item in points if not item.is_anti]
    if expected:
        made = sum(item.credit for item in expected)
        harm = sum(item.credit for item in points if item.is_anti)
        share = max(0.0, (made + ANTI_CREDIT * harm) / len(expected))
        yield by_share(share, _limits(case, criterion)), len({item.question.id for item in points})
    for _, value in rated:
        yield value, 1


def _limits(case: Case, criterion: str) -> tuple[float, ...]:
    """Share limits of a criterion; those of escalation's kind where it is judged by minutes."""
    found = case.rubric.of(criterion)
    return found.share or SHARES


SHARES = (0.90, 0.75, 0.50, 0.25)
"""Shares of points that are the limits of 5, 4, 3 and 2 where its acts count minutes (assumption)."""


def _detail(item: Answered) -> Detail:
    how = "decided by a person" if item.is_decided else "suggested by matching texts"
    said = "made" if item.credit > 0 else "not made"
    credit = (ANTI_CREDIT * item.credit or None) if item.is_anti else item.credit
    return Detail(item.point.description, credit, f"{said}, {how}", item.seqs, topic=item.question.text)


def _basis(points: list[Answered], rated: list[tuple[Question, float]]) -> Basis:
    """Rated once people have decided most of it."""
    by_people = sum(item.is_decided for item in points) + len(rated)
    return "rated" if 2 * by_people > len(points) + len(rated) else "suggested"


def _why(points: list[Answered], rated: list[tuple[Question, float]]) -> Iterator[str]:
    expected = [item for item in points if not item.is_anti]
    if expected:
        made = sum(item.credit > 0 for item in expected)
        harm = sum(item.credit > 0 for item in points if item.is_anti)
        text = f"Answers make {made} of {len(expected)} points"
        yield f"{text}, and {harm} that harm." if harm else f"{text}."
        decided = sum(item.is_decided for item in points)
        yield f"{decided} of {len(points)} points confirmed or rejected by a person, the rest suggested."
    if rated:
        mean = sum(value for _, value in rated) / len(rated)
        yield f"{len(rated)} questions without points were rated {mean:.1f} on average."
