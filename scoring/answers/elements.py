"""Which elements a free text contains, such as a message to an audience: read as answers are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from engine.scenario.exercise import ExpectedPoint, Question
from scoring.answers.matchers import Matcher
from scoring.answers.suggesting import suggest
from scoring.answers.suggestion import Chip

MESSAGE = "What does the message say?"
"""Stands for the question; its words are in no cue."""


class Element(Protocol):
    """Something a text may contain, such as `engine.scenario.parts.MessageElement`."""

    @property
    def id(self) -> str:
        """Short name of the element."""

    @property
    def label(self) -> str:
        """What the text must say, in words."""

    @property
    def cues(self) -> tuple[str, ...]:
        """Phrases that usually show it."""


@dataclass(frozen=True, slots=True)
class Said:
    """An element that a text seems to contain."""

    element_id: str
    chip: Chip
    """Likely or possible."""
    words: str
    """The clause that shows it."""


def elements(text: str, items: Iterable[Element], *, matcher: Matcher | None = None) -> tuple[Said, ...]:
    """The elements a text seems to contain, in the order they were given.

    What is denied is not contained, and nothing is in a bare list of cues.
    """
    return _said(text, tuple((item.id, item.label, tuple(item.cues)) for item in items), matcher)


@lru_cache(maxsize=512)
def _said(
    text: str, items: tuple[tuple[str, str, tuple[str, ...]], ...], matcher: Matcher | None
) -> tuple[Said, ...]:
    points = (ExpectedPoint(id=name, description=label, cues=cues) for name, label, cues in items)
    found = suggest(Question(text=MESSAGE, points=tuple(points)), text, matcher=matcher)
    return tuple(
        Said(item.point_id, item.chip, item.evidence.text)
        for item in found.points
        if item.is_suggested and item.evidence is not None
    )
