"""Labelled answers: reading them, fitting the decision on them, and the figures of agreement."""

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.scenario.exercise import ExpectedPoint, Question
from scoring.answers.fit import fits_of
from scoring.answers.guard import looks_like_list
from scoring.answers.passages import readings_of
from scoring.answers.rubric_text import prepared
from scoring.answers.suggesting import suggest
from scoring.answers.suggestion import PointSuggestion
from scoring.answers.text import sentences_of
from scoring.answers.weights import FITTED, Weights

LIKELY_PRECISION = 0.95
"""Precision that *likely* must have where it is fitted, so that it keeps 0.90 elsewhere (assumption)."""

RIDGE = 0.3
"""Weight of the squared weights in the fit (assumption)."""

ROUNDS = 5
"""Times that the best passages are chosen anew and the weights fitted to them."""

START = (-2.0, 3.0, 1.0, 2.0, 1.0, 1.0, -0.5)
ASTRAY = frozenset({"offtopic", "wrong"})
"""Styles of answers that make no point."""
ORDINARY = frozenset({"strong", "terse", "ramble", "bullets", "typos", "nonnative", "partial"})
"""Styles that set no trap."""

Matrix = NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class Case:
    """The features of every passage for one point of one answer, [passage, feature]."""

    question: str
    features: Matrix
    label: bool
    is_list: bool


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
    questions = {
        item["qid"]: Question(
            text=item["prompt"],
            points=_points(item["points"]),
            anti_points=_points(item.get("anti_points", ())),
            list_answer_ok=bool(item.get("list_answer_ok", False)),
        )
        for item in _lines(folder, "questions_*.jsonl")
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
    return Gold(questions, answers)


def cases_of(gold: Gold) -> list[Case]:
    """Every expected point of every answer, ready for fitting."""
    return [case for answer in gold.answers for case in _cases(gold, answer)]


def _cases(gold: Gold, answer: Labelled) -> Iterable[Case]:
    ready = prepared(gold.questions[answer.question])
    readings = readings_of(sentences_of(answer.text), ready)
    rows = [row for reading in readings for row in fits_of(reading, ready)]
    is_list = looks_like_list(readings, ready) and not gold.questions[answer.question].list_answer_ok
    for number, point in enumerate(ready.points):
        if not point.is_anti:
            features = np.array([row[number].features for row in rows] or [(1.0, *(0.0,) * 6)])
            yield Case(answer.question, features, bool(answer.labels[point.id]), is_list)


def fitted_on(cases: Sequence[Case]) -> Weights:
    """Weights by ridge logistic regression on the best passages, then the two thresholds."""
    weights = np.array(START)
    told = [case for case in cases if not case.is_list]
    labels = np.array([case.label for case in told], dtype=float)
    for _ in range(ROUNDS):
        best = np.array([case.features[np.argmax(case.features @ weights)] for case in told])
        weights = _regressed(best, labels, weights)
    logits = [-np.inf if case.is_list else float((case.features @ weights).max()) for case in cases]
    chances = 1.0 / (1.0 + np.exp(-np.array(logits)))
    everything = np.array([case.label for case in cases])
    possible = _best_threshold(chances, everything)
    likely = _precise_threshold(chances, everything, possible)
    return Weights(tuple(round(float(value), 3) for value in weights), possible, likely)


def _regressed(features: Matrix, labels: Matrix, weights: Matrix) -> Matrix:
    penalty = RIDGE * np.eye(len(weights))
    penalty[0, 0] = 1e-9
    for _ in range(15):
        chance = 1.0 / (1.0 + np.exp(-features @ weights))
        slope = features.T @ (chance - labels) + penalty @ weights
        curve = (features * (chance * (1.0 - chance))[:, None]).T @ features + penalty
        weights = weights - np.linalg.solve(curve, slope)
    return weights


STEPS = tuple(round(0.2 + 0.02 * step, 2) for step in range(38))


def _best_threshold(chances: Matrix, labels: NDArray[np.bool_]) -> float:
    """The threshold of the best kappa; the middle of those within a hundredth of it."""
    found = [kappa(labels, chances >= step) for step in STEPS]
    near = [step for step, value in zip(STEPS, found, strict=True) if value >= max(found) - 0.01]
    return near[len(near) // 2]


def _precise_threshold(chances: Matrix, labels: NDArray[np.bool_], least: float) -> float:
    for step in STEPS:
        chosen = chances >= step
        if step > least and chosen.any() and labels[chosen].mean() >= LIKELY_PRECISION:
            return step
    return STEPS[-1]


def decide(gold: Gold, answers: Iterable[Labelled], weights: Weights) -> tuple[list[Decision], list[float]]:
    """Decisions on expected and anti-points, and milliseconds for each answer."""
    found, took = [], []
    for answer in answers:
        question = gold.questions[answer.question]
        prepared(question)
        begun = perf_counter()
        said = suggest(question, answer.text, weights=weights)
        took.append((perf_counter() - begun) * 1000.0)
        found += [Decision(answer, item, bool(answer.labels[item.point_id])) for item in said.points]
        found += [
            Decision(answer, item, bool(answer.anti_labels[item.point_id])) for item in said.anti_points
        ]
    return found, took


def leave_one_out(gold: Gold) -> tuple[list[Decision], list[float]]:
    """Decisions on each question with what was fitted on the others."""
    cases = cases_of(gold)
    found, took = [], []
    for question in gold.questions:
        weights = fitted_on([case for case in cases if case.question != question])
        answers = [answer for answer in gold.answers if answer.question == question]
        decisions, times = decide(gold, answers, weights)
        found += decisions
        took += times
    return found, took


def shipped(gold: Gold) -> tuple[list[Decision], list[float]]:
    """Decisions with the weights in the code."""
    return decide(gold, gold.answers, FITTED)


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


def rounded(weights: Weights) -> Weights:
    """Weights as they are written into the code."""
    return replace(weights, features=tuple(round(value, 2) for value in weights.features))
