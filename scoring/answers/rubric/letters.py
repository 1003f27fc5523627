"""Likeness of texts by groups of letters, which survives inflection and typing mistakes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import log, sqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from scoring.answers.reading.text import weight_of, words_of

SIZES = (3, 4, 5)
"""Letters in a group (the study)."""


@dataclass(frozen=True, slots=True, eq=False)
class LetterIndex:
    """The rubric texts of a question, by letter group."""

    idf: Mapping[str, float]
    rare: float
    """Weight of a group that no text holds."""
    rows: Mapping[str, int]
    """Row of each group that a text holds."""
    shares: NDArray[np.float64]
    """[group, text]: how much of a text each group is."""
    edges: tuple[int, ...]
    """Where the texts of each point begin."""


@lru_cache(maxsize=20_000)
def _groups_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[at : at + size] for size in SIZES for at in range(len(padded) - size + 1))


def _counts(words: Iterable[str]) -> Counter[str]:
    return Counter(group for word in words for group in _groups_of(word[:40]))


def _vector(counts: Mapping[str, int], idf: Mapping[str, float], rare: float) -> dict[str, float]:
    raw = {group: (1.0 + log(count)) * idf.get(group, rare) for group, count in counts.items()}
    norm = sqrt(sum(value * value for value in raw.values())) or 1.0
    return {group: value / norm for group, value in raw.items()}


def letter_index(points: Sequence[Sequence[str]], asked: str) -> LetterIndex:
    """The texts of each point made ready; the question's own words count as common."""
    counted = [_counts(_content(text)) for texts in points for text in texts]
    seen = Counter(group for counts in [*counted, _counts(_content(asked))] for group in counts)
    total = len(counted) + 1
    idf = {group: log((1 + total) / (1 + count)) + 1 for group, count in seen.items()}
    rare = max(idf.values(), default=1.0)
    held = dict.fromkeys(group for counts in counted for group in counts)
    rows = {group: row for row, group in enumerate(held)}
    shares = np.zeros((len(rows), len(counted)))
    for number, counts in enumerate(counted):
        for group, value in _vector(counts, idf, rare).items():
            shares[rows[group], number] = value
    edges = (0, *accumulate(len(texts) for texts in points))
    return LetterIndex(MappingProxyType(idf), rare, MappingProxyType(rows), shares, edges[:-1])


def _content(text: str) -> list[str]:
    return [word.text for word in words_of(text) if weight_of(word) > 0]


def likenesses(words: Iterable[str], index: LetterIndex) -> NDArray[np.float64]:
    """Likeness of some words to each point, 0 to 1: that of the point's nearest text."""
    said = _vector(_counts(words), index.idf, index.rare)
    known = [group for group in said if group in index.rows]
    sums = np.array([said[group] for group in known]) @ index.shares[[index.rows[group] for group in known]]
    return np.asarray(np.maximum.reduceat(sums, index.edges) if index.edges else sums)
