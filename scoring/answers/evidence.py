"""The words of an answer that a suggestion rests on, and whether they are enough to be sure."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.answers.fit import SAME_GROUP, Fits
from scoring.answers.passages import Passage
from scoring.answers.reading.text import weight_of
from scoring.answers.rubric.cues import Unit
from scoring.answers.rubric.question import PointText

PHRASE = 1.3
"""What the weight of a phrase is divided by for each of its words (assumption)."""

FULL = 0.95
"""Share from which a cue counts as there in full, so that a single word may make a point likely."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a passage holds of a point's words."""

    passage: Passage
    words: tuple[int, ...]
    """Numbers of the words it rests on."""
    doubted: float
    """What the words are worth that are negated, only considered, past, praised or copied."""

    @property
    def lost(self) -> list[int]:
        """Numbers of the words that the answer does not stand behind in full."""
        return [number for number in self.passage.span if number in self.passage.reading.doubts]


def evidence_of(passage: Passage, point: PointText) -> Evidence:
    """The words of a passage that speak of a point."""
    worth = _worth(passage, point)
    reading, opposed = passage.reading, {sense.last for sense in passage.reading.opposites}
    expects = any(cue.is_negative for cue in point.cues)
    words = (
        number
        for number, value in worth.items()
        if value > 0.0 and (reading.stands(number) or expects or number in opposed)
    )
    doubted = sum(value for number, value in worth.items() if number in reading.doubts)
    return Evidence(passage, tuple(sorted(words)), doubted)


def _worth(passage: Passage, point: PointText) -> dict[int, float]:
    """What each word of a passage is worth to a point, by number."""
    reading, span = passage.reading, passage.span
    held = frozenset(reading.stems)
    found: dict[int, float] = {}
    for unit in point.units.values():
        if held.issuperset(unit.stems):
            _raise(found, unit, passage)
    for sense in (*reading.senses, *reading.opposites):
        is_light = weight_of(reading.sentence.words[sense.first]) == 0
        at = sense.last if is_light or sense in reading.opposites else sense.first
        value = point.groups.get(sense.group, 0.0) * SAME_GROUP
        if value > 0.0 and at in span:
            found[at] = max(found.get(at, 0.0), value)
    return found


def _raise(found: dict[int, float], unit: Unit, passage: Passage) -> None:
    share = unit.weight if len(unit.stems) == 1 else unit.weight / PHRASE
    reading = passage.reading
    for number in passage.span:
        if reading.stems[number] in unit.stems and weight_of(reading.sentence.words[number]) > 0:
            found[number] = max(found.get(number, 0.0), share)


def is_sure(fits: Fits, passage: int, point: int) -> bool:
    """Whether a fit is more than a word in passing: two words or a full cue, without negation or doubt."""
    evidence = evidence_of(fits.passages[passage], fits.question.points[point])
    share, cue = fits.cue(passage, point)
    if not (_distinct(evidence) > 1 or share >= FULL):
        return False
    reading, span = evidence.passage.reading, evidence.passage.span
    is_expected = cue is not None and cue.is_negative
    is_negated = not reading.negators.isdisjoint(span) and not is_expected
    is_doubted = any(number in reading.doubts for number in span) and not is_expected
    return not (is_negated or is_doubted or reading.is_factual)


def _distinct(evidence: Evidence) -> int:
    return len({evidence.passage.reading.stems[number] for number in evidence.words})


def written(passage: Passage, numbers: Sequence[int], answer: str) -> tuple[str, ...]:
    """Words of a passage as the answer writes them, each once."""
    words = passage.reading.sentence.words
    return tuple(dict.fromkeys(answer[words[number].start : words[number].end] for number in numbers))
