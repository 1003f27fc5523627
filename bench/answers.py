"""How well suggestions agree with labelled answers: ``python -m bench.answers --gold DIR``.

First stand the figures of the weights in the code, which may have been fitted on these very answers. Then
those that say what a new question may expect: each question left out, judged with weights of the others and a
lexicon without the phrases that only its answers use; and, where the folder holds several sets, the later
ones judged with weights of the first. docs/answers.md explains what each figure means.
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
from bench import gold_fit
from bench.gold import ORDINARY, Decision, Gold, agreement, figures
from engine.errors import Refused
from scoring.answers.matchers import Matcher, by_meaning, by_words

FEWEST_QUESTIONS = 3
"""Questions from which one is left out; of fewer, only the weights in the code are judged."""

IN_CODE, LEFT_OUT, ACROSS = "in_the_code", "leaving_one_out", "first_set_to_later"
HEADINGS = {
    IN_CODE: "In the code",
    LEFT_OUT: "Leaving one out",
    ACROSS: "First set's weights, later sets",
}


def report(gold: Gold, matcher: Matcher) -> dict[str, Any]:
    """Every figure, for programs."""
    judged = {IN_CODE: gold_of.decide(gold, matcher)}
    if len(gold.questions) >= FEWEST_QUESTIONS:
        judged[LEFT_OUT] = gold_fit.leaving_one_out(gold, matcher)
    if len(set(gold.sets.values())) > 1:
        judged[ACROSS] = gold_fit.across(gold, matcher)
    honest = judged.get(LEFT_OUT, judged[IN_CODE])[0]
    points = [item for item in honest if not item.said.is_anti]
    return {
        "matcher": matcher.name,
        **{name: figures(*found) for name, found in judged.items()},
        "ordinary_f1": agreement([item for item in points if item.answer.style in ORDINARY])["f1"],
        "anti_points": agreement([item for item in honest if item.said.is_anti]),
        "styles": {style: agreement(items) for style, items in _by_style(points).items()},
    }


def _by_style(points: Iterable[Decision]) -> Mapping[str, list[Decision]]:
    found: dict[str, list[Decision]] = defaultdict(list)
    for item in points:
        found[item.answer.style].append(item)
    return dict(sorted(found.items()))


def in_words(found: Mapping[str, Any]) -> Iterator[str]:
    """The figures as a table, and by style."""
    columns = [name for name in HEADINGS if name in found]
    yield f"Matched by {found['matcher']}."
    yield ""
    yield f"| Figure | {' | '.join(HEADINGS[name] for name in columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    for figure in found[IN_CODE]:
        yield f"| {figure} | {' | '.join(str(found[name][figure]) for name in columns)} |"
    yield ""
    yield f"By style, {'leaving one out' if LEFT_OUT in found else 'in the code'}:"
    yield ""
    yield "| Style | kappa | F1 | Precision | Recall |\n|---|---|---|---|---|"
    for name, row in {**found["styles"], "anti-points": found["anti_points"]}.items():
        cells = ("–" if value is None else f"{value:.2f}" for value in row.values())
        yield f"| {name} | {' | '.join(cells)} |"


def failures(gold: Gold, matcher: Matcher) -> Iterator[str]:
    """Each wrong decision, leaving its question out."""
    for item in gold_fit.leaving_one_out(gold, matcher)[0]:
        if not item.is_right:
            said = item.said.evidence.text if item.said.evidence else "-"
            meant = item.answer.evidence.get(item.said.point_id, "-")
            kind = "missed" if item.label else "false"
            yield f"{kind} | {item.answer.id} {item.answer.style} | {item.said.point_id} | {said} | {meant}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where the folder holds no labelled answers, or the model is not here."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--gold", type=Path, required=True, help="folder of questions_*.jsonl, answers_*.jsonl"
    )
    parser.add_argument("--json", action="store_true", help="print JSON for another program")
    parser.add_argument("--meaning", action="store_true", help="with the sentence model of tplus[meaning]")
    parser.add_argument("--fit", action="store_true", help="print weights fitted on all questions")
    parser.add_argument("--failures", action="store_true", help="print each wrong decision")
    chosen = parser.parse_args(arguments)
    try:
        gold = gold_of.read_gold(chosen.gold)
        matcher = by_meaning() if chosen.meaning else by_words()
    except (OSError, KeyError, ValueError) as error:
        print(f"{chosen.gold}: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    if chosen.fit:
        print(gold_fit.fitted_on(gold_fit.honest_cases(gold, matcher.likeness)))
    elif chosen.failures:
        print("\n".join(failures(gold, matcher)))
    elif chosen.json:
        print(json.dumps(report(gold, matcher), indent=2, sort_keys=True))
    else:
        print("\n".join(in_words(report(gold, matcher))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
