"""A text as the pieces of words that the sentence model knows, by number (WordPiece)."""

import hashlib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

FILE = "vocabulary.txt"
SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
"""Of the vocabulary: that of `bert-base-uncased` (Apache-2.0), one piece a line, numbered from 0."""

UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
MOST_PIECES = 256
"""Pieces of a text that the model reads, its two marks included."""
LONGEST_WORD = 100
"""Letters beyond which a word is unknown."""


@lru_cache(maxsize=1)
def pieces() -> Mapping[str, int]:
    """Each piece of the vocabulary with its number.

    Raises:
        ValueError: the file is not the one that the model was trained with.

    """
    raw = (files(__package__) / FILE).read_bytes()
    found = hashlib.sha256(raw).hexdigest()
    if found != SHA256:
        raise ValueError(f"{FILE}: SHA-256 {found} is not {SHA256}; install Tplus anew")
    return {piece: number for number, piece in enumerate(raw.decode("utf-8").removesuffix("\n").split("\n"))}


def numbers_of(text: str) -> list[int]:
    """The numbers of a text's pieces between the marks of beginning and end."""
    known = pieces()
    found = [known[piece] for word in _words(text) for piece in _pieces_of(word, known)]
    return [known[BEGIN], *found[: MOST_PIECES - 2], known[END]]


def _words(text: str) -> list[str]:
    """Lower-case words without accents, each mark of punctuation and each ideograph by itself."""
    split = unicodedata.normalize("NFD", text.lower())
    return "".join(_spaced(letter) for letter in split).split()


@lru_cache(maxsize=4_096)
def _spaced(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter.isspace():
        return " "
    if kind in ("Mn", "Cc", "Cf"):
        return ""
    is_mark = kind[0] == "P" or (letter.isascii() and not letter.isalnum())
    return f" {letter} " if is_mark or "\u3400" <= letter <= "\u9fff" else letter


def _pieces_of(word: str, known: Mapping[str, int]) -> list[str]:
    """The longest pieces from the left that make up a word."""
    found: list[str] = []
    first = 0
    while first < len(word):
        opening = "##" if first else ""
        ends = range(len(word), first, -1)
        last = next((end for end in ends if opening + word[first:end] in known), None)
        if last is None or len(word) > LONGEST_WORD:
            return [UNKNOWN]
        found.append(opening + word[first:last])
        first = last
    return found
