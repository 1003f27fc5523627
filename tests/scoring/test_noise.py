"""Teams of constant skill do not seem to change, and a change that is large enough is seen."""

from dataclasses import replace
from math import sqrt
from random import Random

import pytest

from bench.noise import COUNTS, LAWS, cell, history, judged, play_days, quarter, raised
from engine.rehearsal.reference import SKILLS
from scoring.history.difficulty import USUAL
from tests.scoring.plans import little_luck

DAYS = 12
"""Days that the trained team plays each scenario under each law; the bench plays more, in all skills."""

HISTORIES = 300
ALLOWED, SEEN = 0.05, 0.8
Z = 1.64
"""Standard normal quantile that one sound gate in twenty fails at by chance."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world():
    """What the trained reference team reaches on a few days of each law and scenario."""
    with little_luck():
        return play_days(DAYS, skills=[item for item in SKILLS if item.name == USUAL])


def cells(world, count):
    """Both laws, in the same and in another scenario."""
    return [
        cell(world, law, count=count, is_same=is_same, teams=HISTORIES)
        for law in LAWS
        for is_same in (True, False)
    ]


def tolerance(share, count):
    """By how much so few days may be off by chance: as many histories as share no day with another."""
    apart = len(LAWS) * 2 * DAYS / (2 * count)
    return Z * sqrt(share * (1.0 - share) / apart)


def mean(values):
    """The mean of some rates."""
    found = list(values)
    return sum(found) / len(found)


@pytest.mark.parametrize("count", COUNTS)
def test_a_constant_team_seldom_changes_clearly(world, count):
    """Under two laws of delay, at most one history in twenty is called a clear change, chance allowed for."""
    found = mean(item.clear for item in cells(world, count))

    assert found <= ALLOWED + tolerance(ALLOWED, count)


@pytest.mark.parametrize("count", COUNTS)
def test_a_change_half_as_large_again_as_detectable_is_seen(world, count):
    """It is called likely or clear in at least four histories of five, chance allowed for."""
    found = mean(item.planted for item in cells(world, count))

    assert found >= SEEN - tolerance(SEEN, count)


def test_without_the_error_of_the_occasion_constant_teams_would_change(world):
    """The gate can fail: judged by precision alone, far more than one history in twenty is a clear change."""
    errors = world.rubric.standard_error.model_copy(update={"occasion": 0.0})
    blind = replace(world, rubric=world.rubric.model_copy(update={"standard_error": errors}))

    found = mean(item.clear for item in cells(blind, 1))
    assert found > ALLOWED + tolerance(ALLOWED, 1)


def test_nothing_is_clear_between_teams_that_played_in_one_quarter_each(world):
    """However far apart two teams are, no change is made of them."""
    chance, scenario = Random(1), world.scenarios[0]
    for law in LAWS:
        days = world.days[law, scenario.id, USUAL]
        for _ in range(HISTORIES // 10):
            points = (
                *quarter(world, scenario, chance.sample(days, 4), team="Blue team", is_later=False),
                *quarter(world, scenario, chance.sample(days, 4), team="Green team", is_later=True),
            )

            assert judged(world, raised(points, 3.0)).verdict == "not comparable"


def test_a_history_uses_no_day_twice(world):
    """Two quarters in one scenario share no exercise, or they would be too alike."""
    points = history(world, "log-normal", (USUAL, USUAL), count=DAYS // 2, is_same=True, chance=Random(1))
    scores = {id(item.score) for item in points}

    assert len(scores) == len(points) == DAYS
