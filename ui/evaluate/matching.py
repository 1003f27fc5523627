"""Which matcher suggests on this server, and what evaluators are told of it."""

import os
from dataclasses import dataclass
from functools import lru_cache

from engine.errors import Refused
from scoring.answers.matchers import WORDS, Matcher, by_words, chosen
from scoring.answers.measured import MEASURED
from ui.language.words import t


@dataclass(frozen=True, slots=True)
class InUse:
    """The matcher of this server."""

    matcher: Matcher
    refused: str = ""
    """Why it is not the one that was asked for."""


@lru_cache(maxsize=1)
def in_use() -> InUse:
    """The matcher that the server's settings ask for; matching by words where that can't be had."""
    try:
        return InUse(chosen(os.environ))
    except Refused as error:
        return InUse(by_words(), str(error))


def banner(matcher: str) -> str:
    """How suggestions come about, what counts until a person decides, and how often they were right."""
    words = t(
        "Text matching on this computer; no AI model reads the answers. Until you decide, one click a point,"
        " what it suggests counts in part, and the score says so."
    )
    meaning = t(
        "A small language model on this computer compares the answers with the points; no text leaves it."
        " Until you decide, one click a point, what matching by words alone suggests counts in part, and the"
        " score says so."
    )
    found = MEASURED[matcher]
    often = t(
        "On questions it had not seen, *likely* was right {likely} times in 10, *possible* {possible} in 10;"
        " of points not suggested about 1 in {missed} was made. Paraphrases and negation fool it.",
        likely=found.likely_in_ten,
        possible=found.possible_in_ten,
        missed=found.missed_one_in,
    )
    return f"{words if matcher == WORDS else meaning} {often}"
