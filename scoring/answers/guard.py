"""Answers that are odd as a whole: a bare list of the rubric's words, or a text that can't be read."""

from collections.abc import Sequence

from scoring.answers.passages import Reading
from scoring.answers.rubric_text import QuestionText
from scoring.answers.text import Word
from scoring.answers.vocabulary import listed

FEWEST_WORDS = 12
LEAST_CUE_SHARE = 0.6
MOST_GRAMMAR = 0.4
"""The study's keyword-list guard: content words, share of cue words, share of words of grammar."""

PRONOUNS = listed("i we he she they it my our you us")

FEWEST_TO_READ = 6
LEAST_KNOWN = 0.2
"""Words from which an answer is judged readable, and the share that must be known (assumption)."""


def _words(readings: Sequence[Reading]) -> list[Word]:
    return [word for reading in readings for word in reading.sentence.words]


def looks_like_list(readings: Sequence[Reading], question: QuestionText) -> bool:
    """Whether most words are the cues' own and nobody says or does anything."""
    words = _words(readings)
    content = [word for word in words if word.is_content]
    if len(content) < FEWEST_WORDS or any(word.text in PRONOUNS for word in words):
        return False
    own = sum(word.stem in question.cue_stems for word in content)
    return own >= LEAST_CUE_SHARE * len(content) and len(words) - len(content) <= MOST_GRAMMAR * len(words)


def is_unreadable(readings: Sequence[Reading], question: QuestionText) -> bool:
    """Whether hardly any word is known, as in another language."""
    words = _words(readings)
    if len(words) < FEWEST_TO_READ:
        return False
    known = sum(question.speller.knows(stem) for reading in readings for stem in reading.stems)
    return known < LEAST_KNOWN * len(words)
