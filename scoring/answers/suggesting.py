"""From an answer to suggestions: the best passage for each point, weighed and put into words."""

from collections.abc import Sequence

from engine.scenario.exercise import Question
from scoring.answers.fit import Fit, fits_of
from scoring.answers.guard import is_unreadable, looks_like_list
from scoring.answers.matchers import Matcher, by_words
from scoring.answers.passages import Passage, Reading, readings_of
from scoring.answers.reading.text import MAX_CHARACTERS, sentences_of
from scoring.answers.rubric.question import PointText, QuestionText, prepared
from scoring.answers.suggestion import Chip, PointSuggestion, Span, Suggestion
from scoring.answers.weights import Weights

LEAST_DOUBTED = 0.7
"""Weight of negated words from which a point counts as mentioned (assumption)."""

FULL = 0.95
"""Share from which a cue counts as there in full, so that a single word may make a point likely."""

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
    found = [
        _suggestion(point, [row[number] for row in fits], answer, chosen.weights, odd)
        for number, point in enumerate(ready.points)
    ]
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


def best_of(fits: Sequence[Fit], weights: Weights) -> Fit | None:
    """The passage that makes a point most probably; the earlier of two equals."""
    return max(fits, key=lambda fit: weights.probability(fit.features), default=None)


def _suggestion(
    point: PointText, fits: Sequence[Fit], answer: str, weights: Weights, odd: Chip | None
) -> PointSuggestion:
    best = best_of(fits, weights)
    if best is None or odd == "cannot read":
        return _none(point, odd or "not found", NOTES.get(odd or "", "The answer holds no words."))
    probability = weights.probability(best.features)
    chip = _chip(point, best, probability, weights)
    if chip != "not found":
        return _made(point, best, answer, (odd or chip, probability))
    doubted = max(fits, key=lambda fit: fit.doubted)
    if doubted.doubted >= LEAST_DOUBTED:
        return _taken_back(point, doubted, answer, probability)
    return _none(point, "not found", "Nothing in the answer comes near enough to this point.", probability)


def _chip(point: PointText, fit: Fit, probability: float, weights: Weights) -> Chip:
    if probability < (weights.likely if point.is_anti else weights.possible):
        return "not found"
    return "likely" if probability >= weights.likely and is_sure(fit) else "possible"


def is_sure(fit: Fit) -> bool:
    """Whether a fit is more than a word in passing: two words or a full cue, said without negation or doubt."""
    reading, span = fit.passage.reading, fit.passage.span
    is_negated = not reading.negators.isdisjoint(span) and not fit.is_expected
    is_doubted = any(number in reading.doubts for number in span) and not fit.is_expected
    rests_on = {reading.stems[number] for number in fit.words}
    has_enough = len(rests_on) > 1 or fit.cue >= FULL
    return has_enough and not (is_negated or is_doubted or reading.is_factual)


def _none(point: PointText, chip: Chip, reason: str, probability: float = 0.0) -> PointSuggestion:
    return PointSuggestion(point.id, point.is_anti, chip, round(probability, 2), None, None, (), reason)


def _made(point: PointText, fit: Fit, answer: str, decided: tuple[Chip, float]) -> PointSuggestion:
    chip, probability = decided
    words = _written(fit.passage, fit.words, answer)
    return PointSuggestion(
        point_id=point.id,
        is_anti=point.is_anti,
        chip=chip,
        probability=round(probability, 2),
        evidence=_evidence(fit.passage, answer),
        sentence=_sentence(fit.passage, answer),
        words=words,
        reason=_reason(words, fit),
    )


def _reason(words: Sequence[str], fit: Fit) -> str:
    if not words:
        return "None of the point's words is there; near in meaning as a whole."
    near = f'; nearest: "{fit.nearest}"' if fit.nearest else ""
    return f"Rests on {', '.join(words)}{near}."


def _taken_back(point: PointText, fit: Fit, answer: str, probability: float) -> PointSuggestion:
    doubts = fit.passage.reading.doubts
    numbers = [number for number in fit.passage.span if not fit.passage.reading.stands(number)]
    return PointSuggestion(
        point_id=point.id,
        is_anti=point.is_anti,
        chip="negated",
        probability=round(probability, 2),
        evidence=_evidence(fit.passage, answer),
        sentence=_sentence(fit.passage, answer),
        words=_written(fit.passage, numbers, answer),
        reason=f"The point is {REJECTED[doubts[numbers[0]]]}.",
    )


def _written(passage: Passage, numbers: Sequence[int], answer: str) -> tuple[str, ...]:
    words = passage.reading.sentence.words
    written = (answer[words[number].start : words[number].end] for number in numbers)
    return tuple(dict.fromkeys(written))


def _evidence(passage: Passage, answer: str) -> Span:
    words = passage.reading.sentence.words
    start, end = words[passage.first].start, words[passage.last - 1].end
    return Span(start, end, answer[start:end])


def _sentence(passage: Passage, answer: str) -> Span:
    sentence = passage.reading.sentence
    return Span(sentence.start, sentence.end, answer[sentence.start : sentence.end])
