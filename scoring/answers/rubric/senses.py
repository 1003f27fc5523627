"""What words stand for: their stem and the groups of the lexicon, typing mistakes forgiven."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType

from scoring.answers.reading.text import Word, stem_of, words_of
from scoring.answers.reading.vocabulary import FUNCTION_WORDS, WEAK_WORDS
from scoring.answers.rubric.lexicon import GROUPS

GAP = 4
"""Words that may stand where a phrase of the lexicon has an underscore."""

MOST_KEPT = 5_000
"""Mended words a question keeps for its next answers; only speed depends on it."""

Phrase = tuple[str, ...]
"""Stems; an underscore stands for a gap."""


@dataclass(frozen=True, slots=True)
class Sense:
    """A group that some words of a sentence stand for; the words are numbered in the sentence."""

    group: str
    first: int
    last: int
    """Number of the last word, inclusive."""


def _phrase(text: str) -> Phrase:
    parts = [part.strip() for part in text.split("_")]
    stems: list[str] = []
    for number, part in enumerate(parts):
        stems += ["_"] * (number > 0) + [word.stem for word in words_of(part)]
    return tuple(stems)


@lru_cache(maxsize=1)
def phrases() -> Mapping[str, tuple[tuple[Phrase, str], ...]]:
    """Phrases with their group, by first stem."""
    found: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
    for group, written in GROUPS.items():
        for text in written:
            phrase = _phrase(text)
            found[phrase[0]].append((phrase, group))
    return MappingProxyType({stem: tuple(items) for stem, items in found.items()})


def senses_of(stems: Sequence[str]) -> Iterator[Sense]:
    """Groups of the lexicon found in a row of stems."""
    index = phrases()
    for first, stem in enumerate(stems):
        for phrase, group in index.get(stem, ()):
            last = match(phrase, stems, first)
            if last is not None:
                yield Sense(group, first, last)


def match(phrase: Phrase, stems: Sequence[str], first: int) -> int | None:
    """Number of the last word of a phrase that begins at a word, or None."""
    place, reach = first, 0
    for wanted in phrase:
        if wanted == "_":
            reach = GAP
            continue
        found = next(
            (at for at in range(place, min(place + reach + 1, len(stems))) if stems[at] == wanted), None
        )
        if found is None:
            return None
        place, reach = found + 1, 0
    return place - 1


def _edits(word: str) -> int:
    """Typing mistakes that a word of this length may hold."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


def _shortened(word: str, times: int) -> frozenset[str]:
    found = {word}
    for count in range(1, times + 1):
        for gone in combinations(range(len(word)), count):
            found.add("".join(letter for at, letter in enumerate(word) if at not in gone))
    return frozenset(found)


def _index(words: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if 4 <= len(word) <= 16:
            for short in _shortened(word, _edits(word)):
                found[short].append(word)
    return MappingProxyType({short: tuple(items) for short, items in found.items()})


@lru_cache(maxsize=1)
def lexicon_words() -> frozenset[str]:
    """Every word of the lexicon, as it is written there, and the words of grammar."""
    text = " ".join(phrase for written in GROUPS.values() for phrase in written).replace("_", " ")
    return frozenset(word.text for word in words_of(text)) | FUNCTION_WORDS


@lru_cache(maxsize=1)
def _lexicon_index() -> Mapping[str, tuple[str, ...]]:
    return _index(lexicon_words())


def distance(left: str, right: str) -> int:
    """Letters to insert, delete, replace or swap with their neighbour."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]


class Speller:
    """Mends typing mistakes towards the words of a question's rubric and of the lexicon."""

    def __init__(self, words: frozenset[str]) -> None:
        known = words | lexicon_words() | WEAK_WORDS
        self._known = frozenset(stem_of(word) for word in known)
        self._own = _index(words)
        self._mended: dict[str, str] = {}

    def mend(self, word: Word) -> str:
        """The stem meant by a word: its own where it is known or nothing is near."""
        if word.stem in self._known or not 4 <= len(word.text) <= 16 or word.text in FUNCTION_WORDS:
            return word.stem
        if word.text not in self._mended:
            if len(self._mended) >= MOST_KEPT:
                self._mended.clear()
            self._mended[word.text] = self._nearest(word)
        return self._mended[word.text]

    def knows(self, stem: str) -> bool:
        """Whether a stem is one of the rubric's, the lexicon's, or an everyday one."""
        return stem in self._known

    def _nearest(self, word: Word) -> str:
        edits = _edits(word.text)
        near = {
            other
            for short in _shortened(word.text, edits)
            for index in (self._own, _lexicon_index())
            for other in index.get(short, ())
            if other[0] == word.text[0]
        }
        ranked = sorted((distance(word.text, other), other) for other in near)
        meant = (other for far, other in ranked if far <= min(edits, _edits(other)))
        return stem_of(next(meant, word.text))
