"""What the page on suggestions says is so."""

import re
from pathlib import Path
from typing import get_args

from bench import gold as gold_of
from scoring.answers.suggestion import Chip

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "answers.md").read_text(encoding="utf-8")


def test_every_chip_is_explained():
    """The page explains each chip an evaluator may see."""
    assert [chip for chip in get_args(Chip) if f"| {chip} |" not in PAGE] == []


def test_the_figures_of_the_own_set_are_those_of_the_code():
    """The own set's column holds what the program prints, milliseconds apart."""
    found = gold_of.figures(*gold_of.shipped(gold_of.read_gold(ROOT / "tests" / "gold")))
    listed = dict(re.findall(r"^\| (\w+) \| [\d.]+ \| [\d.]+ \| ([\d.]+) \|", PAGE, re.MULTILINE))

    assert set(listed) >= set(found)
    for name in set(found) - {"ms_median"}:
        assert abs(float(listed[name]) - found[name]) <= 0.0051, name
