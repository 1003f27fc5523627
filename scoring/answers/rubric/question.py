"""A question made ready for matching: its cues as units with weights, and its texts as letter groups."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from types import MappingProxyType

from engine.scenario.exercise import ExpectedPoint, Question
from scoring.answers.reading.negation import is_negative
from scoring.answers.reading.text import LIGHT, Word, weight_of, words_of
from scoring.answers.rubric.cues import Cue, CueTable, Unit, cue_table
from scoring.answers.rubric.letters import LetterIndex, letter_index
from scoring.answers.rubric.senses import Sense, Speller, senses_of

DESCRIBED = 0.55
"""Weight of a word of the description beside one of a cue (assumption)."""


COPIED_RUN = 5
"""Words in the question's own order from which a stretch counts as copied (assumption)."""


@dataclass(frozen=True, slots=True)
class PointText:
    """A point made ready."""

    id: str
    is_anti: bool
    cues: tuple[Cue, ...]
    units: Mapping[tuple[str, ...], Unit]
    """Every unit of the point once, with its greatest weight."""
    groups: Mapping[str, float]
    """Groups that the point speaks of, with their weights."""
    texts: tuple[str, ...]
    """The description and the cues as written."""
    runs: tuple[tuple[str, ...], ...]
    """The stems of each cue of several words that asks for no negation, in their order."""


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question made ready."""

    points: tuple[PointText, ...]
    cues: CueTable
    texts: tuple[str, ...]
    """All texts of all points, in the order of the points."""
    stems: frozenset[str]
    """Stems of the question itself."""
    cue_stems: frozenset[str]
    cue_runs: frozenset[tuple[str, ...]]
    """The words of each cue in their order."""
    described: frozenset[tuple[str, ...]]
    """The words of each point's description in their order."""
    run_sizes: tuple[int, ...]
    """How many words cues have, the most first."""
    letters: LetterIndex
    speller: Speller
    runs: frozenset[tuple[str, ...]]
    """Runs of words of the question, to know copies by."""


@lru_cache(maxsize=64)
def prepared(question: Question) -> QuestionText:
    """A question made ready; kept for the next answer."""
    points = [(point, False) for point in question.points] + [(point, True) for point in question.anti_points]
    asked = words_of(question.text)
    uses = _uses(point for point, _ in points)
    asked_stems = frozenset(word.stem for word in asked if word.is_content)
    texts = [text for point, _ in points for text in (point.description, *point.cues)]
    written = frozenset(word.text for text in (*texts, question.text) for word in words_of(text))
    cues = [words_of(cue) for point, _ in points for cue in point.cues]
    ready = tuple(_point(point, anti, uses, asked_stems) for point, anti in points)
    return QuestionText(
        points=ready,
        cues=cue_table([point.cues for point in ready]),
        texts=tuple(texts),
        stems=asked_stems,
        cue_stems=frozenset(word.stem for cue in cues for word in cue if word.is_content),
        cue_runs=frozenset(tuple(word.text for word in cue) for cue in cues),
        described=frozenset(
            tuple(word.text for word in words_of(point.description)) for point in question.points
        ),
        run_sizes=tuple(sorted({len(cue) for cue in cues}, reverse=True)),
        letters=letter_index([(point.description, *point.cues) for point, _ in points], question.text),
        speller=Speller(written),
        runs=_runs([word.text for word in asked]),
    )


def _runs(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[at : at + COPIED_RUN]) for at in range(len(words) - COPIED_RUN + 1))


def _uses(points: Iterable[ExpectedPoint]) -> Mapping[str, int]:
    """How many points of the question use a stem or a group."""
    found: Counter[str] = Counter()
    for point in points:
        words = words_of(" . ".join((point.description, *point.cues)))
        found.update({word.stem for word in words})
        found.update({sense.group for sense in senses_of([word.stem for word in words])})
    return found


def _point(point: ExpectedPoint, is_anti: bool, uses: Mapping[str, int], asked: frozenset[str]) -> PointText:
    cues = [_cue(text, uses, asked, described=False) for text in point.cues]
    cues.append(_cue(point.description, uses, asked, described=True))
    units: dict[tuple[str, ...], Unit] = {}
    for unit in (unit for cue in cues for unit in cue.units):
        if unit.stems not in units or units[unit.stems].weight < unit.weight:
            units[unit.stems] = unit
    groups: dict[str, float] = {}
    for unit in units.values():
        for group in unit.groups:
            groups[group] = max(groups.get(group, 0.0), _group_weight(group, unit, uses))
    return PointText(
        id=point.id,
        is_anti=is_anti,
        cues=tuple(cue for cue in cues if cue.units),
        units=MappingProxyType(units),
        groups=MappingProxyType(groups),
        texts=(point.description, *point.cues),
        runs=tuple(run for cue in point.cues if not is_negative(cue) and len(run := _stems(cue)) > 1),
    )


def _stems(text: str) -> tuple[str, ...]:
    return tuple(word.stem for word in words_of(text))


def _group_weight(group: str, unit: Unit, uses: Mapping[str, int]) -> float:
    return min(unit.weight, 1.0) / sqrt(max(1, uses.get(group, 1)))


def _cue(text: str, uses: Mapping[str, int], asked: frozenset[str], *, described: bool) -> Cue:
    words = words_of(text)
    senses = tuple(senses_of([word.stem for word in words]))
    units = [
        _unit([words[at] for at in span], _groups(senses, span), uses, asked)
        for span in _spans(words, senses)
    ]
    scale = DESCRIBED if described else 1.0
    units = [Unit(unit.stems, unit.groups, unit.weight * scale) for unit in units]
    return Cue(text, tuple(units), is_negative(text), described)


def _spans(words: Sequence[Word], senses: Sequence[Sense]) -> Iterator[range]:
    """Words that act as one: the longest phrases of the lexicon first, then single words."""
    taken: set[int] = set()
    for sense in sorted(senses, key=lambda sense: (sense.first - sense.last, sense.first, sense.group)):
        span = range(sense.first, sense.last + 1)
        if sense.last > sense.first and taken.isdisjoint(span):
            taken.update(span)
            yield span
    for number, word in enumerate(words):
        if number not in taken and weight_of(word) > 0:
            yield range(number, number + 1)


def _groups(senses: Sequence[Sense], span: range) -> frozenset[str]:
    return frozenset(
        sense.group for sense in senses if (sense.first, sense.last + 1) == (span.start, span.stop)
    )


def _unit(
    words: Sequence[Word], groups: frozenset[str], uses: Mapping[str, int], asked: frozenset[str]
) -> Unit:
    """Words as one unit: halved where the question holds them, shared with other points that use them."""
    stems = tuple(word.stem for word in words)
    weight = max(weight_of(word) for word in words) or LIGHT
    if all(stem in asked for stem in stems if len(stem) > 2):
        weight *= 0.5
    return Unit(stems, groups, weight / sqrt(max(1, min(uses.get(stem, 1) for stem in stems))))
