"""Which injects are due, and when conditions hold."""

import pytest

from engine import commands as c
from engine.scenario.exercise import Condition
from engine.schedule import containment_level, find_inject, holds, msel, next_due_ms
from tests.world import Room, rich_exercise

MINUTE = 60_000


def test_injects_are_delivered_when_due_and_only_then():
    """Each scripted inject is delivered at its time, with its due time beside it."""
    room = Room().start()
    seen = []
    for _ in range(91):
        seen.append([event.inject_id for event in room.state.delivered.values()])
        room.after(minutes=1)

    assert seen[0] == ["inject-1"]
    assert len(seen[14]) == 1
    assert len(seen[15]) == 2
    assert len(seen[29]) == 2
    assert len(seen[30]) == 3
    assert len(seen[60]) == 4


def test_a_late_poll_delivers_late_and_drops_nothing():
    """After a long silence every inject is delivered, with its lateness on record."""
    room = Room().start().after(minutes=47)

    late = room.state.delivered["inject-2"]

    assert (late.due_ms, late.at_ms) == (15 * MINUTE, 47 * MINUTE)
    assert set(room.state.delivered) == {"inject-1", "inject-2", "inject-3"}


def test_nothing_is_delivered_while_paused():
    """A pause moves no inject and loses none."""
    room = Room().start().after(minutes=14)
    room.do(c.PauseClock(by=room.facilitator))
    room.after(hours=2)
    assert "inject-2" not in room.state.delivered
    room.do(c.ResumeClock(by=room.facilitator))
    room.after(minutes=1)

    assert room.state.delivered["inject-2"].at_ms == 15 * MINUTE


def test_contingency_injects_wait_for_the_facilitator():
    """An inject in reserve is never delivered by time, and by hand it is."""
    room = Room(rich_exercise()).start()
    reserve = next(item for item in rich_exercise().scenario.injects if item.contingency)
    room.after(minutes=80)
    assert reserve.id not in room.state.delivered

    room.do(c.DeliverInject(by=room.facilitator, inject_id=reserve.id))

    assert room.state.delivered[reserve.id].manner == "manual"


def test_a_conditional_inject_waits_for_its_condition():
    """It is not delivered while its condition does not hold, even long after its time."""
    conditional = next(item for item in rich_exercise().scenario.injects if item.when)
    room = Room(rich_exercise()).start().after(minutes=85)
    snapshot = room.session.current(room.id)
    entry = next(
        item
        for item in msel(snapshot.scenario, snapshot.state, 85 * MINUTE)
        if item.inject_id == conditional.id
    )

    assert entry.standing == ("delivered" if holds(conditional.when, snapshot.state) else "waiting")


def test_who_steps_down_late_is_not_told_what_belongs_to_a_team_that_never_contained():
    """A level counts as reached from then on: stepping down makes no inject due that waits for its lack."""
    waiting = next(item for item in rich_exercise().scenario.injects if item.when and item.when.level_below)
    room = Room(rich_exercise()).start().after(minutes=5)
    room.do(c.ApplyContainment(by=room.responder, action="set_mode"))
    room.after(minutes=waiting.time // MINUTE)
    room.do(c.LiftContainment(by=room.responder, action="set_mode"))
    room.after(minutes=10)

    assert containment_level(room.state) < waiting.when.level_below
    assert waiting.id not in room.state.delivered


def test_the_facilitator_is_advised_when_a_contingency_fits():
    """The MSEL marks a contingency inject whose release condition holds."""
    room = Room(rich_exercise()).start().after(minutes=40)
    snapshot = room.session.current(room.id)

    advised = [entry for entry in msel(snapshot.scenario, snapshot.state, 40 * MINUTE) if entry.is_advised]

    assert all(entry.inject.contingency for entry in advised)
    assert [entry.inject_id for entry in advised] == [
        item.id
        for item in rich_exercise().scenario.injects
        if item.release_if and holds(item.release_if, snapshot.state)
    ]


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [
        ({"declared": True}, False, True),
        ({"declared": False}, True, False),
        ({"told": "Legal"}, False, True),
        ({"not_told": "Legal"}, True, False),
        ({"evidence_missing": "inference_logs"}, True, False),
        ({"message_missing": "Journalist"}, True, False),
        ({"level_at_least": 2}, False, True),
        ({"level_below": 2}, True, False),
        ({"resolved": True}, False, True),
        ({"declared": True, "resolved": False}, False, False),
    ],
)
def test_conditions_follow_the_facts(asked, before, after):
    """A condition holds exactly when every fact it asks for is so."""
    room, condition = Room().start(), Condition(**asked)
    assert holds(condition, room.state) is before
    by = room.responder
    for command in (
        c.DeclareIncident(by=by, incident_type="jailbreak", severity="SEV2"),
        c.NotifyRole(by=by, role="Legal"),
        c.CollectEvidence(by=by, artifact="inference_logs"),
        c.SendMessage(by=by, audience="Journalist", text="We are aware."),
        c.ApplyContainment(by=by, action="disable_tools"),
        c.ResolveIncident(by=by),
    ):
        room.do(command)

    assert holds(condition, room.state) is after


def test_the_level_is_the_highest_in_force():
    """Lifting the highest level leaves the next one."""
    room = Room().start()
    room.do(c.ApplyContainment(by=room.responder, action="add_block_pattern", params={"pattern": "x"}))
    room.do(c.ApplyContainment(by=room.responder, action="disable_tools"))
    assert containment_level(room.state) == 2

    room.do(c.LiftContainment(by=room.responder, action="disable_tools"))

    assert containment_level(room.state) == 1


def test_added_injects_are_found_and_next():
    """An ad hoc inject stands in the MSEL like any other."""
    room = Room().start()
    room.do(c.AdjustSchedule(by=room.facilitator, change="add", text="News.", due_ms=4 * MINUTE))
    snapshot = room.session.current(room.id)

    assert find_inject(snapshot.scenario, snapshot.state, "ad-hoc-1").event == "News."
    assert next_due_ms(snapshot.scenario, snapshot.state, 0) == 4 * MINUTE
