"""Whether the cues of expected points give text matching enough to find them by."""

import re
from collections.abc import Iterator

from engine.checks.texts import INJECTS
from engine.scenario.exercise import Exercise, ExpectedPoint, Question
from engine.scenario.explain import Fault
from engine.scenario.place import Place

ENOUGH = 6
"""Cues a point should have; two plain ones more raised agreement by .04 to .06 (docs/answers.md)."""

MIX = "write three of them as people speak, the others with the words of the trade"

Placed = tuple[Place, ExpectedPoint]
"""A point with its place."""


def cue_warnings(exercise: Exercise) -> Iterator[Fault]:
    """A warning for every point with few cues, cues it shares, or cues made of its question's words."""
    for number, inject in enumerate(exercise.scenario.injects):
        for n, question in enumerate(inject.questions):
            yield from _of_question((*INJECTS, number, "questions", n), question)


def _of_question(place: Place, question: Question) -> Iterator[Fault]:
    points: list[Placed] = [((*place, "points", n), point) for n, point in enumerate(question.points)]
    points += [((*place, "anti_points", n), point) for n, point in enumerate(question.anti_points)]
    owners: dict[str, str] = {}
    asked = _words(question.text)
    for here, point in points:
        if len(point.cues) < ENOUGH:
            message = f"point {point.id!r} has {len(point.cues)} of at least {ENOUGH} cues"
            yield Fault(here, message, f"text matching misses it otherwise; {MIX}", "warning")
        for n, cue in enumerate(point.cues):
            owner = owners.setdefault(_plain(cue), point.id)
            yield from _of_cue((*here, "cues", n), cue, asked, owner=owner if owner != point.id else "")


def _of_cue(place: Place, cue: str, asked: set[str], *, owner: str) -> Iterator[Fault]:
    if owner:
        message = f"{cue!r} is a cue of point {owner!r} too"
        yield Fault(place, message, "give each point cues of its own", "warning")
    if _words(cue) and _words(cue) <= asked:
        message = f"{cue!r} is made of words of the question, which every answer may repeat"
        yield Fault(place, message, "use words that only this point needs", "warning")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", text.casefold()))


def _words(text: str) -> set[str]:
    return set(_plain(text).split())
