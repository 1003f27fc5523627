"""Which of several elements a free text contains, such as a message to an audience: read as answers are read."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from engine.scenario.exercise import ExpectedPoint, Question
from scoring.answers.matchers import Matcher
from scoring.answers.suggesting import suggest
from scoring.answers.suggestion import PointSuggestion

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


def elements(
    text: str, items: Iterable[Element], *, matcher: Matcher | None = None
) -> tuple[PointSuggestion, ...]:
    """What the text says about each element, in their order: those suggested are likely or possibly there.

    A denied element is not there, nor is any in a bare list of cues.
    """
    asked = _asked(tuple((item.id, item.label, tuple(item.cues)) for item in items))
    return suggest(asked, text, matcher=matcher).points


@lru_cache(maxsize=64)
def _asked(items: tuple[tuple[str, str, tuple[str, ...]], ...]) -> Question:
    points = (ExpectedPoint(id=name, description=label, cues=cues) for name, label, cues in items)
    return Question(text=MESSAGE, points=tuple(points))
