"""Likeness in meaning by a table of words: no model runs, the table was computed once with the help of one.

`bench/words.py` makes the table, and docs/answers.md says how: some thousand word stems, each with its place
in a space where words of like meaning lie near each other. A text lies where its words lie on average, common
words counting less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.answers.passages import Passage, Reading
from scoring.answers.reading.text import words_of

Matrix = NDArray[np.float32]

FILE = "words.npz"
COMMON = 400.0
"""Place in the order of frequency at which a word counts half (assumption)."""


@dataclass(frozen=True, slots=True, eq=False)
class WordTable:
    """Where each stem lies, times what it counts."""

    rows: Mapping[str, int]
    """Row of each stem; the last row, of zeros, is for all others."""
    places: Matrix

    @property
    def reads_letters(self) -> bool:
        """It knows whole words only."""
        return False

    def of_texts(self, texts: Sequence[str]) -> Matrix:
        """A unit vector for each text; of zeros where no word is known."""
        return _unit([self._placed([word.stem for word in words_of(text)]).sum(axis=0) for text in texts])

    def of_passages(self, passages: Sequence[Passage], answer: str) -> Matrix:
        """A unit vector for each passage, of the words the answer stands behind."""
        readings = {id(item.reading): item.reading for item in passages}
        sums = {name: self._running(reading) for name, reading in readings.items()}
        return _unit(
            [sums[id(item.reading)][item.last] - sums[id(item.reading)][item.first] for item in passages]
        )

    def _running(self, reading: Reading) -> Matrix:
        """Sums of the places of a sentence's words up to each of them."""
        said = [stem if reading.stands(number) else "" for number, stem in enumerate(reading.stems)]
        return np.vstack([np.zeros_like(self.places[:1]), np.cumsum(self._placed(said), axis=0)])

    def _placed(self, stems: Sequence[str]) -> Matrix:
        return self.places[[self.rows.get(stem, -1) for stem in stems]]


def _unit(vectors: Sequence[Any]) -> Matrix:
    rows = np.array(vectors, dtype=np.float32)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 1e-6, length, 1.0), dtype=np.float32)


@lru_cache(maxsize=1)
def word_table() -> WordTable:
    """The table that comes with Tplus."""
    with as_file(files(__package__) / FILE) as path, np.load(path, allow_pickle=False) as held:
        stems, ranks, steps = held["stems"], held["ranks"], held["places"]
    places = np.asarray(steps, dtype=np.float32)
    places = places / np.linalg.norm(places, axis=1, keepdims=True)
    counts = ranks.astype(np.float32) / (ranks + COMMON)
    places = np.vstack([places * counts[:, None], np.zeros_like(places[:1])])
    return WordTable({str(stem): row for row, stem in enumerate(stems)}, np.asarray(places, dtype=np.float32))
