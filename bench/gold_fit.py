"""Fitting the decision on labelled answers: what judges a question has seen nothing of its answers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from bench.gold import Decision, Gold, Labelled, decide, kappa
from engine.scenario.exercise import Question
from scoring.answers.evidence import is_sure
from scoring.answers.fit import fits_of
from scoring.answers.guard import looks_like_list
from scoring.answers.matchers import Likeness, Matcher
from scoring.answers.passages import readings_of
from scoring.answers.reading.text import sentences_of, words_of
from scoring.answers.rubric import senses
from scoring.answers.rubric.question import prepared
from scoring.answers.weights import Weights

LIKELY_PRECISION = 0.96
"""Precision that *likely* must have where it is fitted, so that it keeps 0.90 elsewhere (assumption)."""

RIDGE = 0.3
"""Weight of the squared weights in the fit (assumption)."""

ROUNDS = 5
"""Times that the best passages are chosen anew and the weights fitted to them."""

START = (-2.3, 3.0, 1.0, 1.5, 1.5, 1.0, 1.0)

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """Every passage of an answer for one point."""

    question: str
    features: Matrix
    """[passage, feature]"""
    sure: NDArray[np.bool_]
    """Whether each passage may be called likely."""
    label: bool
    is_list: bool


def phrases_of_its_own(gold: Gold) -> Mapping[str, frozenset[senses.Phrase]]:
    """Phrases of the lexicon that only one question's answers use, and no rubric, by question.

    Whoever wrote the lexicon may have read the answers: without these, nothing in it comes from them alone.
    """
    rubric = used(text for question in gold.questions.values() for text in _texts(question))
    said = {
        name: used(item.text for item in gold.answers if item.question == name) - rubric
        for name in gold.questions
    }
    owners: dict[senses.Phrase, list[str]] = defaultdict(list)
    for name, found in said.items():
        for phrase in found:
            owners[phrase].append(name)
    return {name: frozenset(item for item in found if owners[item] == [name]) for name, found in said.items()}


def _texts(question: Question) -> Iterator[str]:
    for point in (*question.points, *question.anti_points):
        yield from (point.description, *point.cues)


def used(texts: Iterable[str]) -> set[senses.Phrase]:
    """Phrases of the lexicon that some texts use."""
    index, found = senses.phrases(), set()
    for text in texts:
        stems = [word.stem for word in words_of(text)]
        for at, stem in enumerate(stems):
            found |= {
                phrase for phrase, _ in index.get(stem, ()) if senses.match(phrase, stems, at) is not None
            }
    return found


@contextmanager
def lexicon_without(gone: Collection[senses.Phrase]) -> Iterator[None]:
    """The lexicon without some phrases, for as long as the block lasts."""
    thin = {
        stem: tuple(item for item in items if item[0] not in gone) for stem, items in senses.phrases().items()
    }
    prepared.cache_clear()
    with mock.patch.object(senses, "phrases", return_value=thin):
        yield
    prepared.cache_clear()


def cases_of(gold: Gold, likeness: Likeness) -> list[Case]:
    """Every expected point of every answer, ready for fitting."""
    return [case for answer in gold.answers for case in _cases(gold, answer, likeness)]


def honest_cases(gold: Gold, likeness: Likeness) -> list[Case]:
    """The same, each question read with a lexicon without its own phrases."""
    found: list[Case] = []
    for name, gone in phrases_of_its_own(gold).items():
        with lexicon_without(gone):
            found += cases_of(gold.only({name}), likeness)
    return found


def _cases(gold: Gold, answer: Labelled, likeness: Likeness) -> Iterator[Case]:
    question = gold.questions[answer.question]
    ready = prepared(question)
    readings = readings_of(sentences_of(answer.text), ready)
    fits = fits_of(readings, ready, likeness, answer.text)
    is_list = looks_like_list(readings, ready) and not question.list_answer_ok
    for number, point in enumerate(ready.points):
        if not point.is_anti:
            sure = np.array([is_sure(fits, passage, number) for passage in range(len(fits.passages))])
            features = fits.features[:, number] if fits.passages else np.zeros((1, len(START)))
            label = bool(answer.labels[point.id])
            yield Case(
                answer.question, features, sure if fits.passages else np.array([False]), label, is_list
            )


def fitted_on(cases: Sequence[Case]) -> Weights:
    """Weights by ridge logistic regression on the best passages, then the two thresholds."""
    weights = np.array(START)
    told = [case for case in cases if not case.is_list]
    labels = np.array([case.label for case in told], dtype=float)
    for _ in range(ROUNDS):
        best = np.array([case.features[np.argmax(case.features @ weights)] for case in told])
        weights = _regressed(best, labels, weights)
    at = [int(np.argmax(case.features @ weights)) for case in cases]
    logits = [
        -np.inf if c.is_list else float(c.features[n] @ weights) for c, n in zip(cases, at, strict=True)
    ]
    chances = 1.0 / (1.0 + np.exp(-np.array(logits)))
    everything = np.array([case.label for case in cases])
    sure = np.array([case.sure[number] for case, number in zip(cases, at, strict=True)])
    possible = _best_threshold(chances, everything)
    likely = _precise_threshold(chances[sure], everything[sure], possible)
    return Weights(tuple(round(float(value), 2) for value in weights), possible, likely)


def _regressed(features: Matrix, labels: Matrix, weights: Matrix) -> Matrix:
    """Newton's method; a step that loses likelihood is halved."""
    penalty = np.full(len(weights), RIDGE)
    penalty[0] = 1e-6
    for _ in range(25):
        chance = 1.0 / (1.0 + np.exp(-features @ weights))
        slope = features.T @ (chance - labels) + penalty * weights
        curve = (features * (chance * (1.0 - chance))[:, None]).T @ features + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        loss = _loss(features, labels, weights, penalty)
        while np.abs(step).max() > 1e-6 and _loss(features, labels, weights - step, penalty) > loss:
            step = step / 2.0
        weights = weights - step
    return weights


def _loss(features: Matrix, labels: Matrix, weights: Matrix, penalty: Matrix) -> float:
    logits = features @ weights
    return float((np.logaddexp(0.0, logits) - labels * logits).sum() + (penalty * weights**2).sum() / 2.0)


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


def leaving_one_out(gold: Gold, matcher: Matcher) -> tuple[list[Decision], list[float]]:
    """Decisions on each question, with weights of the others and a lexicon without its own phrases."""
    cases = honest_cases(gold, matcher.likeness)
    found: list[Any] = []
    took: list[float] = []
    for name, gone in phrases_of_its_own(gold).items():
        weights = fitted_on([case for case in cases if case.question != name])
        with lexicon_without(gone):
            decisions, times = decide(gold.only({name}), replace(matcher, weights=weights))
        found += decisions
        took += times
    return found, took


def across(gold: Gold, matcher: Matcher) -> tuple[list[Decision], list[float]]:
    """Decisions on the later sets, with weights of the first set; none where there is one set only."""
    first = next(iter(gold.sets.values()))
    mine = {name for name, group in gold.sets.items() if group == first}
    if len(mine) == len(gold.sets):
        return [], []
    weights = fitted_on(honest_cases(gold.only(mine), matcher.likeness))
    return decide(gold.only(set(gold.questions) - mine), replace(matcher, weights=weights))
