"""An answer as sentences and words, each with its place in the text."""

import re
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from scoring.answers.reading.vocabulary import FUNCTION_WORDS, WEAK_WORDS

MAX_CHARACTERS = 20_000
"""Characters of an answer that are read (assumption: what the log lets a participant send)."""

LONGEST = 80
"""Words of a sentence; a longer one is read in parts, so that work grows with the text only (assumption)."""

LIGHT = 0.35
"""Weight of an everyday word beside 1 for others (assumption)."""

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"\d+(?:[.,:]\d+)+|[^\W_]+(?:['’][^\W_]+)?")
_BREAK = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|\n+|\r+|\s+(?:->|→|=>)\s+|(?<!\w)[•▪●◦]\s*|;\s+")
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|d|ll|re|ve|m|t))$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in the text."""

    text: str
    """Lower case, without a clitic such as 'll; `n't` is kept."""
    stem: str
    start: int
    end: int
    after_comma: bool = False

    @property
    def is_content(self) -> bool:
        """Whether it is more than grammar."""
        return self.text not in FUNCTION_WORDS


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a line or a bullet."""

    start: int
    end: int
    words: tuple[Word, ...]


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """The stem of a lower-case word."""
    return str(_STEMMER.stemWord(word)) if len(word) < 60 else word[:60]


@lru_cache(maxsize=20_000)
def _plain(raw: str) -> str:
    lower = raw.lower().replace("’", "'")
    if lower.endswith("n't"):
        return lower
    return _CLITIC.sub("", lower) or lower


def words_of(text: str, offset: int = 0) -> tuple[Word, ...]:
    """The words of a text, each with its place shifted by an offset."""
    found, last = [], 0
    for match in _WORD.finditer(text):
        plain = _plain(match.group())
        between = text[last : match.start()]
        comma = any(mark in between for mark in ",:()–—") or " - " in between
        found.append(Word(plain, stem_of(plain), match.start() + offset, match.end() + offset, comma))
        last = match.end()
    return tuple(found)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that hold words; lines and bullets count as sentences."""
    read = text[:MAX_CHARACTERS]
    edges = [0, *(place for match in _BREAK.finditer(read) for place in match.span()), len(read)]
    found = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        words = words_of(read[start:end], start)
        for at in range(0, len(words), LONGEST):
            part = words[at : at + LONGEST]
            found.append(Sentence(part[0].start, _end(read, part[-1].end, end), part))
    return tuple(found)


def _end(text: str, last: int, limit: int) -> int:
    """The end of a sentence, with its closing mark."""
    return last + 1 if last < limit and text[last] in ".!?" else last


def weight_of(word: Word) -> float:
    """How much a word says: nothing for grammar, little for everyday words (assumption)."""
    if not word.is_content:
        return 0.0
    return LIGHT if word.text in WEAK_WORDS or word.stem in WEAK_WORDS else 1.0
