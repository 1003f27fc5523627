"""What is suggested about an answer: a chip for each point with the words it rests on, never a score."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Chip = Literal["likely", "possible", "negated", "not found", "keyword list", "cannot read"]
"""Likely and possible are suggestions; the others are none, each for its own reason."""

SUGGESTED: frozenset[Chip] = frozenset({"likely", "possible"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the answer: characters from `start` up to, not including, `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class PointSuggestion:
    """What the text says about one point."""

    point_id: str
    is_anti: bool
    chip: Chip
    probability: float
    """Of the best passage; 0 where nothing was found. No grade."""
    evidence: Span | None
    """The clause it rests on; also for what is negated."""
    sentence: Span | None
    """The whole sentence around it."""
    words: tuple[str, ...]
    """The words that were matched, as the answer writes them."""
    reason: str
    """One line for the evaluator."""

    @property
    def is_suggested(self) -> bool:
        """Whether the point is suggested as made."""
        return self.chip in SUGGESTED


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the text of one answer says about every point of its question."""

    points: tuple[PointSuggestion, ...]
    anti_points: tuple[PointSuggestion, ...]
    matcher: str
    """Name of what matched, with its edition."""
    note: str = ""
    """About the whole answer, where something is odd about it."""

    def of(self, point_id: str) -> PointSuggestion:
        """The suggestion for a point or anti-point.

        Raises:
            KeyError: the question has no such point.

        """
        for item in (*self.points, *self.anti_points):
            if item.point_id == point_id:
                return item
        raise KeyError(point_id)

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)
