"""What the page on suggestions says is so."""

import re
from pathlib import Path
from typing import get_args

import pytest

from bench import gold as gold_of
from scoring.answers.matchers import MEANING, WORDS, by_words
from scoring.answers.measured import MEASURED
from scoring.answers.suggestion import Chip

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "answers.md").read_text(encoding="utf-8")


def _row(figure: str, *, by: str) -> list[float]:
    """A row of the tables of figures: in the code, leaving one out, first set to later, own set."""
    first, second = re.findall(rf"^\| {figure} ((?:\| [\d.]+ )+)\|", PAGE, re.MULTILINE)
    return [float(cell) for cell in (first if by == WORDS else second).strip("| ").split(" | ")]


def test_every_chip_is_explained():
    """The page explains each chip an evaluator may see."""
    assert [chip for chip in get_args(Chip) if f"| {chip} |" not in PAGE] == []


def test_the_figures_of_the_own_set_are_those_of_the_code():
    """The own set's column holds what the program prints, milliseconds apart."""
    found = gold_of.figures(*gold_of.decide(gold_of.read_gold(ROOT / "tests" / "gold"), by_words()))

    for name in set(found) - {"ms_median"}:
        assert abs(_row(name, by=WORDS)[3] - found[name]) <= 0.0051, name


@pytest.mark.parametrize("matcher", [WORDS, MEANING])
def test_what_screens_say_was_measured(matcher):
    """How often suggestions were right, as screens say it, is what the tables hold of unseen questions."""
    said = MEASURED[matcher]

    for name, shares in (
        ("likely_precision", said.likely),
        ("possible_precision", said.possible),
        ("missed_in_not_found", said.missed),
    ):
        assert _row(name, by=matcher)[1:3] == pytest.approx(shares, abs=0.0051), name


def test_the_words_on_screens_round_down():
    """Nine in ten is said of .938, six to seven of .664 and .753, one in eight of .123."""
    said = MEASURED[WORDS]

    assert (said.likely_in_ten, said.possible_in_ten, said.missed_one_in) == ("9", "6 to 7", 8)
    assert "right 9 times in 10 and *possible* 6 to 7 in 10" in PAGE
    assert "1 in 8 was made" in PAGE
