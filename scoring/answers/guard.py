"""Answers that are odd as a whole: a bare list of the rubric's words, or a text that can't be read."""

from collections.abc import Sequence

from scoring.answers.passages import Reading
from scoring.answers.reading.text import Word
from scoring.answers.reading.vocabulary import listed
from scoring.answers.rubric.question import QuestionText

FEWEST_WORDS = 12
LEAST_CUE_SHARE = 0.6
MOST_GRAMMAR = 0.4
"""The study's keyword-list guard: content words, share of cue words, share of words of grammar."""

ACTORS = listed("i we he she they you")
"""Pronouns that act; one of them outside a cue makes a list a statement."""

FEWEST_TO_READ = 6
LEAST_KNOWN = 0.2
"""Words from which an answer is judged readable, and the share that must be known (assumption)."""


def _words(readings: Sequence[Reading]) -> list[Word]:
    return [word for reading in readings for word in reading.sentence.words]


def looks_like_list(readings: Sequence[Reading], question: QuestionText) -> bool:
    """Whether most words are the cues' own and, cues apart, nobody says or does anything."""
    words = _words(readings)
    content = sum(word.is_content for word in words)
    if content < FEWEST_WORDS:
        return False
    copied = _copied([word.text for word in words], question.cue_runs)
    loose = [word for number, word in enumerate(words) if number not in copied]
    if any(word.text in ACTORS for word in loose):
        return False
    strange = sum(word.is_content and word.stem not in question.cue_stems for word in loose)
    grammar = sum(not word.is_content for word in loose)
    return strange <= (1.0 - LEAST_CUE_SHARE) * content and grammar <= MOST_GRAMMAR * len(words)


def _copied(said: Sequence[str], runs: frozenset[tuple[str, ...]]) -> set[int]:
    """Numbers of the words that stand as in a cue."""
    found: set[int] = set()
    sizes = sorted({len(run) for run in runs})
    for first in range(len(said)):
        for size in sizes:
            if tuple(said[first : first + size]) in runs:
                found.update(range(first, first + size))
    return found


def is_unreadable(readings: Sequence[Reading], question: QuestionText) -> bool:
    """Whether hardly any word is known, as in another language."""
    words = _words(readings)
    if len(words) < FEWEST_TO_READ:
        return False
    known = sum(question.speller.knows(stem) for reading in readings for stem in reading.stems)
    return known < LEAST_KNOWN * len(words)
