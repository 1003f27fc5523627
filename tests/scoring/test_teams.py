"""Twenty-five teams are worth what an experienced evaluator would give them (teams/expected.yml)."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from engine.rehearsal.play import rehearse
from engine.rehearsal.team_file import team_from
from engine.rehearsal.team_loader import load_team
from scoring.case import Case
from scoring.score import score
from tests.world import create_command, rich_exercise, rubric

FOLDER = Path(__file__).parent / "teams"
EXPECTED = yaml.safe_load((FOLDER / "expected.yml").read_text(encoding="utf-8"))
RANGES = [
    (team, criterion, *limits)
    for team, values in EXPECTED["values"].items()
    for criterion, limits in values.items()
]
ORDERS = [(name, *pair) for name, pairs in EXPECTED["orders"].items() for pair in pairs]
ALIKE = [(name, *pair) for name, pairs in EXPECTED["same_within"].items() for pair in pairs]
LUCK = range(40)


@cache
def case(team: str) -> Case:
    """The exercise of a team."""
    loaded = rich_exercise()
    fielded = team_from(load_team(FOLDER / f"{team}.yml"), loaded.scenario)
    events = rehearse(create_command(loaded, seed=1), loaded.scenario, fielded).events
    return Case(loaded.scenario, events, rubric())


@cache
def exact(team: str, criterion: str) -> float:
    """The exact value of a team's criterion."""
    found = score(case(team)).finding(criterion).exact
    assert found is not None
    return found


@pytest.mark.parametrize(("team", "criterion", "low", "high"), RANGES)
def test_a_team_is_worth_what_an_evaluator_would_give(team, criterion, low, high):
    """The printed value lies where the expected range has it."""
    assert low <= score(case(team)).finding(criterion).value <= high, exact(team, criterion)


@pytest.mark.parametrize(("criterion", "worse", "better"), ORDERS)
def test_a_worse_team_is_worth_less(criterion, worse, better):
    """The exact values stand in the order an evaluator gives."""
    assert exact(worse, criterion) < exact(better, criterion)


@pytest.mark.parametrize(("criterion", "one", "other"), ALIKE)
def test_teams_that_did_the_same_are_worth_the_same(criterion, one, other):
    """What makes no difference to the criterion moves it by a tenth at most."""
    assert exact(one, criterion) == pytest.approx(exact(other, criterion), abs=0.1)


def test_every_team_of_the_folder_is_judged():
    """No file is left out, and none is missing."""
    assert {path.stem for path in FOLDER.glob("[0-9]*.yml")} == set(EXPECTED["values"])


MOVED = (
    "14d_L2_set_mode_only",
    "09_playbook_20min_late",
    "23b_declare39_contain40_same_harm",
    "20_verify_while_off_resolve_then_reopen",
    "15a_L1_pattern_letter_e_blocks_everyone",
)
"""The teams whose values the model's luck moves most; `python -m bench.scores` prints all."""


@pytest.mark.slow
def test_luck_moves_no_value():
    """Over forty other rolls of the model's luck, containment and recovery stay within a tenth."""
    found = {(team, criterion): [] for team in MOVED for criterion in ("containment", "recovery")}
    for luck in LUCK:
        for team in MOVED:
            rolled = score(replace(case(team), luck=luck))
            for criterion in ("containment", "recovery"):
                found[team, criterion].append(rolled.finding(criterion).exact)

    reach = {key: max(values) - min(values) for key, values in found.items()}
    assert max(reach.values()) <= 0.1, reach
    assert min(len(values) for values in found.values()) == len(LUCK)
