"""Which elements a free text says, such as a message to an audience; negation and bare lists say nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.scenario.exercise import ExpectedPoint, Question
from engine.scenario.parts import MessageElement
from scoring.answers import suggest


@dataclass(frozen=True, slots=True)
class Said:
    """An element that a text seems to say, and the words that show it."""

    element_id: str
    words: str


def elements_said(text: str, elements: Sequence[MessageElement]) -> tuple[Said, ...]:
    """The elements a text seems to say, in the order they were given."""
    return _said(text, tuple(elements))


@lru_cache(maxsize=512)
def _said(text: str, elements: tuple[MessageElement, ...]) -> tuple[Said, ...]:
    points = tuple(ExpectedPoint(id=item.id, description=item.label, cues=item.cues) for item in elements)
    found = suggest(Question(text="What does the message say?", points=points), text)
    return tuple(
        Said(item.point_id, item.evidence.text if item.evidence else ", ".join(item.words))
        for item in found.points
        if item.is_suggested
    )
