"""Labelled answers: reading them, deciding on them, and the figures of agreement."""

import json
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.scenario.exercise import ExpectedPoint, Question
from scoring.answers.matchers import Matcher
from scoring.answers.rubric.question import prepared
from scoring.answers.suggesting import suggest
from scoring.answers.suggestion import PointSuggestion

ASTRAY = frozenset({"offtopic", "wrong"})
"""Styles of answers that make no point."""
ORDINARY = frozenset({"strong", "terse", "ramble", "bullets", "typos", "nonnative", "partial"})
"""Styles that set no trap."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An answer with its labels."""

    id: str
    question: str
    style: str
    text: str
    labels: Mapping[str, int]
    anti_labels: Mapping[str, int]
    evidence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gold:
    """Questions by id, and labelled answers."""

    questions: Mapping[str, Question]
    answers: tuple[Labelled, ...]
    sets: Mapping[str, str]
    """The set that each question belongs to, in the order of the files."""

    def only(self, questions: Collection[str]) -> "Gold":
        """Some of the questions, with their answers."""
        return Gold(
            {name: item for name, item in self.questions.items() if name in questions},
            tuple(item for item in self.answers if item.question in questions),
            {name: item for name, item in self.sets.items() if name in questions},
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What was suggested about one point of one answer, beside its label."""

    answer: Labelled
    said: PointSuggestion
    label: bool

    @property
    def is_right(self) -> bool:
        """Whether suggestion and label agree."""
        return self.said.is_suggested == self.label


def _lines(folder: Path, pattern: str) -> Iterable[dict[str, Any]]:
    for path in sorted(folder.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _points(items: Iterable[dict[str, Any]]) -> tuple[ExpectedPoint, ...]:
    return tuple(
        ExpectedPoint(id=item["id"], description=item["description"], cues=tuple(item.get("cues", ())))
        for item in items
    )


def read_gold(folder: Path) -> Gold:
    """The questions and answers in a folder.

    Raises:
        FileNotFoundError: it holds no questions or no answers.

    """
    asked = list(_lines(folder, "questions_*.jsonl"))
    questions = {
        item["qid"]: Question(
            text=item["prompt"],
            points=_points(item["points"]),
            anti_points=_points(item.get("anti_points", ())),
            list_answer_ok=bool(item.get("list_answer_ok", False)),
        )
        for item in asked
    }
    answers = tuple(
        Labelled(
            item["aid"],
            item["qid"],
            item.get("style", ""),
            item["text"],
            item["labels"],
            item.get("anti_labels", {}),
            item.get("evidence", {}),
        )
        for item in _lines(folder, "answers_*.jsonl")
    )
    if not questions or not answers:
        raise FileNotFoundError(f"{folder} holds no questions_*.jsonl with answers_*.jsonl beside them")
    return Gold(questions, answers, {item["qid"]: item.get("split", "") for item in asked})


def decide(gold: Gold, matcher: Matcher) -> tuple[list[Decision], list[float]]:
    """Decisions on expected and anti-points, and milliseconds for each answer."""
    found, took = [], []
    for answer in gold.answers:
        question = gold.questions[answer.question]
        prepared(question)
        begun = perf_counter()
        said = suggest(question, answer.text, matcher=matcher)
        took.append((perf_counter() - begun) * 1000.0)
        found += [Decision(answer, item, bool(answer.labels[item.point_id])) for item in said.points]
        found += [
            Decision(answer, item, bool(answer.anti_labels[item.point_id])) for item in said.anti_points
        ]
    return found, took


def kappa(labels: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """Cohen's kappa of two yes-or-no raters."""
    agreed = float((labels == said).mean())
    by_chance = float(labels.mean() * said.mean() + (1 - labels.mean()) * (1 - said.mean()))
    return (agreed - by_chance) / (1.0 - by_chance) if by_chance < 1.0 else 1.0


def agreement(decisions: Sequence[Decision]) -> dict[str, float | None]:
    """Kappa, F1, precision and recall; None where the labels are all alike and it says nothing."""
    labels = np.array([item.label for item in decisions])
    said = np.array([item.said.is_suggested for item in decisions])
    both = float((labels & said).sum())
    return {
        "kappa": round(kappa(labels, said), 3) if 0 < labels.mean() < 1 else None,
        "f1": _ratio(2 * both, float(labels.sum() + said.sum())),
        "precision": _ratio(both, float(said.sum())),
        "recall": _ratio(both, float(labels.sum())),
    }


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 3) if whole else None


def figures(decisions: Sequence[Decision], took: Sequence[float]) -> dict[str, float | None]:
    """All figures over expected points."""
    points = [item for item in decisions if not item.said.is_anti]
    astray = [item for item in points if item.answer.style in ASTRAY and not item.label]
    return {
        **agreement(points),
        "likely_precision": _share(item.label for item in points if item.said.chip == "likely"),
        "possible_precision": _share(item.label for item in points if item.said.chip == "possible"),
        "likely_share": _share(item.said.chip == "likely" for item in points if item.said.is_suggested),
        "missed_in_not_found": _share(item.label for item in points if not item.said.is_suggested),
        "evidence_hit": _share(_hits(item) for item in points if item.label and item.said.is_suggested),
        "off_topic_false": _share(item.said.is_suggested for item in astray),
        "ms_median": round(statistics.median(took), 2),
        "answers": len({item.answer.id for item in points}),
        "decisions": len(points),
    }


def _share(flags: Iterable[bool]) -> float:
    held = list(flags)
    return round(sum(held) / len(held), 3) if held else 0.0


def _hits(item: Decision) -> bool:
    """Whether the suggested sentence overlaps the labelled evidence."""
    evidence = item.answer.evidence.get(item.said.point_id, "")
    start, sentence = item.answer.text.find(evidence), item.said.sentence
    return (
        sentence is not None
        and start >= 0
        and sentence.start < start + len(evidence)
        and start < sentence.end
    )
