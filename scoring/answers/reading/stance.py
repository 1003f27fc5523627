"""Words an answer does not stand behind: negated, put off, only considered, past, or merely praised."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.answers.reading.clauses import SUBJECTS, any_of, clause_end, is_edge, joined
from scoring.answers.reading.negation import negations_of
from scoring.answers.reading.text import Sentence, Word

Doubt = Literal["negated", "hedged", "past", "abstract", "echo", "until", "banned"]
"""Why a word counts less or not at all; banned ones count half, since a ban may be the measure asked for."""

NEGATING: frozenset[Doubt] = frozenset({"negated", "until", "banned"})
"""Doubts that a negation brings."""

REPLACED = any_of("rather than | instead of | as opposed to | in place of")
DISMISSED = any_of(
    r"""
    so (?:no|not|never)$ | (?:definitely|certainly|absolutely) not$
    (?:i|we) (?:won't|wouldn't|will not|would not|don't|do not)(?: do)?(?: it| that| this| so)?$
    (?:i|we) (?:am |are )?not (?:going to|do(?:ing)?)(?: do)?(?: it| that| this| so)?$
    """
)
"""What rejects all that the sentence said before it: "so no", "so we won't do that"."""

REJECTED = any_of(
    r"""
    overkill | useless | pointless | unnecessary | nonsense | premature | excessive | overreact\w* | silly
    panic\w* | theat(?:re|er) | against (?:it|that|this) | no good | the wrong (?:way|moment|time|answer)
    disproportionate | waste of | (?:can|could|must) wait | no use | makes? no sense | bad idea | a mistake
    too (?:early|drastic|risky|much) | out of the question | off the table | going too far
    not (?:needed|necessary|required|worth) | hardly worth | comes? (?:later|after)
    (?:wouldn't|won't|doesn't) help | (?:not|isn't|hardly) an option | for another day
    """
)
"""Verdicts that reject what the same clause speaks of (assumption)."""

HEDGES = any_of(
    r"""
    maybe | perhaps | might | possibly | could (?:think|consider|also think) | at some point | some ?day
    one day | in theory | would be nice | eventually | hopefully | not sure (?:if|whether) | have to see
    in the long run | next (?:quarter|year) | last resort | if all else fails | at a later stage
    sooner or later | toy with | play with the idea | worth considering | thinking about
    """
)
PAST = any_of(
    r"""
    last (?:year|time|summer|winter|spring|autumn) | years? ago | months ago | a while ago | some time ago
    (?:we|i|it|they) used to | was once | were once | once worked | i remember | the other day
    back then | in (?:19|20)\d\d
    previous(?:ly)? (?:year|job|company) | at my (?:old|last) | when i (?:was|worked)
    """
)
ABSTRACT = any_of(
    r"""
    (?:is|are) (?:an? |the |all |also |very |really |so |key |well |extremely )*(?:important|key|crucial)
    (?:is|are) (?:an? |the |all |also |very |really |so |key |well |extremely )*(?:essential|vital|standard)
    (?:is|are) (?:an? |the |all |also |very |really |so |key |well |extremely )*(?:concepts?|known|buzzwords?)
    (?:is|are) (?:paramount|fundamental|defined|good practice) | best practices? | key concepts? | holistic
    well[- ]known
    """
)
"""Praise or definition instead of a decision (assumption)."""


VERDICTS: tuple[tuple[Doubt, re.Pattern[str]], ...] = (
    ("past", PAST),
    ("hedged", HEDGES),
    ("abstract", ABSTRACT),
    ("negated", REJECTED),
)
"""What each pattern says of the clause it stands in; a later one prevails."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What an answer's author makes of the words of a sentence."""

    doubts: Mapping[int, Doubt]
    """Why words do not count, by their number; words that count are absent."""
    negators: frozenset[int]
    """Numbers of the words that negate."""


def stance_of(sentence: Sentence) -> Stance:
    """What the author of a sentence makes of its words."""
    words = sentence.words
    text, places = joined(words)
    found: dict[int, Doubt] = {}
    for doubt, pattern in VERDICTS:
        for match in pattern.finditer(text):
            found.update(dict.fromkeys(_around(words, places[match.start()]), doubt))
    for match in REPLACED.finditer(text):
        found.update(dict.fromkeys(_forward(words, places[match.start()] + 1), "negated"))
    negations = tuple(negations_of(words))
    for negation in negations:
        found.update(dict.fromkeys(negation.reach, negation.force))
    for match in DISMISSED.finditer(text):
        found.update(dict.fromkeys(range(places[match.start()]), "negated"))
    return Stance(found, frozenset(negation.at for negation in negations))


def _around(words: Sequence[Word], number: int) -> range:
    """Numbers of the words of the clause around a word."""
    first = number
    while first > 0 and not is_edge(words, first):
        first -= 1
    return range(first, clause_end(words, number))


def _forward(words: Sequence[Word], number: int) -> range:
    end = number
    while end < len(words) and not is_edge(words, end) and not (end > number and words[end].text in SUBJECTS):
        end += 1
    return range(number, end)
