"""Words an answer does not stand behind: negated, put off, only considered, past, or merely praised."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from scoring.answers.text import Sentence, Word
from scoring.answers.vocabulary import listed


def _any_of(listed_phrases: str) -> re.Pattern[str]:
    """A pattern of whole words; alternatives stand on lines or between " | "."""
    phrases = re.split(r"\s\|\s|\n", listed_phrases)
    return re.compile(rf"\b(?:{'|'.join(text.strip() for text in phrases if text.strip())})\b")


Doubt = Literal["negated", "hedged", "past", "abstract", "echo", "until"]

NEGATORS = listed("not no never nobody none nothing neither nor cannot without cant dont wont noone isnt")
OPENING = 4
"""Words at the start of a cue or a description among which its own negation stands (assumption)."""

JOINERS = listed("and then but or so")

PSEUDO = _any_of(
    """
    not (?:only|just|merely|simply|entirely|completely|necessarily|sure|know|least) | don't know
    no (?:later|more|less|fewer|longer) than | no doubt | no matter | no time to lose | not to mention
    nothing (?:but|less) | nothing (?:more|else)$ | why not | without (?:delay|waiting) | can't afford
    """
)
"""Negations in form only."""

STOPS = listed("but however although though instead because since unless so whereas yet except")
CONDITIONS = listed("until before unless")
"""What follows makes a negation a condition: "nothing leaves before Legal has read it"."""

SUBJECTS = listed("i we they he she it you there someone somebody everyone")
REPLACED = _any_of("rather than | instead of | as opposed to | in place of")
REJECTED = _any_of(
    r"""
    overkill | useless | pointless | unnecessary | theatre | theater | nonsense | premature | panic
    excessive | overreact\w* | dead end | waste of | (?:can|could|must) wait | costs? us | no use
    makes? no sense
    too (?:early|drastic|risky) | out of the question | off the table
    not (?:needed|necessary|required|worth) | comes? (?:later|after) | (?:wouldn't|won't|doesn't) help
    punish\w* | bad idea
    not an option | a mistake | going too far | against it
    """
)
"""Verdicts that reject what the same clause speaks of (assumption)."""

HEDGES = _any_of(
    r"""
    maybe | perhaps | might | possibly | could (?:think|consider|also think) | at some point | some ?day
    one day | in theory | would be nice | eventually | hopefully | not sure (?:if|whether) | have to see
    in the long run | next (?:quarter|year) | last resort | if all else fails | at a later stage
    sooner or later | toy with | play with the idea | worth considering | thinking about
    """
)
PAST = _any_of(
    r"""
    last (?:year|time|summer|winter|spring|autumn) | years? ago | months ago | a while ago | some time ago
    (?:we|i|it|they) used to | was once | were once | once worked | i remember | the other day
    back then | in (?:19|20)\d\d
    previous(?:ly)? (?:year|job|company) | at my (?:old|last) | when i (?:was|worked)
    """
)
ABSTRACT = _any_of(
    r"""
    (?:is|are) (?:an? |the |all |also |very |really |so |key |well |extremely )*(?:important|key|crucial)
    (?:is|are) (?:an? |the |all |also |very |really |so |key |well |extremely )*(?:essential|vital|standard)
    (?:is|are) (?:an? |the |all |also |very |really |so |key |well |extremely )*(?:concepts?|known|buzzwords?)
    (?:is|are) (?:paramount|fundamental|defined|good practice) | best practices? | key concepts? | holistic
    well[- ]known
    """
)
"""Praise or definition instead of a decision (assumption)."""


def is_negative(text: str) -> bool:
    """Whether a cue asks for a negation, such as "do not delete the logs"; "not only" asks for none."""
    plain = PSEUDO.sub(" ", text.lower().replace("’", "'"))
    return any(word in NEGATORS or word.endswith("n't") for word in re.findall(r"[\w']+", plain)[:OPENING])


VERDICTS: tuple[tuple[Doubt, re.Pattern[str]], ...] = (
    ("past", PAST),
    ("hedged", HEDGES),
    ("abstract", ABSTRACT),
    ("negated", REJECTED),
)
"""What each pattern says of the clause it stands in; a later one prevails."""


def doubts_of(sentence: Sentence) -> dict[int, Doubt]:
    """Why the words of a sentence do not count, by their number; words that count are absent."""
    words = sentence.words
    joined, places = _joined(words)
    found: dict[int, Doubt] = {}
    for doubt, pattern in VERDICTS:
        for match in pattern.finditer(joined):
            first, last = _clause(words, places[match.start()])
            found.update(dict.fromkeys(range(first, last), doubt))
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
    if word.text in STOPS or word.text in CONDITIONS or (word.after_comma and word.text == "and"):
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
    if words[number].text == "without":
        joined = (at for at in range(number + 1, last) if words[at].text in JOINERS or words[at].after_comma)
        return range(number + 1, next(joined, last))
    if words[number].text in ("no", "nor"):
        return range(number + 1, last)
    back = number
    while back > first and not words[back].after_comma and words[back].text not in JOINERS:
        back -= 1
    return range(back, last)
