"""Scenarios unlike the shipped ones are scored fairly: short drills, and an organisation's own roles."""

from functools import cache
from pathlib import Path

import pytest

from engine.files.loader import check_paths, load_exercise
from engine.rehearsal.play import rehearse
from engine.rehearsal.teams import team
from scoring.case import Case
from scoring.score import score
from tests.world import content, create_command, rubric

FOLDER = Path(__file__).parent / "cases"


@cache
def scores(file, name):
    """What a simulated team is worth in one of these scenarios."""
    loaded = load_exercise(FOLDER / file, content())
    events = rehearse(create_command(loaded), loaded.scenario, team(name, loaded.scenario, seed=1)).events
    return score(Case(loaded.scenario, events, rubric()))


@pytest.mark.parametrize("name", ["playbook", "nothing"])
def test_a_drill_too_short_for_recovery_does_not_score_it(name):
    """Not observed is not failed: recovery never became due, and the reason says so."""
    found = scores("short_drill.yml", name).finding("recovery")

    assert found.exact is None
    assert "was not due" in found.why


def test_an_organisations_own_role_names_warn_and_can_be_played():
    """Nobody can hold an approving role: it is said, and a good team is still 4 or 5."""
    warned = check_paths([FOLDER / "own_role_names.yml"])

    assert any("nobody can hold" in item.message for item in warned)
    assert {item.severity for item in warned} == {"warning"}
    assert scores("own_role_names.yml", "playbook").finding("communication").value >= 4
