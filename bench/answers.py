"""How well suggestions agree with labelled answers: ``python bench/answers.py --gold DIR``.

The figures leave one question out: what decides on a question was fitted on the others only. Beside them
stand the figures with the weights in the code. What each figure means is explained in
docs/answers.md.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from bench import gold as gold_of
from bench.gold import ORDINARY, Decision, Gold, agreement, figures
from engine.scenario.exercise import Question
from scoring.answers.reading.text import words_of
from scoring.answers.rubric import senses
from scoring.answers.rubric.question import prepared

Phrases = Mapping[str, tuple[tuple[senses.Phrase, str], ...]]
"""Phrases of the lexicon with their group, by first stem."""

FEWEST_QUESTIONS = 3
"""Questions from which one is left out; fewer are judged with the weights in the code."""


def report(gold: Gold) -> dict[str, Any]:
    """Every figure, for programs."""
    can_leave_out = len(gold.questions) >= FEWEST_QUESTIONS
    decisions, took = gold_of.leave_one_out(gold) if can_leave_out else gold_of.shipped(gold)
    points = [item for item in decisions if not item.said.is_anti]
    return {
        **figures(decisions, took),
        "fitted": "leaving one question out" if can_leave_out else "in the code",
        "ordinary_f1": agreement([item for item in points if item.answer.style in ORDINARY])["f1"],
        "anti_points": agreement([item for item in decisions if item.said.is_anti]),
        "styles": {style: agreement(items) for style, items in _by_style(points).items()},
        "shipped": figures(*gold_of.shipped(gold)),
    }


def _by_style(points: Iterable[Decision]) -> Mapping[str, list[Decision]]:
    found: dict[str, list[Decision]] = defaultdict(list)
    for item in points:
        found[item.answer.style].append(item)
    return dict(sorted(found.items()))


def thin_lexicon(gold: Gold) -> int:
    """Take out of the lexicon what only one answer uses and no rubric; how many phrases that is.

    The lexicon's author had read these answers. What remains after this could not have been taken from any
    single one of them, so the figures are what a question nobody has seen may expect.
    """
    index = dict(senses.phrases())
    rubric = _used((text for question in gold.questions.values() for text in _texts(question)), index)
    uses: dict[senses.Phrase, int] = defaultdict(int)
    for answer in gold.answers:
        for phrase in _used([answer.text], index):
            uses[phrase] += 1
    gone = {phrase for phrase, count in uses.items() if count == 1 and phrase not in rubric}
    thin = {stem: tuple(item for item in items if item[0] not in gone) for stem, items in index.items()}
    senses.phrases = lambda: thin  # type: ignore[assignment]
    prepared.cache_clear()
    return len(gone)


def _texts(question: Question) -> Iterator[str]:
    for point in (*question.points, *question.anti_points):
        yield from (point.description, *point.cues)


def _used(texts: Iterable[str], index: Phrases) -> set[senses.Phrase]:
    found = set()
    for text in texts:
        stems = [word.stem for word in words_of(text)]
        for at, stem in enumerate(stems):
            found |= {item[0] for item in index.get(stem, ()) if senses.match(item[0], stems, at) is not None}
    return found


def in_words(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures as a table, and by style."""
    yield f"{found['answers']} answers, {found['decisions']} decisions; fitted: {found['fitted']}"
    yield ""
    yield "| Figure | Leaving one out | In the code |\n|---|---|---|"
    for name, value in found["shipped"].items():
        yield f"| {name} | {found[name]} | {value} |"
    yield ""
    yield "| Style | kappa | F1 | Precision | Recall |\n|---|---|---|---|---|"
    for name, row in {**found["styles"], "anti-points": found["anti_points"]}.items():
        cells = ("–" if value is None else f"{value:.2f}" for value in row.values())
        yield f"| {name} | {' | '.join(cells)} |"


def failures(gold: Gold) -> Iterator[str]:
    """Each wrong decision, leaving its question out."""
    for item in gold_of.leave_one_out(gold)[0]:
        if not item.is_right:
            said = item.said.evidence.text if item.said.evidence else "-"
            meant = item.answer.evidence.get(item.said.point_id, "-")
            kind = "missed" if item.label else "false"
            yield f"{kind} | {item.answer.id} {item.answer.style} | {item.said.point_id} | {said} | {meant}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where the folder holds no labelled answers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--gold", type=Path, required=True, help="folder of questions_*.jsonl, answers_*.jsonl"
    )
    parser.add_argument("--json", action="store_true", help="print JSON for another program")
    parser.add_argument("--thin", action="store_true", help="without phrases that a single answer uses")
    parser.add_argument("--fit", action="store_true", help="print weights fitted on all questions")
    parser.add_argument("--failures", action="store_true", help="print each wrong decision")
    chosen = parser.parse_args(arguments)
    try:
        gold = gold_of.read_gold(chosen.gold)
    except (OSError, KeyError, ValueError) as error:
        print(f"{chosen.gold}: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    if chosen.thin:
        thin_lexicon(gold)
    if chosen.fit:
        print(gold_of.rounded(gold_of.fitted_on(gold_of.cases_of(gold))))
    elif chosen.failures:
        print("\n".join(failures(gold)))
    elif chosen.json:
        print(json.dumps(report(gold), indent=2, sort_keys=True))
    else:
        print("\n".join(in_words(report(gold))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
