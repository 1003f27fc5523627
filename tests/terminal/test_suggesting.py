"""Suggestions and the matching of examples, at the terminal."""

import pytest
from typer.testing import CliRunner

from scoring.answers.likeness import sentences
from scoring.answers.measured import MEASURED
from terminal.cli import app
from terminal.suggesting import banner
from terminal.validating import problems_of

QUESTION = """text: "What do you do in the first hour?"
points:
  - id: legal
    description: "Informs Legal"
    cues: ["tell legal", "brief counsel", "call the lawyers"]
"""
EXERCISE = """exercise:
  name: "Examples"
  duration: "60 minutes"
  participants: ["Security operations", "Legal"]
  scenario:
    background: "A researcher posts a screenshot: your chatbot explains a crime. It is a jailbreak."
    inject_1:
      time: "T+0 minutes"
      event: "Security sees the post. The screenshot is real."
      questions:
        - text: "What do you do in the first hour?"
          points:
            - id: legal
              description: "Informs Legal"
              cues: [tell legal, brief counsel, call the lawyers, law department, in-house, solicitor]
              examples: [{good}]
          anti_points:
            - id: quiet
              description: "Keeps it quiet"
              cues: ["tell nobody", "keep it quiet", "say nothing", "hush it up", "sweep it", "not a word"]
              examples: [{bad}]
"""


def test_every_suggestion_says_what_matched_and_how_often_that_is_right(tmp_path):
    """Below the suggestions stand how they came about and the figures of unseen questions."""
    (tmp_path / "question.yml").write_text(QUESTION, encoding="utf-8")
    (tmp_path / "answer.txt").write_text("I call the lawyers.", encoding="utf-8")

    said = CliRunner().invoke(app, ["suggest", str(tmp_path / "question.yml"), str(tmp_path / "answer.txt")])

    assert said.exit_code == 0
    assert "likely" in said.output
    assert "likely was right 9 times in 10, possible 6 to 7 in 10" in " ".join(said.output.split())


def test_a_model_that_is_missing_is_told_in_a_sentence(tmp_path, monkeypatch):
    """Whoever asks for the sentence model without the extra is told how to get it."""
    monkeypatch.setenv("TPLUS_MEANING", "1")
    monkeypatch.setattr(sentences, "MODULE", "no_such_module")
    sentences.sentence_model.cache_clear()
    (tmp_path / "question.yml").write_text(QUESTION, encoding="utf-8")
    (tmp_path / "answer.txt").write_text("I call the lawyers.", encoding="utf-8")

    said = CliRunner().invoke(app, ["suggest", str(tmp_path / "question.yml"), str(tmp_path / "answer.txt")])

    assert said.exit_code == 1
    assert "tplus[meaning]" in " ".join(said.output.split())


@pytest.mark.parametrize("matcher", MEASURED)
def test_a_model_is_never_called_no_model(matcher):
    """What is said of a matcher fits it."""
    assert ("no AI model" in banner(matcher)) == (matcher.startswith("words"))


def _warnings(tmp_path, *, good: str, bad: str) -> list[str]:
    file = tmp_path / "exercise.yml"
    file.write_text(EXERCISE.format(good=good, bad=bad), encoding="utf-8")
    return [str(problem) for problem in problems_of([file])]


def test_examples_that_are_found_give_no_warning(tmp_path):
    """An author's own words for a point are suggested at least as possible."""
    assert (
        _warnings(tmp_path, good='"We brief our counsel."', bad='"Let us keep it quiet and say nothing."')
        == []
    )


def test_an_example_that_is_missed_is_warned_of_at_its_line(tmp_path):
    """Words that no cue comes near are named with the reason and a remedy."""
    (warning,) = _warnings(tmp_path, good='"Upstairs hears of it."', bad='"We keep it quiet."')

    assert ":16: " in warning
    assert "does not show point 'legal'" in warning
    assert "add a cue" in warning


def test_an_example_of_harm_that_makes_a_point_is_warned_of(tmp_path):
    """Harm must not suggest a good point of its question."""
    (warning,) = _warnings(
        tmp_path, good='"We brief our counsel."', bad='"We call the lawyers but keep it quiet, say nothing."'
    )

    assert "shows point 'legal' too" in warning
