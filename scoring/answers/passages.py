"""Passages of an answer that could make a point: sentences read beside a question, cut at their joints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.answers.lexicon import ABOUT_THEIR_OBJECT, OPPOSITES
from scoring.answers.meaning import Sense, senses_of
from scoring.answers.rubric_text import COPIED_RUN, QuestionText
from scoring.answers.stance import Doubt, doubts_of
from scoring.answers.text import Sentence
from scoring.answers.vocabulary import listed

MENDED = 0.85
"""Worth of a word whose typing was mended (the study: 0.8 to 0.9)."""

LONGEST = 32
"""Words beyond which a whole sentence is not taken as one passage (assumption)."""

CONNECTORS = listed("and then but so while because or if when which since until after before where as")
_OWN = listed("i we must should shall will would need needs let lets please ll you")
_BE = listed("is are was were has have had been be takes")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read beside a question."""

    sentence: Sentence
    stems: tuple[str, ...]
    worth: tuple[float, ...]
    """What a match of each word is worth: less where its typing was mended."""
    senses: tuple[Sense, ...]
    doubts: dict[int, Doubt]
    """Why words do not count, by number."""
    opposites: tuple[Sense, ...]
    """Groups asserted by negating their opposite."""

    @property
    def is_factual(self) -> bool:
        """Whether it states how things are, without a person who acts or a need."""
        said = {word.text for word in self.sentence.words}
        return bool(said & _BE) and not said & _OWN


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


def readings_of(sentences: Sequence[Sentence], question: QuestionText) -> list[Reading]:
    """Sentences with mended stems, senses and doubts."""
    return [_reading(sentence, question) for sentence in sentences]


def _reading(sentence: Sentence, question: QuestionText) -> Reading:
    stems = tuple(question.speller.mend(word) for word in sentence.words)
    pairs = zip(stems, sentence.words, strict=True)
    senses = tuple(senses_of(stems))
    doubts = _doubts(sentence, senses, question)
    return Reading(
        sentence,
        stems,
        tuple(1.0 if stem == word.stem else MENDED for stem, word in pairs),
        senses,
        doubts,
        tuple(_opposites(senses, doubts)),
    )


def _doubts(sentence: Sentence, senses: Sequence[Sense], question: QuestionText) -> dict[int, Doubt]:
    """Doubts about words; "not … until" takes back only words whose negation says something of its own."""
    found: dict[int, Doubt] = dict.fromkeys(_copied(sentence, question), "echo")
    found.update(doubts_of(sentence))
    telling = {
        number
        for sense in senses
        if sense.group in OPPOSITES
        for number in range(sense.first, sense.last + 1)
    }
    for number in [number for number, doubt in found.items() if doubt == "until"]:
        if number in telling:
            found[number] = "negated"
        else:
            del found[number]
    for sense in senses:
        if sense.group in ABOUT_THEIR_OBJECT and found.get(sense.last) == "negated":
            _clear(found, sense.last + 1)
    return found


def _clear(doubts: dict[int, Doubt], number: int) -> None:
    """What a telling negation speaks of counts: "nobody deletes the logs" is about the logs."""
    while doubts.get(number) == "negated":
        del doubts[number]
        number += 1


def _opposites(senses: Sequence[Sense], doubts: dict[int, Doubt]) -> Iterator[Sense]:
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
