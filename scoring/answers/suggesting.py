"""From an answer to suggestions: the best passage for each point, weighed and put into words."""

from collections.abc import Sequence

import numpy as np

from engine.scenario.exercise import Question
from scoring.answers.evidence import Evidence, evidence_of, is_sure, written
from scoring.answers.fit import Fits, Matrix, fits_of
from scoring.answers.guard import is_unreadable, looks_like_list
from scoring.answers.matchers import Matcher, by_words
from scoring.answers.passages import Passage, Reading, readings_of
from scoring.answers.reading.text import MAX_CHARACTERS, sentences_of
from scoring.answers.rubric.question import QuestionText, prepared
from scoring.answers.suggestion import Chip, PointSuggestion, Span, Suggestion
from scoring.answers.weights import Weights

LEAST_DOUBTED = 0.7
"""Weight of negated words from which a point counts as mentioned (assumption)."""

REJECTED = {
    "negated": "mentioned but negated",
    "hedged": "mentioned, but only considered or put off",
    "past": "mentioned, but as something of the past",
    "abstract": "mentioned, but only praised or defined",
    "echo": "only repeats the question",
    "until": "mentioned, but put off until something else",
    "banned": "mentioned as something that is forbidden",
}
"""Doubts in words."""

NOTES = {
    "keyword list": "Looks like a list of keywords: mostly the rubric's own words, and nobody does anything.",
    "cannot read": "Can't be read: mostly words that are not English.",
}
"""Notes on whole answers."""


def suggest(question: Question, answer: str, *, matcher: Matcher | None = None) -> Suggestion:
    """Which points of a question an answer seems to make, with the words each suggestion rests on.

    It is for an evaluator to confirm or reject. Without a matcher it matches by words.
    """
    chosen = matcher or by_words()
    ready = prepared(question)
    readings = readings_of(sentences_of(answer), ready)
    fits = fits_of(readings, ready, chosen.likeness, answer)
    odd = _odd(readings, ready, question)
    found = [_suggestion(fits, number, answer, chosen.weights, odd) for number in range(len(ready.points))]
    points = tuple(item for item in found if not item.is_anti)
    anti_points = tuple(item for item in found if item.is_anti)
    return Suggestion(points, anti_points, chosen.name, _note(answer, odd))


def _odd(readings: Sequence[Reading], ready: QuestionText, question: Question) -> Chip | None:
    """What is wrong with the whole answer, if anything."""
    if is_unreadable(readings, ready):
        return "cannot read"
    is_list = not question.list_answer_ok and looks_like_list(readings, ready)
    return "keyword list" if is_list else None


def _note(answer: str, odd: Chip | None) -> str:
    notes = [NOTES[odd]] if odd else []
    if len(answer) > MAX_CHARACTERS:
        notes.append(f"Only the first {MAX_CHARACTERS:,} characters were read.")
    return " ".join(notes)


def _suggestion(fits: Fits, point: int, answer: str, weights: Weights, odd: Chip | None) -> PointSuggestion:
    if not fits.passages or odd == "cannot read":
        return _none(fits, point, odd or "not found", NOTES.get(odd or "", "The answer holds no words."))
    chances = weights.chances(fits.features[:, point])
    least = weights.likely if fits.question.points[point].is_anti else weights.possible
    best = _best(fits, point, chances, least=least, needs_words=weights.needs_words)
    chance = float(chances.max())
    if best is not None:
        chance = float(chances[best])
        chip: Chip = "likely" if chance >= weights.likely and is_sure(fits, best, point) else "possible"
        return _made(fits, (best, point), answer, (odd or chip, chance))
    read = [
        evidence_of(passage, fits.question.points[point])
        for passage in fits.passages
        if not passage.reading.doubts.keys().isdisjoint(passage.span)
    ]
    doubted = max(read, key=lambda evidence: evidence.doubted, default=None)
    if doubted is not None and doubted.doubted >= LEAST_DOUBTED:
        return _taken_back(fits, point, doubted, answer, chance)
    return _none(fits, point, "not found", "Nothing in the answer comes near enough to this point.", chance)


def _best(fits: Fits, point: int, chances: Matrix, *, least: float, needs_words: bool) -> int | None:
    """The passage that most probably makes a point, of those that may count; None where none does."""
    for at in np.argsort(-chances, kind="stable"):
        if chances[at] < least:
            return None
        if not needs_words or evidence_of(fits.passages[at], fits.question.points[point]).words:
            return int(at)
    return None


def _none(fits: Fits, point: int, chip: Chip, reason: str, chance: float = 0.0) -> PointSuggestion:
    named = fits.question.points[point]
    return PointSuggestion(named.id, named.is_anti, chip, round(chance, 2), None, None, (), reason)


def _made(fits: Fits, at: tuple[int, int], answer: str, decided: tuple[Chip, float]) -> PointSuggestion:
    passage, point = fits.passages[at[0]], fits.question.points[at[1]]
    words = written(passage, evidence_of(passage, point).words, answer)
    chip, chance = decided
    return PointSuggestion(
        point_id=point.id,
        is_anti=point.is_anti,
        chip=chip,
        probability=round(chance, 2),
        evidence=_clause(passage, answer),
        sentence=_sentence(passage, answer),
        words=words,
        reason=_reason(fits, at, words),
    )


def _reason(fits: Fits, at: tuple[int, int], words: Sequence[str]) -> str:
    if not words:
        return "None of the point's words is there; near in meaning as a whole."
    cue = fits.cue(*at)[1]
    near = f'; nearest: "{cue.text}"' if cue is not None else ""
    return f"Rests on {', '.join(words)}{near}."


def _taken_back(fits: Fits, point: int, evidence: Evidence, answer: str, chance: float) -> PointSuggestion:
    named, passage = fits.question.points[point], evidence.passage
    return PointSuggestion(
        point_id=named.id,
        is_anti=named.is_anti,
        chip="negated",
        probability=round(chance, 2),
        evidence=_clause(passage, answer),
        sentence=_sentence(passage, answer),
        words=written(passage, evidence.lost, answer),
        reason=f"The point is {REJECTED[passage.reading.doubts[evidence.lost[0]]]}.",
    )


def _clause(passage: Passage, answer: str) -> Span:
    words = passage.reading.sentence.words
    start, end = words[passage.first].start, words[passage.last - 1].end
    return Span(start, end, answer[start:end])


def _sentence(passage: Passage, answer: str) -> Span:
    sentence = passage.reading.sentence
    return Span(sentence.start, sentence.end, answer[sentence.start : sentence.end])
