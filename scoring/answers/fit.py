"""How each point of a question fits a passage of an answer: figures that the decision weighs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scoring.answers.letters import likenesses
from scoring.answers.lexicon import WEAK_GROUPS
from scoring.answers.passages import Passage, Reading, passages_of
from scoring.answers.rubric_text import Cue, PointText, QuestionText, Unit
from scoring.answers.text import weight_of

SAME_GROUP = 0.75
"""Worth of a word of the same group beside the word itself (assumption)."""

SAME_WEAK_GROUP = 0.45
"""The same for a group of everyday words (assumption)."""

FULL_CUE = 0.6
"""Weight a cue needs to count in full: cues of everyday words alone never do (assumption)."""

PHRASE = 1.3
"""What the weight of a phrase is divided by for each of its words (assumption)."""

DESCRIPTION = 0.6
"""Worth of a matched description beside a matched cue (assumption)."""

EXPECTED_NEGATION = 0.8
"""Worth of negated words to a point whose cue is itself negative (assumption)."""

MOST_MASS = 2.5
"""Matched weight beyond which more adds nothing (assumption)."""

Encoder = Callable[[str, Sequence[str]], Sequence[float]]
"""Likeness of a passage to some texts, 0 to 1 each: a local encoder that a user brings."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a point fits a passage."""

    passage: Passage
    cue: float
    """Share of the nearest cue that is there."""
    mass: float
    """Sum of what the distinct words are worth to the point."""
    likeness: float
    """Likeness of letter groups to the nearest text of the point."""
    margin: float
    """The mass less that of the best other point."""
    likeness_margin: float
    factual: float
    """1 where the sentence states how things are and nobody acts."""
    words: tuple[int, ...]
    """Numbers of the words it rests on."""
    doubted: float
    """Mass of words that are negated, only considered, past, praised or copied."""
    nearest: str
    """The cue that fits best."""

    @property
    def features(self) -> tuple[float, ...]:
        """The figures that are weighed, in the order of the weights; the first is constant."""
        margin = max(-1.0, min(1.0, self.margin))
        mass = min(self.mass, MOST_MASS)
        return (1.0, self.cue, mass, self.likeness, margin, self.likeness_margin, self.factual)


def fits_of(reading: Reading, question: QuestionText, encoder: Encoder | None = None) -> list[list[Fit]]:
    """How every point fits every passage of a sentence; [passage][point]."""
    values = [_values(reading, point) for point in question.points]
    sure = [_counted(row, reading, point) for row, point in zip(values, question.points, strict=True)]
    return [_fits(passage, values, sure, question, encoder) for passage in passages_of(reading)]


def _values(reading: Reading, point: PointText) -> list[float]:
    """What each word of a sentence is worth to a point, doubted or not."""
    values = [0.0] * len(reading.stems)
    held = frozenset(reading.stems)
    for unit in point.units.values():
        if held.issuperset(unit.stems):
            _raise_unit(values, unit, reading)
    for sense in reading.senses:
        worth = min(reading.worth[sense.first], reading.worth[sense.last])
        gain = point.groups.get(sense.group, 0.0) * SAME_GROUP * worth
        has_weight = weight_of(reading.sentence.words[sense.first]) > 0
        at = sense.first if has_weight else sense.last
        values[at] = max(values[at], gain)
    return values


def _raise_unit(values: list[float], unit: Unit, reading: Reading) -> None:
    share = unit.weight if len(unit.stems) == 1 else unit.weight / PHRASE
    for number, stem in enumerate(reading.stems):
        if stem in unit.stems and weight_of(reading.sentence.words[number]) > 0:
            values[number] = max(values[number], share * reading.worth[number])


def _counted(values: Sequence[float], reading: Reading, point: PointText) -> list[float]:
    """The worth of words the answer stands behind, and of opposites it negates."""
    negative = EXPECTED_NEGATION if any(cue.is_negative for cue in point.cues) else 0.0
    counted = [
        value * (1.0 if doubt is None else negative if doubt == "negated" else 0.0)
        for value, doubt in ((value, reading.doubts.get(at)) for at, value in enumerate(values))
    ]
    for sense in reading.opposites:
        gain = point.groups.get(sense.group, 0.0) * SAME_GROUP
        counted[sense.last] = max(counted[sense.last], gain)
    return counted


@dataclass(frozen=True, slots=True)
class _Held:
    """What a passage holds that counts."""

    stems: frozenset[str]
    stems_negated_too: frozenset[str]
    groups: frozenset[str]

    def stems_for(self, cue: Cue) -> frozenset[str]:
        return self.stems_negated_too if cue.is_negative else self.stems


def _held(passage: Passage) -> _Held:
    reading, span = passage.reading, passage.span
    stems = frozenset(reading.stems[at] for at in span if at not in reading.doubts)
    negated = frozenset(reading.stems[at] for at in span if reading.doubts.get(at) == "negated")
    meant = (
        sense.group
        for sense in reading.senses
        if sense.first in span
        and sense.last in span
        and sense.first not in reading.doubts
        and sense.last not in reading.doubts
    )
    opposite = (sense.group for sense in reading.opposites if sense.last in span)
    return _Held(stems, stems | negated, frozenset(meant) | frozenset(opposite))


def _fits(
    passage: Passage,
    values: Sequence[Sequence[float]],
    sure: Sequence[Sequence[float]],
    question: QuestionText,
    encoder: Encoder | None,
) -> list[Fit]:
    held = _held(passage)
    masses = [_mass(row, passage) for row in sure]
    alike = _alike(passage, question, encoder)
    return [
        _fit(passage, point, held, (masses, alike), (values[at], sure[at]), at)
        for at, point in enumerate(question.points)
    ]


def _fit(
    passage: Passage,
    point: PointText,
    held: _Held,
    rivals: tuple[Sequence[float], Sequence[float]],
    worth: tuple[Sequence[float], Sequence[float]],
    at: int,
) -> Fit:
    masses, alike = rivals
    values, sure = worth
    share, nearest = max(((_share(cue, held), cue.text) for cue in point.cues), default=(0.0, ""))
    return Fit(
        passage=passage,
        cue=share,
        mass=masses[at],
        likeness=alike[at],
        margin=_margin(masses, at),
        likeness_margin=_margin(alike, at),
        factual=1.0 if passage.reading.is_factual else 0.0,
        words=tuple(number for number in passage.span if sure[number] > 0.0),
        doubted=sum(values[number] for number in passage.span if number in passage.reading.doubts),
        nearest=nearest,
    )


def _margin(figures: Sequence[float], at: int) -> float:
    others = [figure for number, figure in enumerate(figures) if number != at]
    return figures[at] - max(others, default=0.0)


def _share(cue: Cue, held: _Held) -> float:
    """Share of a cue's weight that a passage holds."""
    total = max(FULL_CUE, sum(unit.weight for unit in cue.units))
    stems = held.stems_for(cue)
    found = sum(unit.weight * _unit_found(unit, stems, held.groups) for unit in cue.units) / total
    return found * DESCRIPTION if cue.is_description else found


def _unit_found(unit: Unit, stems: frozenset[str], groups: frozenset[str]) -> float:
    if stems.issuperset(unit.stems):
        return 1.0
    shared = unit.groups & groups
    if not shared:
        return 0.0
    return SAME_WEAK_GROUP if shared <= WEAK_GROUPS else SAME_GROUP


def _mass(row: Sequence[float], passage: Passage) -> float:
    """Sum of what the distinct words of a passage are worth to a point."""
    best: dict[str, float] = {}
    for number in passage.span:
        if row[number] > 0.0:
            stem = passage.reading.stems[number]
            best[stem] = max(best.get(stem, 0.0), row[number])
    return sum(best.values())


def _alike(passage: Passage, question: QuestionText, encoder: Encoder | None) -> list[float]:
    reading = passage.reading
    sure = [at for at in passage.span if at not in reading.doubts]
    content = [reading.stems[at] for at in sure if weight_of(reading.sentence.words[at]) > 0]
    found = likenesses(content, question.letters)
    if encoder is None or not content:
        return found
    said = " ".join(reading.sentence.words[at].text for at in sure)
    return [max(own, *encoder(said, point.texts)) for own, point in zip(found, question.points, strict=True)]
