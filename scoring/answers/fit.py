"""How each point of a question fits each passage of an answer: figures that the decision weighs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.answers.matchers import Likeness
from scoring.answers.passages import Passage, Reading, passages_of
from scoring.answers.reading.stance import NEGATING
from scoring.answers.reading.text import weight_of
from scoring.answers.rubric.letters import likenesses
from scoring.answers.rubric.lexicon import WEAK_GROUPS
from scoring.answers.rubric.question import Cue, PointText, QuestionText, Unit

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

BANNED = 0.5
"""Worth of a word that is forbidden beside one that is done (assumption)."""

EXPECTED_NEGATION = 0.8
"""Worth of negated words to a point whose cue is itself negative (assumption)."""

Matrix = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a point fits a passage."""

    passage: Passage
    features: tuple[float, ...]
    """The figures that are weighed, in the order of the weights; the first is constant."""
    cue: float
    """Share of the nearest cue that is there."""
    nearest: str
    """That cue; empty where no word of any is there."""
    is_expected: bool
    """Whether that cue asks for a negation."""
    words: tuple[int, ...]
    """Numbers of the words it rests on."""
    doubted: float
    """What the words are worth that are negated, only considered, past, praised or copied."""


def fits_of(
    readings: Sequence[Reading], question: QuestionText, likeness: Likeness, answer: str
) -> list[list[Fit]]:
    """How every point fits every passage of an answer; [passage][point]."""
    passages = [passage for reading in readings for passage in passages_of(reading)]
    if not passages or not question.points:
        return []
    alike = _margins(np.array([_letters(passage, question) for passage in passages]))
    described, cued = (_margins(found) for found in _near(passages, question, likeness, answer))
    figures = np.stack([alike[0], alike[1], described[0], cued[0], described[1], cued[1]], axis=-1)
    worths = {id(reading): [_worths(reading, point) for point in question.points] for reading in readings}
    return [
        [
            _fit(passage, point, held, worths[id(passage.reading)][at], figures[row, at])
            for at, point in enumerate(question.points)
        ]
        for row, passage in enumerate(passages)
        for held in [_held(passage)]
    ]


def _margins(figures: Matrix) -> tuple[Matrix, Matrix]:
    """Figures of each point for each passage, and each less the best of the other points'."""
    if figures.shape[1] == 1:
        return figures, figures
    ordered = np.sort(figures, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return figures, figures - np.where(figures == best, second, best)


def _letters(passage: Passage, question: QuestionText) -> list[float]:
    reading = passage.reading
    said = [reading.stems[at] for at in passage.standing if weight_of(reading.sentence.words[at]) > 0]
    return likenesses(said, question.letters)


def _near(
    passages: Sequence[Passage], question: QuestionText, likeness: Likeness, answer: str
) -> tuple[Matrix, Matrix]:
    """How near each passage is in meaning to each point's description, and to the nearest of its cues."""
    found = likeness.of_passages(passages, answer) @ _rubric(question.texts, likeness).T
    edges = [0, *accumulate(len(point.texts) for point in question.points)]
    spans = list(pairwise(edges))
    described = found[:, edges[:-1]]
    cued = [found[:, min(first + 1, last - 1) : last].max(axis=1) for first, last in spans]
    return described, np.stack(cued, axis=1)


@lru_cache(maxsize=64)
def _rubric(texts: tuple[str, ...], likeness: Likeness) -> Matrix:
    return likeness.of_texts(texts)


def _fit(
    passage: Passage, point: PointText, held: "_Held", worths: "_Worths", figures: Sequence[float]
) -> Fit:
    share, cue = max(
        ((_share(cue, held), cue) for cue in point.cues), key=lambda pair: pair[0], default=(0.0, None)
    )
    return Fit(
        passage=passage,
        features=(1.0, share, *(float(figure) for figure in figures)),
        cue=share,
        nearest=cue.text if cue is not None and share > 0.0 else "",
        is_expected=cue is not None and cue.is_negative,
        words=tuple(at for at in passage.span if worths.counted[at] > 0.0),
        doubted=sum(worths.all[at] for at in passage.span if not passage.reading.stands(at)),
    )


@dataclass(frozen=True, slots=True)
class _Worths:
    """What each word of a sentence is worth to a point."""

    all: Sequence[float]
    counted: Sequence[float]
    """Of the words the answer stands behind, and of opposites it negates."""


def _worths(reading: Reading, point: PointText) -> _Worths:
    values = [0.0] * len(reading.stems)
    held = frozenset(reading.stems)
    for unit in point.units.values():
        if held.issuperset(unit.stems):
            _raise_unit(values, unit, reading)
    for sense in reading.senses:
        worth = min(reading.worth[sense.first], reading.worth[sense.last])
        has_weight = weight_of(reading.sentence.words[sense.first]) > 0
        at = sense.first if has_weight else sense.last
        values[at] = max(values[at], point.groups.get(sense.group, 0.0) * SAME_GROUP * worth)
    return _Worths(values, _counted(values, reading, point))


def _raise_unit(values: list[float], unit: Unit, reading: Reading) -> None:
    share = unit.weight if len(unit.stems) == 1 else unit.weight / PHRASE
    for number, stem in enumerate(reading.stems):
        if stem in unit.stems and weight_of(reading.sentence.words[number]) > 0:
            values[number] = max(values[number], share * reading.worth[number])


def _counted(values: Sequence[float], reading: Reading, point: PointText) -> list[float]:
    expected = EXPECTED_NEGATION if any(cue.is_negative for cue in point.cues) else 0.0
    share = {None: 1.0, "banned": max(BANNED, expected), "negated": expected, "until": expected}
    counted = [value * share.get(reading.doubts.get(at), 0.0) for at, value in enumerate(values)]
    for sense in reading.opposites:
        gain = point.groups.get(sense.group, 0.0) * SAME_GROUP
        counted[sense.last] = max(counted[sense.last], gain)
    return counted


@dataclass(frozen=True, slots=True)
class _Held:
    """What a passage holds that counts."""

    stems: frozenset[str]
    banned: frozenset[str]
    """Stems that are forbidden."""
    negated: frozenset[str]
    """Stems that a negation takes back, in whatever way."""
    groups: frozenset[str]


def _held(passage: Passage) -> _Held:
    reading, span = passage.reading, passage.span
    meant = (
        sense.group
        for sense in reading.senses
        if sense.first in span
        and sense.last in span
        and reading.stands(sense.first)
        and reading.stands(sense.last)
    )
    opposite = (sense.group for sense in reading.opposites if sense.last in span)
    return _Held(
        frozenset(reading.stems[at] for at in span if at not in reading.doubts),
        frozenset(reading.stems[at] for at in span if reading.doubts.get(at) == "banned"),
        frozenset(reading.stems[at] for at in span if reading.doubts.get(at) in NEGATING),
        frozenset(meant) | frozenset(opposite),
    )


def _share(cue: Cue, held: _Held) -> float:
    """Share of a cue's weight that a passage holds."""
    total = max(FULL_CUE, sum(unit.weight for unit in cue.units))
    found = sum(unit.weight * _unit_found(unit, cue, held) for unit in cue.units) / total
    return found * DESCRIPTION if cue.is_description else found


def _unit_found(unit: Unit, cue: Cue, held: _Held) -> float:
    stems = held.stems | held.negated if cue.is_negative else held.stems
    if stems.issuperset(unit.stems):
        return 1.0
    if (held.stems | held.banned).issuperset(unit.stems):
        return BANNED
    shared = unit.groups & held.groups
    if not shared:
        return 0.0
    return SAME_WEAK_GROUP if shared <= WEAK_GROUPS else SAME_GROUP
