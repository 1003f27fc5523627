"""How well suggestions agree with labelled answers, and the program that measures it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import gold as gold_of
from bench import gold_fit
from bench.answers import main
from scoring.answers.matchers import by_words
from scoring.answers.rubric import senses
from scoring.answers.weights import WORDS_WEIGHTS

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "gold"

FIGURES = {
    "kappa",
    "f1",
    "precision",
    "recall",
    "likely_precision",
    "possible_precision",
    "likely_share",
    "missed_in_not_found",
    "evidence_hit",
    "off_topic_false",
    "ms_median",
    "answers",
    "decisions",
}


@pytest.fixture(scope="module")
def own():
    """The labelled answers of this repository; nothing was fitted on them."""
    return gold_of.read_gold(OWN)


def test_questions_nobody_fitted_on_agree(own):
    """With the weights in the code, unseen questions agree well enough to help."""
    found = gold_of.figures(*gold_of.decide(own, by_words()))

    assert found["kappa"] >= 0.75
    assert found["f1"] >= 0.85
    assert found["likely_precision"] >= 0.95
    assert found["evidence_hit"] >= 0.90
    assert found["off_topic_false"] <= 0.10


def test_evidence_is_in_the_answer(own):
    """Every label of the set has its evidence, word by word."""
    for answer in own.answers:
        made = {name for name, label in {**answer.labels, **answer.anti_labels}.items() if label}

        assert made == set(answer.evidence), answer.id
        assert all(text in answer.text for text in answer.evidence.values()), answer.id


@pytest.mark.parametrize("command", [["bench/answers.py"], ["-m", "bench.answers"]], ids=["script", "module"])
def test_the_program_runs_both_ways(command):
    """As a script and as a module it prints the same figures as JSON, those of the code apart."""
    result = subprocess.run(
        [sys.executable, *command, "--gold", str(OWN), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(result.stdout)

    assert set(found["in_the_code"]) == set(found["leaving_one_out"]) == FIGURES
    assert (found["in_the_code"]["answers"], found["in_the_code"]["decisions"]) == (24, 120)
    assert found["matcher"] == by_words().name


def test_people_get_a_table(capsys):
    """Without --json the figures stand in a table, the weights in the code first, by style too."""
    assert main(["--gold", str(OWN)]) == 0

    printed = capsys.readouterr().out
    assert "| Figure | In the code | Leaving one out |" in printed
    assert "| negated |" in printed


def test_a_folder_without_answers_is_refused(tmp_path, capsys):
    """A folder that holds none is named."""
    assert main(["--gold", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_nothing_of_a_question_is_fitted_on_itself(own, monkeypatch):
    """What decides on a question has never seen its answers."""
    seen = []

    def fitted(cases):
        seen.append({case.question for case in cases})
        return WORDS_WEIGHTS

    monkeypatch.setattr(gold_fit, "fitted_on", fitted)
    gold_fit.leaving_one_out(own, by_words())

    assert seen == [{"T02", "T03"}, {"T01", "T03"}, {"T01", "T02"}]


def test_the_lexicon_forgets_what_only_one_question_says(own):
    """A question is judged without the phrases that only its answers use; phrases of rubrics stay."""
    gone = gold_fit.phrases_of_its_own(own)
    rubric = [cue for question in own.questions.values() for point in question.points for cue in point.cues]

    with gold_fit.lexicon_without(gone["T01"]):
        left = {phrase for items in senses.phrases().values() for phrase, _ in items}

    assert gone["T01"]
    assert left.isdisjoint(gone["T01"])
    assert left >= gone["T02"]
    assert gone["T01"].isdisjoint(gold_fit.used(rubric))


def test_later_sets_are_judged_with_the_weights_of_the_first(own):
    """Of one set nothing can be judged that way; of two, the second with what was fitted on the first."""
    split = gold_of.Gold(own.questions, own.answers, {"T01": "a", "T02": "a", "T03": "b"})

    assert gold_fit.across(own, by_words()) == ([], [])
    assert {item.answer.question for item in gold_fit.across(split, by_words())[0]} == {"T03"}
