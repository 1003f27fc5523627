"""Answers that are odd as a whole: a bare list of the rubric's words, or a text that can't be read."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scoring.answers.passages import Reading
from scoring.answers.reading.text import Word
from scoring.answers.reading.vocabulary import listed
from scoring.answers.rubric.question import QuestionText

FEWEST_WORDS = 12
LEAST_CUE_SHARE = 0.6
MOST_GRAMMAR = 0.4
"""The study's keyword-list guard: content words, share of cue words, share of words of grammar."""

LEAST_COPIED = 0.85
"""Share of a stretch that cues must fill for that (assumption)."""

CROWD = 3
"""Cues that stand side by side without a comma, from which a stretch is a crowd of cues (assumption)."""

ACTORS = listed("i we he she they you")
"""Pronouns that act; one of them outside a cue makes a list a statement."""

FEWEST_TO_READ = 6
LEAST_KNOWN = 0.2
"""Words from which an answer is judged readable, and the share that must be known (assumption)."""


def _words(readings: Sequence[Reading]) -> list[Word]:
    return [word for reading in readings for word in reading.sentence.words]


def looks_like_list(readings: Sequence[Reading], question: QuestionText) -> bool:
    """Whether most words are the cues' own and, cues apart, nobody says or does anything.

    Sentences that are points as the author stated them are a model answer, however terse, and no list.
    """
    if _is_model(readings, question):
        return False
    return _is_crowded(readings, question) or _is_bare(_words(readings), question)


def _is_model(readings: Sequence[Reading], question: QuestionText) -> bool:
    """Whether more than half of the sentences are whole descriptions of points."""
    said = [tuple(word.text for word in reading.sentence.words) for reading in readings]
    return sum(words in question.described for words in said) > len(said) / 2


def _is_bare(words: Sequence[Word], question: QuestionText) -> bool:
    content = sum(word.is_content for word in words)
    if content < FEWEST_WORDS:
        return False
    copied = {number for run in _copied(words, question) for number in run}
    loose = [word for number, word in enumerate(words) if number not in copied]
    if any(word.text in ACTORS for word in loose):
        return False
    strange = sum(word.is_content and word.stem not in question.cue_stems for word in loose)
    grammar = sum(not word.is_content for word in loose)
    return strange <= (1.0 - LEAST_CUE_SHARE) * content and grammar <= MOST_GRAMMAR * len(words)


def _is_crowded(readings: Sequence[Reading], question: QuestionText) -> bool:
    """Whether most words stand in stretches without a comma that are nothing but several cues in a row."""
    stretches = [part for reading in readings for part in _stretches(reading.sentence.words)]
    crowded = 0
    for words in stretches:
        runs = _copied(words, question)
        if len(runs) >= CROWD and sum(map(len, runs)) > LEAST_COPIED * len(words):
            crowded += len(words)
    return crowded > sum(map(len, stretches)) / 2


def _stretches(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The words of a sentence from comma to comma."""
    edges = [0, *(at for at in range(1, len(words)) if words[at].after_comma), len(words)]
    for first, last in pairwise(edges):
        yield words[first:last]


def _copied(words: Sequence[Word], question: QuestionText) -> list[range]:
    """Stretches that stand as in a cue, the longest first from the left, none over another."""
    said = [word.text for word in words]
    found: list[range] = []
    at = 0
    while at < len(said):
        runs = (tuple(said[at : at + size]) for size in question.run_sizes)
        size = next((len(run) for run in runs if run in question.cue_runs), 0)
        if size:
            found.append(range(at, at + size))
        at += size or 1
    return found


def is_unreadable(readings: Sequence[Reading], question: QuestionText) -> bool:
    """Whether hardly any word is known, as in another language."""
    words = _words(readings)
    if len(words) < FEWEST_TO_READ:
        return False
    known = sum(question.speller.knows(stem) for reading in readings for stem in reading.stems)
    return known < LEAST_KNOWN * len(words)
