"""Words an answer does not stand behind: negated, put off, only considered, past, or merely praised."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from scoring.answers.text import Sentence, Word
from scoring.answers.vocabulary import listed

Doubt = Literal["negated", "hedged", "past", "abstract", "echo", "until"]

NEGATORS = listed("not no never nobody none nothing neither nor cannot without cant dont wont noone isnt")
JOINERS = listed("and then but or so")

PSEUDO = re.compile(
    r"\b(?:not (?:only|just|merely|simply|entirely|completely|necessarily)|no (?:later|more|less|fewer) than|"
    r"no doubt|no matter|not to mention|no longer than|nothing (?:but|less)|why not|"
    r"without (?:delay|waiting)|not (?:sure|know)|don't know|no time to lose|nothing (?:more|else)$|not least|can't afford)\b"
)
"""Negations in form only."""

STOPS = listed("but however although though instead because since unless so whereas yet except")
CONDITIONS = listed("until before unless")
"""What follows makes a negation a condition: "nothing leaves before Legal has read it"."""

SUBJECTS = listed("i we they he she it you there someone somebody everyone")
REPLACED = re.compile(r"\b(?:rather than|instead of|as opposed to|in place of)\b")
REJECTED = re.compile(
    r"\b(?:overkill|useless|pointless|unnecessary|theatre|theater|nonsense|premature|panic|excessive|"
    r"overreact\w*|look like panic|dead end|waste of|(?:can|could|must) wait|costs? us|no use|makes? no sense|too early|"
    r"too drastic|out of the question|off the table|not (?:needed|necessary|required|worth)|"
    r"comes? (?:later|after)|wouldn't help|won't help|doesn't help|punish\w*|bad idea|not an option|a mistake|"
    r"going too far|against it)\b"
)
"""Verdicts that reject what the same clause speaks of (assumption)."""

HEDGES = re.compile(
    r"\b(?:maybe|perhaps|might|possibly|could (?:think|consider|also think)|at some point|some ?day|one day|"
    r"in theory|would be nice|eventually|hopefully|not sure (?:if|whether)|we'll see|have to see|"
    r"in the long run|next (?:quarter|year)|last resort|if all else fails|at a later stage|sooner or later|"
    r"toy with|play with the idea|worth considering|thinking about)\b"
)
PAST = re.compile(
    r"\b(?:last (?:year|time|summer|winter|spring|autumn)|years? ago|used to|was once|were once|i remember|"
    r"the other day|back then|in (?:19|20)\d\d|previous(?:ly)? (?:year|job|company)|at my (?:old|last)|"
    r"once worked|some time ago|a while ago|months ago|when i (?:was|worked))\b"
)
ABSTRACT = re.compile(
    r"\b(?:(?:is|are) (?:an? |the |all |also |very |really |so |key |well |extremely )*"
    r"(?:important|key|crucial|essential|vital|concepts?|known|best practices?|standard|"
    r"buzzwords?|good practice|paramount|fundamental)|best practices?|"
    r"is defined|are defined|key concepts?|holistic|well[- ]known)\b"
)
"""Praise or definition instead of a decision (assumption)."""


def doubts_of(sentence: Sentence) -> dict[int, Doubt]:
    """Why the words of a sentence do not count, by their number; words that count are absent."""
    words = sentence.words
    joined, places = _joined(words)
    found: dict[int, Doubt] = {}
    for doubt, pattern in (("past", PAST), ("hedged", HEDGES), ("abstract", ABSTRACT), ("negated", REJECTED)):
        for match in pattern.finditer(joined):
            first, last = _clause(words, places[match.start()])
            found.update(dict.fromkeys(range(first, last), doubt))  # type: ignore[arg-type]  # a Doubt by the table
    for match in REPLACED.finditer(joined):
        first = places[match.start()]
        found.update(dict.fromkeys(_forward(words, first + 1), "negated"))
    for number in _negators(words, joined, places):
        scope = _scope(words, number)
        later = {word.text for word in words[scope.stop - 1 : scope.stop + 1]}
        found.update(dict.fromkeys(scope, "until" if later & CONDITIONS else "negated"))
    return found


def _joined(words: Sequence[Word]) -> tuple[str, dict[int, int]]:
    """The words with single spaces, and the number of the word that begins at each place."""
    text, places = "", {}
    for number, word in enumerate(words):
        places[len(text)] = number
        text += f"{word.text} "
    return text, places


def _negators(words: Sequence[Word], joined: str, places: dict[int, int]) -> Iterator[int]:
    """Numbers of the words that negate."""
    pseudo = {places[match.start()] for match in PSEUDO.finditer(joined)}
    for number, word in enumerate(words):
        if word.text not in NEGATORS and not word.text.endswith("n't"):
            continue
        if number in pseudo or _is_reply(words, number):
            continue
        yield number


def _is_reply(words: Sequence[Word], number: int) -> bool:
    """Whether a "no" or "not" is an answer of its own: "No, we …"."""
    alone = number == 0 and words[0].text in ("no", "nothing")
    return alone and (len(words) == 1 or words[1].after_comma)


def _is_edge(words: Sequence[Word], number: int) -> bool:
    """Whether a new clause begins at a word."""
    word = words[number]
    if word.text in STOPS or word.text in CONDITIONS:
        return True
    following = words[number + 1].text if number + 1 < len(words) else ""
    if word.after_comma and (word.text in SUBJECTS or following in SUBJECTS):
        return True
    return word.text in ("and", "then") and following in SUBJECTS


def _clause(words: Sequence[Word], number: int) -> tuple[int, int]:
    """First word of the clause around a word, and the one after its last."""
    first = number
    while first > 0 and not _is_edge(words, first):
        first -= 1
    return first, next((at for at in range(number + 1, len(words)) if _is_edge(words, at)), len(words))


def _forward(words: Sequence[Word], number: int) -> range:
    end = number
    while (
        end < len(words) and not _is_edge(words, end) and not (end > number and words[end].text in SUBJECTS)
    ):
        end += 1
    return range(number, end)


def _scope(words: Sequence[Word], number: int) -> range:
    """Numbers of the words that a negator takes back: to the end of its clause, and its subject."""
    first, last = _clause(words, number)
    if words[number].text in ("without", "no", "nor"):
        return range(number + 1, last)
    back = number
    while back > first and not words[back].after_comma and words[back].text not in JOINERS:
        back -= 1
    return range(back, last)
