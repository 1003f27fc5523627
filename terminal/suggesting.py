"""What the terminal tells of answers: which points of a question each seems to make."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.errors import Problem, Refused, ScenarioInvalid, errors_in
from engine.files.folder import source_of
from engine.files.models import validate
from engine.files.source import sorted_problems
from engine.files.text import MAX_BYTES, read_text, text_of, too_large
from engine.scenario.exercise import Question
from scoring.answers import PointSuggestion, Suggestion, suggest
from scoring.answers.matchers import MEANING, WORDS, Matcher, chosen
from scoring.answers.measured import MEASURED

STDIN = "-"
HOW = {
    WORDS: "Text matching on this computer; no AI model reads the answers.",
    MEANING: "A small language model on this computer compares answers with points; no text leaves it.",
}
"""How suggestions come about, by matcher."""


def read_question(path: Path) -> Question:
    """The question in a file: a mapping as it stands under `questions` in a scenario.

    Raises:
        ScenarioInvalid: the file is no such mapping.
        Refused: it lists no points, or two of one name.

    """
    source = source_of(path)
    if source.readable and not isinstance(source.value, Mapping):
        message = "a question must be a mapping"
        raise ScenarioInvalid([source.problem((), message, 'start it with `text: "…"` and `points:`')])
    question, problems = validate(source, Question) if source.readable else (None, list(source.problems))
    if question is None or errors_in(problems):
        raise ScenarioInvalid(sorted_problems(errors_in(problems)))
    _check_points(question, path)
    return question


def _check_points(question: Question, path: Path) -> None:
    if not question.points and not question.anti_points:
        raise Refused(f"{path}: the question lists no points; add `points:` with id, description and cues.")
    counted = Counter(point.id for point in (*question.points, *question.anti_points))
    twice = [name for name, count in counted.items() if count > 1]
    if twice:
        raise Refused(f"{path}: {', '.join(twice)} names two points; give each point its own id.")


def read_answers(named: Iterable[str]) -> dict[str, str]:
    """The answers in files by their path; `-` is standard input.

    Raises:
        ScenarioInvalid: a file can't be read.
        Refused: standard input is asked for twice.

    """
    paths = list(named)
    if paths.count(STDIN) > 1:
        raise Refused("Standard input can be read once only; give `-` once.")
    texts = {path: _read_stdin() if path == STDIN else read_text(Path(path)) for path in paths}
    problems = [text for text in texts.values() if isinstance(text, Problem)]
    if problems:
        raise ScenarioInvalid(sorted_problems(problems))
    return {path: text for path, text in texts.items() if isinstance(text, str)}


def _read_stdin() -> str | Problem:
    raw = sys.stdin.buffer.read(MAX_BYTES + 1)
    return too_large(len(raw), "standard input") or text_of(raw, "standard input")


def matcher() -> Matcher:
    """The matcher that the settings ask for.

    Raises:
        Refused: they ask for the sentence model, which is not here.

    """
    return chosen(os.environ)


def suggestions(question: Question, answers: Mapping[str, str], matcher: Matcher) -> dict[str, Suggestion]:
    """Suggestions for each answer."""
    return {name: suggest(question, text, matcher=matcher) for name, text in answers.items()}


def banner(matcher: str) -> str:
    """How suggestions come about, and how often they were right."""
    found = MEASURED[matcher]
    return (
        f"{HOW[matcher]} On questions it had not seen, likely was right {found.likely_in_ten} times in 10,"
        f" possible {found.possible_in_ten} in 10; of points not suggested about 1 in {found.missed_one_in}"
        " was made. Paraphrases and negation fool it: an evaluator decides."
    )


def to_json(question: Question, found: Mapping[str, Suggestion], matcher: str) -> dict[str, Any]:
    """The suggestions for another program."""
    return {
        "question": question.text,
        "note": banner(matcher),
        "answers": [{"answer": name, **suggestion.to_json()} for name, suggestion in found.items()],
    }


def in_words(found: Mapping[str, Suggestion], matcher: str) -> Iterator[str]:
    """The suggestions as lines for people."""
    for name, suggestion in found.items():
        yield f"{name}:"
        if suggestion.note:
            yield f"  {suggestion.note}"
        for item in suggestion.points:
            yield from _lines(item)
        for item in suggestion.anti_points:
            yield from _lines(item)
        yield ""
    yield banner(matcher)


def _lines(item: PointSuggestion) -> Iterator[str]:
    name = f"{item.point_id} (harms)" if item.is_anti else item.point_id
    yield f"  {item.chip:<13} {name}: {item.reason}"
    if item.sentence is not None:
        yield f"  {'':<13} “{' '.join(item.sentence.text.split())}”"
