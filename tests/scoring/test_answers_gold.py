"""How well suggestions agree with labelled answers, and the program that measures it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import gold as gold_of
from bench.answers import main

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "gold"

FIGURES = {
    "kappa",
    "f1",
    "precision",
    "recall",
    "likely_precision",
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
    found = gold_of.figures(*gold_of.shipped(own))

    assert found["kappa"] >= 0.72
    assert found["f1"] >= 0.80
    assert found["likely_precision"] >= 0.90
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
    """As a script and as a module it prints the same figures as JSON."""
    result = subprocess.run(
        [sys.executable, *command, "--gold", str(OWN), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(result.stdout)

    assert set(found) >= FIGURES
    assert (found["answers"], found["decisions"]) == (24, 120)


def test_people_get_a_table(capsys):
    """Without --json the figures stand in a table, by style too."""
    assert main(["--gold", str(OWN)]) == 0

    printed = capsys.readouterr().out
    assert "| kappa |" in printed
    assert "| negated |" in printed


def test_a_folder_without_answers_is_refused(tmp_path, capsys):
    """A folder that holds none is named."""
    assert main(["--gold", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_nothing_of_a_question_is_fitted_on_itself(own, monkeypatch):
    """What decides on a question has never seen its answers."""
    seen = []
    monkeypatch.setattr(
        gold_of,
        "fitted_on",
        lambda cases: seen.append({case.question for case in cases}) or gold_of.FITTED,
    )
    gold_of.leave_one_out(own)

    assert seen == [{"T02", "T03"}, {"T01", "T03"}, {"T01", "T02"}]
