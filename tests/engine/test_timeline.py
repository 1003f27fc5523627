"""A timeline is a value: a system, a seed and decisions; and a scenario holds its system as one."""

import json

import pytest
from pydantic import ValidationError

from engine.scenario.resolve import scenario_from_stored
from engine.simulation.parameters import AISystem, described
from engine.simulation.run.decisions import Decision
from engine.timeline import Timeline
from tests.world import rich_exercise, seed_exercise

MINUTE_MS = 60_000
SYSTEM = seed_exercise().scenario.ai_system


@pytest.mark.parametrize("loaded", [seed_exercise, rich_exercise])
def test_a_stored_scenario_reads_back_to_the_letter(loaded):
    """The system is stored as the block that described it, so that a log keeps its bytes."""
    scenario = loaded().scenario
    stored = json.dumps(scenario.model_dump(mode="json"))
    again = scenario_from_stored(json.loads(stored))

    assert json.dumps(again.model_dump(mode="json")) == stored
    assert again.ai_system is scenario.ai_system


def test_a_number_stays_as_it_was_written():
    """Neither a whole number nor a decimal changes its spelling on the way."""
    for spelling in (6, 6.0):
        block = {
            **SYSTEM.written(),
            "service": {**SYSTEM.written()["service"], "customers_per_day": spelling},
        }

        assert json.dumps(described(block).written()) == json.dumps(block)


def test_a_changed_copy_is_another_system():
    """A copy with another part is neither equal to the first nor written as it."""
    clock = SYSTEM.clock.model_copy(update={"start_hour": 3.0})
    changed = SYSTEM.model_copy(update={"clock": clock})

    assert changed != SYSTEM
    assert hash(changed) != hash(SYSTEM)
    assert described(changed.written()) == changed


def test_a_block_that_describes_no_system_is_refused():
    """A log whose block lost a part is not played with something made up."""
    block = {name: part for name, part in SYSTEM.written().items() if name != "attack"}

    with pytest.raises(ValidationError, match="attack"):
        scenario_from_stored({**seed_exercise().scenario.model_dump(mode="json"), "ai_system": block})


def test_equal_timelines_are_one_key():
    """What is computed for a timeline is found again by another with the same system, seed and decisions."""
    decisions = (Decision(10 * MINUTE_MS, "set_mode"),)
    twin = AISystem.model_validate(SYSTEM.written())

    assert twin is not SYSTEM
    assert {Timeline(SYSTEM, 3, decisions): "known"}[Timeline(twin, 3, decisions)] == "known"
    assert Timeline(SYSTEM, 3).under(decisions) == Timeline(SYSTEM, 3, decisions)


def test_a_later_decision_changes_nothing_before_it():
    """Each moment is told from the decisions until then alone."""
    late = Timeline(SYSTEM, 3, (Decision(40 * MINUTE_MS, "shutdown", (("approval", "APP-1"),)),))
    idle = late.under(())

    assert late.telemetry(39 * MINUTE_MS) == idle.telemetry(39 * MINUTE_MS)
    assert late.harm_points(60 * MINUTE_MS) < idle.harm_points(60 * MINUTE_MS)
