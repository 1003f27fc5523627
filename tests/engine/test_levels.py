"""A containment level ordered as one operation does what its parts do one by one."""

from dataclasses import replace

import pytest

from engine import commands as c
from engine.decide.levels import operations
from engine.errors import Refused
from engine.log import events as e
from engine.simulation.run.catalogue import actions
from tests.simulation.simulation_incidents import SYSTEMS
from tests.world import Room, seed_exercise

SCENARIO = seed_exercise().scenario


def room(**fields):
    """A live exercise whose scenario differs in some fields."""
    loaded = seed_exercise()
    return Room(replace(loaded, scenario=loaded.scenario.model_copy(update=fields))).start()


def order(live, level, **more):
    """A level ordered whole."""
    return live.do(c.OrderLevel(by=live.responder, level=level, key=f"k{level}", **more))


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_level_at_once_is_its_parts_one_by_one(level):
    """The same actions are in force, with the same controls, and each is an event of its own."""
    whole, parts = room(), room()
    events = order(whole, level)
    for action in operations(SCENARIO, level):
        last = parts.do(c.ApplyContainment(by=parts.responder, action=action.id))

    assert [event.action for event in events] == [a.id for a in operations(SCENARIO, level)]
    assert events[-1].controls_after == last[-1].controls_after
    assert {event.level for event in events} == {level}


def test_what_is_in_force_is_not_ordered_again():
    """Only the rest of the level is ordered; a second order of it is refused, a second press does nothing."""
    live = room()
    live.do(c.ApplyContainment(by=live.responder, action="disable_tools"))
    events = order(live, 2)

    assert "disable_tools" not in {event.action for event in events}
    assert order(live, 2) == ()
    with pytest.raises(Refused, match="in force already"):
        live.do(c.OrderLevel(by=live.responder, level=2))


def test_level_four_without_approval_is_one_recorded_refusal():
    """The attempt is on record once, and nothing is in force."""
    live = room()
    events = order(live, 4)

    assert [type(event) for event in events] == [e.ContainmentRefused]
    assert live.state.in_force == ()


def test_an_agent_s_level_holds_its_own_stops_and_no_temptation():
    """For an agent each level has its rung of the ladder; restarting it or asking it is part of none."""
    live = room(ai_system=SYSTEMS["rogue_agent"])
    agent = SCENARIO.model_copy(update={"ai_system": SYSTEMS["rogue_agent"]})
    ladder = {level: [a.id for a in operations(agent, level)] for level in (1, 2, 3, 4)}

    assert "revoke_identity" in ladder[1]
    assert {"disable_tools", "disconnect_tools"} <= set(ladder[2])
    assert "suspend_agent" in ladder[3]
    assert {"shutdown", "kill_agent"} == set(ladder[4])
    assert not {"ask_agent", "restart_agent"} & {name for names in ladder.values() for name in names}
    assert {event.action for event in order(live, 2)} == set(ladder[2])


def test_what_a_person_must_write_is_not_part_of_an_order():
    """Level 1 at once blocks users; a pattern has to be written."""
    assert "add_block_pattern" not in {a.id for a in operations(SCENARIO, 1)}
    assert actions()["add_block_pattern"].measure is not None


def test_an_action_that_only_an_agent_has_is_refused_elsewhere():
    """Where the parameters do not name it, an order of it names what there is."""
    live = room()
    with pytest.raises(Refused, match="not a containment action; choose from"):
        live.do(c.ApplyContainment(by=live.responder, action="suspend_agent"))
