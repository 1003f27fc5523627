"""Likeness of texts by groups of letters, which survives inflection and typing mistakes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from types import MappingProxyType

from scoring.answers.reading.text import weight_of, words_of

SIZES = (3, 4, 5)
"""Letters in a group (the study)."""


@dataclass(frozen=True, slots=True)
class LetterIndex:
    """The rubric texts of a question, by letter group."""

    idf: Mapping[str, float]
    rare: float
    """Weight of a group that no text holds."""
    postings: Mapping[str, tuple[tuple[int, float], ...]]
    """Numbers of the texts that hold a group, with its share in each."""
    owners: tuple[int, ...]
    """Number of the point each text belongs to."""
    points: int


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
    owners = tuple(number for number, texts in enumerate(points) for _ in texts)
    counted = [_counts(_content(text)) for texts in points for text in texts]
    seen = Counter(group for counts in [*counted, _counts(_content(asked))] for group in counts)
    total = len(counted) + 1
    idf = {group: log((1 + total) / (1 + count)) + 1 for group, count in seen.items()}
    rare = max(idf.values(), default=1.0)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, counts in enumerate(counted):
        for group, value in _vector(counts, idf, rare).items():
            postings[group].append((number, value))
    held = MappingProxyType({group: tuple(items) for group, items in postings.items()})
    return LetterIndex(MappingProxyType(idf), rare, held, owners, len(points))


def _content(text: str) -> list[str]:
    return [word.text for word in words_of(text) if weight_of(word) > 0]


def likenesses(words: Iterable[str], index: LetterIndex) -> list[float]:
    """Likeness of some words to each point, 0 to 1: that of the point's nearest text."""
    best = [0.0] * index.points
    sums = [0.0] * len(index.owners)
    for group, value in _vector(_counts(words), index.idf, index.rare).items():
        for number, share in index.postings.get(group, ()):
            sums[number] += value * share
    for number, total in enumerate(sums):
        best[index.owners[number]] = max(best[index.owners[number]], total)
    return best
