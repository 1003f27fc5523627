"""Warnings about the cues of expected points."""

from pathlib import Path

import pytest

from engine.errors import Problem
from engine.files.loader import check_paths
from tests.world import SHIPPED

QUESTION = """        - text: "Do you take the chatbot offline?"
          points:
            - id: decide
              description: "Decides with a reason"
              cues: {decide}
            - id: ask
              description: "Asks who may approve"
              cues:
                ["ask for approval", "who may approve", "need the CISO", "sign-off first", "her word", "ring"]
"""
GOOD = (
    '["level 4 because", "keep serving since", "we shut it down", "my reasons are", "off it goes",'
    ' "reasoned decision"]'
)


def _ending(cue: str) -> str:
    """Good cues but for the last."""
    return GOOD.replace("reasoned decision", cue)


def _warnings(tmp_path: Path, seed_text: str, cues: str) -> list[Problem]:
    file = tmp_path / "exercise.yml"
    plain = '        - "Do you take the chatbot offline?"\n'
    assert plain in seed_text
    file.write_text(seed_text.replace(plain, QUESTION.format(decide=cues)), encoding="utf-8")
    return check_paths([file])


@pytest.mark.parametrize(
    ("cues", "says"),
    [
        ('["because"]', "point 'decide' has 1 of at least 6 cues"),
        (
            _ending("Need the CISO"),
            "'need the CISO' is a cue of point 'decide' too",
        ),
        (
            _ending("take offline"),
            "'take offline' is made of words of the question",
        ),
    ],
    ids=["few", "shared", "asked"],
)
def test_weak_cues_are_warned_of(tmp_path: Path, seed_text: str, cues: str, says: str) -> None:
    """Few cues, a shared one and one that repeats the question each give a warning at its line."""
    (warning,) = _warnings(tmp_path, seed_text, cues)

    assert warning.severity == "warning"
    assert says in warning.message
    assert warning.line


def test_good_cues_give_no_warning(tmp_path: Path, seed_text: str) -> None:
    """Six cues of a point's own are enough."""
    assert _warnings(tmp_path, seed_text, GOOD) == []


def test_shipped_scenarios_have_good_cues() -> None:
    """No shipped scenario is warned of its cues."""
    assert not [str(item) for item in check_paths([SHIPPED]) if "cue" in item.message]
