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
from scoring.answers.rubric.cues import Cue, CueTable
from scoring.answers.rubric.letters import likenesses
from scoring.answers.rubric.question import QuestionText

SAME_GROUP = 0.6
"""Worth of a word of the same group beside the word itself (assumption)."""

BANNED = 0.5
"""Worth of a word that is forbidden beside one that is done (assumption)."""

Matrix = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """How every point fits every passage of an answer."""

    question: QuestionText
    passages: Sequence[Passage]
    features: Matrix
    """[passage, point, figure]: what is weighed, in the order of the weights; the first is constant."""
    nearest: Matrix
    """[passage, point]: number of the point's cue of which most is there."""

    def cue(self, passage: int, point: int) -> tuple[float, Cue | None]:
        """The share of a point's nearest cue that a passage holds, and that cue."""
        share = float(self.features[passage, point, 1])
        return share, self.question.points[point].cues[self.nearest[passage, point]] if share > 0.0 else None


def fits_of(readings: Sequence[Reading], question: QuestionText, likeness: Likeness, answer: str) -> Fits:
    """How every point of a question fits every passage of an answer."""
    passages = [passage for reading in readings for passage in passages_of(reading)]
    if not passages or not question.points:
        return Fits(question, (), np.zeros((0, len(question.points), 1)), np.zeros((0, 0)))
    shares, nearest = _shares(passages, question.cues)
    letters = np.zeros_like(shares)
    if not likeness.reads_letters:
        letters = np.array([_letters(passage, question) for passage in passages])
    described, cued = _near(passages, question, likeness, answer)
    figures = (shares, letters, described, cued, _margins(described), _margins(cued))
    kept = np.stack(figures, axis=-1) * ~_forbidden(passages, question)[:, :, None]
    return Fits(question, passages, np.concatenate([np.ones_like(kept[:, :, :1]), kept], axis=2), nearest)


def _shares(passages: Sequence[Passage], cues: CueTable) -> tuple[Matrix, Matrix]:
    """Share of each point's nearest cue that each passage holds, and the number of that cue."""
    held = np.zeros((len(passages), len(cues.units)))
    for row, passage in zip(held, passages, strict=True):
        _hold(row, passage, cues)
    spans = list(pairwise(cues.edges))
    shares = held @ cues.weights.T
    parts = [shares[:, first:last] if last > first else np.zeros((len(held), 1)) for first, last in spans]
    which = np.stack([part.argmax(axis=1) for part in parts], axis=1)
    return np.stack([part.max(axis=1) for part in parts], axis=1), which


def _forbidden(passages: Sequence[Passage], question: QuestionText) -> NDArray[np.bool_]:
    """Whether each passage forbids, word by word, what a cue of each point asks for: "nobody tells Legal"."""
    found = np.zeros((len(passages), len(question.points)), dtype=bool)
    for row, passage in zip(found, passages, strict=True):
        said = _banned(passage)
        if said.strip(" |"):
            row[:] = [any(f" {' '.join(run)} " in said for run in point.runs) for point in question.points]
    return found


def _banned(passage: Passage) -> str:
    """The stems of a passage that are forbidden, a bar for each other word."""
    doubts, stems = passage.reading.doubts, passage.reading.stems
    return f" {' '.join(stems[at] if doubts.get(at) == 'banned' else '|' for at in passage.span)} "


def _hold(row: Matrix, passage: Passage, cues: CueTable) -> None:
    """Mark how far a passage holds each unit of the cues."""
    reading, span = passage.reading, passage.span
    for sense in reading.senses:
        whole = sense.first in span and sense.last in span
        if whole and reading.stands(sense.first) and reading.stands(sense.last):
            _mark(row, cues.of_group.get(sense.group, ()), SAME_GROUP)
    for sense in reading.opposites:
        if sense.last in span:
            _mark(row, cues.of_group.get(sense.group, ()), SAME_GROUP)
    doubts, stems = reading.doubts, reading.stems
    done = {stems[at] for at in span if at not in doubts}
    banned = {stems[at] for at in span if doubts.get(at) == "banned"}
    negated = {stems[at] for at in span if doubts.get(at) in NEGATING}
    _mark(row, cues.held(done | banned), BANNED)
    _mark(row, cues.held(done), 1.0)
    _mark(row, cues.held_by_negative(done | negated), 1.0)


def _mark(row: Matrix, units: Sequence[int], worth: float) -> None:
    for unit in units:
        row[unit] = max(row[unit], worth)


def _letters(passage: Passage, question: QuestionText) -> Matrix:
    reading = passage.reading
    said = [reading.stems[at] for at in passage.standing if weight_of(reading.sentence.words[at]) > 0]
    return likenesses(said, question.letters)


def _near(
    passages: Sequence[Passage], question: QuestionText, likeness: Likeness, answer: str
) -> tuple[Matrix, Matrix]:
    """How near each passage is in meaning to each point's description, and to the nearest of its cues."""
    found = likeness.of_passages(passages, answer) @ _rubric(question.texts, likeness).T
    edges = [0, *accumulate(len(point.texts) for point in question.points)]
    cued = [found[:, min(first + 1, last - 1) : last].max(axis=1) for first, last in pairwise(edges)]
    return found[:, edges[:-1]], np.stack(cued, axis=1)


@lru_cache(maxsize=64)
def _rubric(texts: tuple[str, ...], likeness: Likeness) -> Matrix:
    return likeness.of_texts(texts)


def _margins(figures: Matrix) -> Matrix:
    """Each point's figure less the best of the other points'; the figure itself where there is no other."""
    if figures.shape[1] == 1:
        return figures
    ordered = np.sort(figures, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.asarray(figures - np.where(figures == best, second, best))
