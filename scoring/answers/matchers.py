"""The ways to match: by words alone, which is the default, or with a sentence model where it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray

from scoring.answers.likeness.sentences import sentence_model
from scoring.answers.likeness.words import word_table
from scoring.answers.passages import Passage
from scoring.answers.weights import MEANING_WEIGHTS, WORDS_WEIGHTS, Weights

SETTING = "TPLUS_MEANING"
WORDS, MEANING = "words-3", "meaning-1"
"""Names of the matchers; a change of method or weights changes them."""


class Likeness(Protocol):
    """Places texts and passages where their products tell how near they are in meaning."""

    @property
    def reads_letters(self) -> bool:
        """Whether it knows inflected and mistyped words by itself."""

    def of_texts(self, texts: Sequence[str]) -> NDArray[Any]:
        """A unit vector for each text."""

    def of_passages(self, passages: Sequence[Passage], answer: str) -> NDArray[Any]:
        """A unit vector for each passage of an answer."""

    def __hash__(self) -> int:
        """By identity: what was placed once is kept."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """A likeness and the weights that were fitted with it."""

    name: str
    """Stored with every suggestion and decision."""
    likeness: Likeness
    weights: Weights


def by_words() -> Matcher:
    """Matching by words, letters and the table of words; no model runs."""
    return Matcher(WORDS, word_table(), WORDS_WEIGHTS)


def by_meaning() -> Matcher:
    """Matching by words, letters and the sentence model.

    Raises:
        Refused: the model is not installed, or is another.

    """
    return Matcher(MEANING, sentence_model(), MEANING_WEIGHTS)


def chosen(settings: Mapping[str, str]) -> Matcher:
    """The matcher that the settings ask for.

    Raises:
        Refused: they ask for the sentence model, which is not here.

    """
    return (
        by_meaning()
        if settings.get(SETTING, "").strip().lower() in ("1", "true", "yes", "on")
        else by_words()
    )
