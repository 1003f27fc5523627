"""Which words of a sentence a negation takes back, and how."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.answers.reading.clauses import (
    ADVERBS,
    CONDITIONS,
    JOINERS,
    SUBJECTS,
    any_of,
    clause_end,
    clause_start,
    joined,
)
from scoring.answers.reading.text import Word
from scoring.answers.reading.vocabulary import listed

Force = Literal["negated", "until", "banned"]
"""Taken back, put off until something else, or forbidden, which may be the very measure that is asked for."""

NEGATORS = listed(
    "not no never nobody none nothing neither nor cannot without cant dont wont noone isnt avoid"
)
QUANTIFIERS = listed("nobody nothing none noone")
AUXILIARIES = listed(
    """
    am is are was were be been being do does did have has had will would shall should can could may might
    must need needs ought to d ll
    """
)
OPENING = 4
"""Words at the start of a cue or a description among which its own negation stands (assumption)."""

PSEUDO = any_of(
    """
    not (?:only|just|merely|simply|entirely|completely|necessarily|sure|know|least) | don't know
    no (?:later|more|less|fewer|longer) than | no doubt | no matter | no time to lose | not to mention
    nothing (?:but|less) | nothing (?:more|else)$ | why not | without (?:delay|waiting|hesitation)
    can't afford
    no (?:delay|hesitation|problem|exceptions?) | whether or not | or not$ | if not$
    (?:can and|what) (?:cannot|can't) | what (?:is|are|does|do|can) not | (?:is|are) and (?:is|are) not
    """
)
"""Negations in form only."""

REFUSED = listed("need reason point use sense case way intention")
"""What a "no" before it refuses: "no need to tell them" tells nobody."""


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that negates, and the words it reaches."""

    at: int
    reach: range
    force: Force


def is_negator(text: str) -> bool:
    """Whether a word negates."""
    return text in NEGATORS or text.endswith("n't")


def is_negative(text: str) -> bool:
    """Whether a cue asks for a negation, such as "do not delete the logs"; "not only" asks for none."""
    plain = PSEUDO.sub(" ", text.lower().replace("’", "'"))
    return any(is_negator(word) for word in re.findall(r"[\w']+", plain)[:OPENING])


def negations_of(words: Sequence[Word]) -> Iterator[Negation]:
    """Every negation of a sentence, in the order of its words."""
    text, places = joined(words)
    spans = [match.span() for match in PSEUDO.finditer(text)]
    pseudo = {number for start, end in spans for place, number in places.items() if start <= place < end}
    last = -1
    for number, word in enumerate(words):
        if not is_negator(word.text) or number in pseudo or _is_reply(words, number):
            continue
        if word.text == "without" and last >= clause_start(words, number):
            continue
        yield _negation(words, number)
        last = number


def _is_reply(words: Sequence[Word], number: int) -> bool:
    """Whether a "no" or "not" is an answer of its own: "No, we …"."""
    alone = number == 0 and words[0].text in ("no", "nothing")
    return alone and (len(words) == 1 or words[1].after_comma)


def _negation(words: Sequence[Word], number: int) -> Negation:
    first, end = clause_start(words, number), _end(words, number)
    force: Force = "until" if end < len(words) and words[end].text in CONDITIONS else "negated"
    opens = _before(words, number, first) < first
    match words[number].text:
        case "without" | "avoid":
            return Negation(number, range(number + 1, _phrase_end(words, number, end)), "negated")
        case "nor" | "neither":
            return Negation(number, range(number + 1, end), force)
        case "no":
            return _with_no(words, number, range(first, end), force)
        case text if text in QUANTIFIERS or text == "never":
            if opens:
                return Negation(number, range(number + 1, end), force if force == "until" else "banned")
            return Negation(number, range(first, end), force)
    return _with_not(words, number, range(first, end), force)


def _with_no(words: Sequence[Word], number: int, clause: range, force: Force) -> Negation:
    """A "no" takes the verb before it along; where it opens its clause it forbids: "no more refunds"."""
    following = words[number + 1].text if number + 1 < len(words) else ""
    before = _before(words, number, clause.start)
    right = range(number + 1, clause.stop)
    if following in REFUSED:
        return Negation(number, right, "negated")
    if before < clause.start:
        return Negation(number, right, force if force == "until" else "banned")
    is_alone = words[before].text in ("with", "by", "so") or following == "longer"
    return Negation(number, right if is_alone else range(clause.start, clause.stop), force)


def _with_not(words: Sequence[Word], number: int, clause: range, force: Force) -> Negation:
    """A "not" after a verb of its own clause takes back that clause; elsewhere only what it stands before."""
    text = words[number].text
    before = _before(words, number, clause.start)
    contracted = text.endswith("n't") or text in ("cannot", "cant", "dont", "wont", "isnt")
    if contracted or (before >= clause.start and words[before].text in AUXILIARIES | SUBJECTS):
        opens = (number if contracted else before) == clause.start and (
            text in ("don't", "dont") or words[clause.start].text == "do"
        )
        return Negation(number, clause, "banned" if opens and force == "negated" else force)
    return Negation(number, range(number + 1, _phrase_end(words, number, clause.stop)), force)


def _before(words: Sequence[Word], number: int, first: int) -> int:
    """Number of the word before one, adverbs skipped; less than `first` where the clause opens with it."""
    at = number - 1
    while at >= first and words[at].text in ADVERBS:
        at -= 1
    return at


def _end(words: Sequence[Word], number: int) -> int:
    end = clause_end(words, number)
    exempt = (at for at in range(number + 1, end) if words[at].text == "without")
    return next(exempt, end)


def _phrase_end(words: Sequence[Word], number: int, end: int) -> int:
    parted = (at for at in range(number + 2, end) if words[at].text in JOINERS or words[at].after_comma)
    return next(parted, end)
