"""Make the table of words that likeness in meaning rests on: ``python -m bench.words --out FILE``.

Words are the most frequent ones of the sentence model's own vocabulary, and those of the shipped scenarios
and of the lexicon; labelled answers play no part. The model of the extra `tplus[meaning]` places each word,
words of one stem are averaged, and the places are cut to their main directions and to steps of four bits.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scoring.answers.likeness.sentences import sentence_model
from scoring.answers.likeness.wordpieces import pieces
from scoring.answers.reading.text import stem_of
from scoring.answers.rubric.groups import WRITTEN

ROOT = Path(__file__).resolve().parents[1]

STEMS = 7_000
"""Stems in the table; 15,000 agree with labelled answers no better."""
DIRECTIONS = 96
"""Directions kept; 128 are no better, 64 are worse."""
STEP = 7
"""Greatest step of four bits either way."""
FIRST_WORD = 1_996
"""Number of the first whole word in the model's vocabulary; from there on, words stand by frequency."""
RARE = 12_000
"""Place in the order of frequency that stands for words it lacks (assumption)."""

Matrix = NDArray[np.float32]


def own_words() -> set[str]:
    """Words of the shipped scenarios and of the lexicon."""
    paths = sorted((ROOT / "scenarios").rglob("*.yml")) + sorted((ROOT / "scenarios").rglob("*.md"))
    text = " ".join([*(path.read_text(encoding="utf-8") for path in paths), WRITTEN])
    return set(re.findall(r"[a-z]{2,19}", text.lower()))


def ranks() -> Mapping[str, int]:
    """Each word of the model's vocabulary by its place in the order of frequency."""
    listed = pieces()
    return {
        word: number - FIRST_WORD
        for word, number in listed.items()
        if number >= FIRST_WORD and re.fullmatch(r"[a-z]{2,}", word)
    }


def stems_of(words: Iterable[str]) -> Mapping[str, list[str]]:
    """Words by their stem."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        found[stem_of(word)].append(word)
    return found


def table(own: set[str], frequency: Mapping[str, int]) -> tuple[list[str], list[int], NDArray[np.int8]]:
    """Stems with their place in the order of frequency and in the space of meaning."""
    words = stems_of(own | set(frequency))
    rank = {stem: min(frequency.get(word, RARE) for word in forms) for stem, forms in words.items()}
    is_own = {stem: any(word in own for word in forms) for stem, forms in words.items()}
    chosen = sorted(words, key=lambda stem: (not is_own[stem], rank[stem], stem))[:STEMS]
    placed = np.array([_placed(words[stem]) for stem in chosen])
    return chosen, [rank[stem] for stem in chosen], _cut(placed)


def _placed(words: Sequence[str]) -> Matrix:
    return np.asarray(sentence_model().of_texts(words).mean(axis=0), dtype=np.float32)


def _cut(placed: Matrix) -> NDArray[np.int8]:
    centred = placed - placed.mean(axis=0)
    directions = np.linalg.svd(centred, full_matrices=False)[2][:DIRECTIONS]
    cut = centred @ directions.T
    cut = cut / np.linalg.norm(cut, axis=1, keepdims=True)
    widest = np.quantile(np.abs(cut), 0.999)
    return np.asarray(np.clip(np.round(cut / widest * STEP), -STEP, STEP), dtype=np.int8)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, help="file to write, *.npz")
    chosen = parser.parse_args(arguments)
    stems, rank, places = table(own_words(), ranks())
    np.savez_compressed(
        chosen.out, stems=np.array(stems), ranks=np.array(rank, dtype=np.uint16), places=places
    )
    print(f"{len(stems)} stems, {chosen.out.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
