"""How hard the shipped scenarios are stands in a file, and the file is of this scoring."""

from unittest.mock import patch

import pytest

from engine.files.difficulty import load_difficulties
from engine.files.loader import exercises, load_exercise
from engine.rehearsal.reference import SKILLS
from scoring.criteria import escalation
from scoring.history.difficulty import SAMPLE, USUAL, library_from
from scoring.history.measured import played
from tests.world import RICH_EXERCISE, content, rubric

SKILL = next(item for item in SKILLS if item.name == USUAL)
STALE = "the difficulty figures are stale: run `tplus difficulty {} --json` into scenarios/difficulty.json"


def scenario_of(path):
    """A shipped scenario."""
    return load_exercise(path, content()).scenario


def kept(scenario):
    """The difficulty that is shipped with it."""
    return library_from(load_difficulties()).of(scenario, rubric().rubric_id)


def replayed(scenario):
    """What the trained team reaches today in the plays that the file keeps."""
    found = (played(scenario, rubric(), SKILL, seed=seed).readiness for seed in range(1, SAMPLE + 1))
    return tuple(found)


@pytest.mark.slow
@pytest.mark.parametrize("path", exercises(), ids=lambda path: path.stem)
def test_the_shipped_difficulty_is_what_the_scoring_gives_today(path):
    """The scenario's figure is known, and its first plays reach what they did when it was measured."""
    scenario = scenario_of(path)
    found = kept(scenario)

    assert found is not None, STALE.format(scenario.id)
    assert replayed(scenario) == found.sample, STALE.format(scenario.id)


@pytest.mark.slow
def test_another_way_to_score_makes_the_shipped_difficulty_stale():
    """A change of one criterion that the key does not know shows in the plays that the file keeps."""
    scenario = scenario_of(RICH_EXERCISE)

    with patch.object(escalation, "by_time", lambda _taken_ms, _allowed_ms: 1.0):
        assert replayed(scenario) != kept(scenario).sample
