"""Where a clause of a sentence begins and ends."""

import re
from collections.abc import Sequence

from scoring.answers.reading.text import Word
from scoring.answers.reading.vocabulary import listed

JOINERS = listed("and then but or so")
STOPS = listed("but however although though instead because since unless so whereas yet except")
CONDITIONS = listed("until till before unless")
"""What follows makes a negation a condition: "nothing leaves before Legal has read it"."""

RELATIVES = listed("who which that where what whether how if when while as")
OPENERS = JOINERS | STOPS | CONDITIONS | RELATIVES
"""Words to which the clause of a negation reaches back at most."""

DEGREES = listed("far much many long")
"""What makes of a "so" no new clause: "so far"."""

SUBJECTS = listed("i we they he she it you there someone somebody everyone")
ADVERBS = listed(
    """
    also really certainly definitely still just rather probably even ever simply clearly absolutely
    honestly actually either please therefore
    """
)
"""Words that may stand between a verb and its negation."""


def any_of(listed_phrases: str) -> re.Pattern[str]:
    """A pattern of whole words; alternatives stand on lines or between " | "."""
    phrases = re.split(r"\s\|\s|\n", listed_phrases)
    return re.compile(rf"\b(?:{'|'.join(text.strip() for text in phrases if text.strip())})(?!\w)")


def joined(words: Sequence[Word]) -> tuple[str, dict[int, int]]:
    """The words with single spaces, and the number of the word that begins at each place."""
    places, length = {}, 0
    for number, word in enumerate(words):
        places[length] = number
        length += len(word.text) + 1
    return " ".join(word.text for word in words), places


def clause_start(words: Sequence[Word], number: int) -> int:
    """Number of the first word of the clause around a word: it opens after a comma or a clause word."""
    first = number
    while first > 0 and not words[first].after_comma and words[first - 1].text not in OPENERS:
        first -= 1
    return first


def clause_end(words: Sequence[Word], number: int) -> int:
    """Number of the word after the last one of the clause around a word."""
    return next((at for at in range(number + 1, len(words)) if is_edge(words, at)), len(words))


def is_edge(words: Sequence[Word], number: int) -> bool:
    """Whether a new clause begins at a word."""
    word = words[number]
    following = words[number + 1].text if number + 1 < len(words) else ""
    if word.text == "so" and following in DEGREES:
        return False
    if word.text in STOPS or word.text in CONDITIONS or (word.after_comma and word.text == "and"):
        return True
    if word.after_comma and (word.text in SUBJECTS or following in SUBJECTS):
        return True
    return word.text in ("and", "then") and following in SUBJECTS
