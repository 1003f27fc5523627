"""Passages of an answer that could make a point: sentences read beside a question, cut at their joints."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.answers.reading.stance import NEGATING, Doubt, Stance, stance_of
from scoring.answers.reading.text import Sentence, stem_of
from scoring.answers.reading.vocabulary import listed
from scoring.answers.rubric.lexicon import ABOUT_THEIR_OBJECT, OPPOSITES
from scoring.answers.rubric.question import COPIED_RUN, QuestionText
from scoring.answers.rubric.senses import Sense, senses_of

LONGEST = 32
"""Words beyond which a whole sentence is not taken as one passage (assumption)."""

UNDOING = re.compile(r"un\w{2,}(?:ed|en|ad|wn|nt)")
"""Participles that negate: unseen, untested, unread, unknown, unsent."""

CONNECTORS = listed("and then but so while because or if when which since until after before where as")
_OWN = listed("i we must should shall will would need needs let lets please ll you")
_BE = listed("is are was were has have had been be takes")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read beside a question."""

    sentence: Sentence
    stems: tuple[str, ...]
    senses: tuple[Sense, ...]
    doubts: Mapping[int, Doubt]
    """Why words do not count, by number."""
    negators: frozenset[int]
    """Numbers of the words that negate."""
    opposites: tuple[Sense, ...]
    """Groups asserted by negating their opposite."""

    @property
    def is_factual(self) -> bool:
        """Whether it states how things are, without a person who acts or a need."""
        said = {word.text for word in self.sentence.words}
        return bool(said & _BE) and not said & _OWN

    def stands(self, number: int) -> bool:
        """Whether the answer stands behind a word at least in part."""
        return self.doubts.get(number) in (None, "banned")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a sentence from one number up to, not including, another."""

    reading: Reading
    first: int
    last: int

    @property
    def span(self) -> range:
        """Numbers of its words."""
        return range(self.first, self.last)

    @property
    def standing(self) -> list[int]:
        """Numbers of its words that the answer stands behind."""
        return [number for number in self.span if self.reading.stands(number)]


def readings_of(sentences: Sequence[Sentence], question: QuestionText) -> list[Reading]:
    """Sentences with mended stems, senses and doubts."""
    return [_reading(sentence, question) for sentence in sentences]


def _reading(sentence: Sentence, question: QuestionText) -> Reading:
    stance = stance_of(sentence)
    stems = [question.speller.mend(word) for word in sentence.words]
    senses = tuple(senses_of(stems))
    doubts = _doubts(sentence, stance, senses, question)
    for number in _undone(sentence, doubts):
        del doubts[number]
        stems[number] = stem_of(sentence.words[number].text[2:])
    opposites = tuple(_opposites(senses, doubts))
    return Reading(sentence, tuple(stems), senses, doubts, stance.negators, opposites)


def _doubts(
    sentence: Sentence, stance: Stance, senses: Sequence[Sense], question: QuestionText
) -> dict[int, Doubt]:
    """Doubts about words; a negation that says something of its own takes them back, whatever its force."""
    found: dict[int, Doubt] = dict.fromkeys(_copied(sentence, question), "echo")
    found.update(stance.doubts)
    for sense in senses:
        if sense.group in OPPOSITES and found.get(sense.last) in NEGATING:
            found.update(dict.fromkeys(range(sense.first, sense.last + 1), "negated"))
    for sense in senses:
        if sense.group in ABOUT_THEIR_OBJECT and found.get(sense.last) == "negated":
            _clear(found, sense.last + 1)
    return found


def _clear(doubts: dict[int, Doubt], number: int) -> None:
    """What a telling negation speaks of counts: "nobody deletes the logs" is about the logs."""
    while doubts.get(number) in NEGATING:
        del doubts[number]
        number += 1


def _undone(sentence: Sentence, doubts: Mapping[int, Doubt]) -> list[int]:
    """Numbers of the words that negate what is banned: "nothing goes live unseen" has it seen."""
    return [
        number
        for number, word in enumerate(sentence.words)
        if doubts.get(number) == "banned" and UNDOING.fullmatch(word.text)
    ]


def _opposites(senses: Sequence[Sense], doubts: Mapping[int, Doubt]) -> Iterator[Sense]:
    for sense in senses:
        if doubts.get(sense.last) == "negated":
            for group in OPPOSITES.get(sense.group, ()):
                yield Sense(group, sense.first, sense.last)


def _copied(sentence: Sentence, question: QuestionText) -> Iterator[int]:
    """Numbers of the words that repeat a run of the question."""
    said = [word.text for word in sentence.words]
    for at in range(len(said) - COPIED_RUN + 1):
        if tuple(said[at : at + COPIED_RUN]) in question.runs:
            yield from range(at, at + COPIED_RUN)


def passages_of(reading: Reading) -> list[Passage]:
    """Segments between commas and connectives, pairs of neighbours, and the sentence if it is short."""
    words = reading.sentence.words
    edges = [0, *_edges(reading), len(words)]
    spans = list(pairwise(edges))
    pairs = [(one[0], two[1]) for one, two in pairwise(spans)]
    whole = [(0, len(words))] if len(words) <= LONGEST else []
    return [Passage(reading, *span) for span in dict.fromkeys([*spans, *pairs, *whole])]


def _edges(reading: Reading) -> Iterator[int]:
    words = reading.sentence.words
    last = 0
    for number in range(1, len(words)):
        word = words[number]
        if word.after_comma or (word.text in CONNECTORS and number > last + 1):
            yield number
            last = number
