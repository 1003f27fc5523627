"""Evidence: copies in custody, and what destroyed the rest."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import commands as c
from engine.errors import Refused
from engine.evidence import fates, losses, register
from engine.log import events as e
from engine.log.fact import Decided
from engine.log.state import fold
from engine.simulation.run.catalogue import actions
from tests.world import Room, content, played, rich_exercise, seed_exercise

MINUTE = 60_000
CONFIG = "guardrail_config"


@pytest.fixture
def room():
    """A live exercise, one minute old."""
    return Room().start().after(minutes=1)


def collect(room, artifact=CONFIG, **fields):
    """Preserve an artifact, or something in its custody."""
    return room.do(c.CollectEvidence(by=room.responder, artifact=artifact, **fields))[0]


def apply(room, action, **params):
    """Order a containment action."""
    return room.do(c.ApplyContainment(by=room.responder, action=action, params=params))


def fate(room, artifact=CONFIG):
    """What became of an artifact."""
    return next(item for item in fates(room.state) if item.artifact == artifact)


def room_with(action):
    """A live exercise one of whose recovery steps performs an action."""
    loaded = seed_exercise()
    first = loaded.scenario.recovery[0].model_copy(update={"action": action})
    scenario = loaded.scenario.model_copy(update={"recovery": (first, *loaded.scenario.recovery[1:])})
    room = Room(replace(loaded, scenario=scenario)).start().after(minutes=1)
    return room, c.TakeRecoveryStep(by=room.responder, step_id=first.id)


def test_custody_is_a_chain(room):
    """Who collected a copy, who re-hashed it and to whom it went, each with its time and hash."""
    copy = collect(room)
    room.after(minutes=2)
    again = collect(room, manner="rehashed")
    room.after(minutes=2)
    collect(room, manner="handed_over", owner="Legal")
    (held,) = register(room.state)

    assert again.sha256 == copy.sha256 == held.sha256 == hashlib.sha256(copy.content.encode()).hexdigest()
    assert again.copy_seq == copy.seq
    assert [(entry.what, entry.at_ms // MINUTE, entry.to) for entry in held.custody] == [
        ("collected", 1, ""),
        ("rehashed", 3, ""),
        ("handed_over", 5, "Legal"),
    ]
    assert (held.version, held.is_intact, held.is_in_window) == (1, True, True)
    assert held.size == len(copy.content.encode())
    assert held.collector == room.responder


def test_an_earlier_copy_can_be_handed_over(room):
    """With several copies the one that is meant is named by its event."""
    first = collect(room)
    apply(room, "add_block_pattern", pattern="role-play")
    room.after(minutes=1)
    second = collect(room)
    collect(room, manner="handed_over", owner="Legal", copy_seq=first.seq)
    early, late = register(room.state)

    assert (early.version, late.version) == (1, 2)
    assert (len(early.custody), len(late.custody)) == (2, 1)
    assert (early.lost_before, early.lost_after.action) == (None, "add_block_pattern")
    assert late.lost_before.action == "add_block_pattern"
    assert late.seq == second.seq


def test_custody_needs_a_copy_and_a_name(room):
    """What is not held can't be re-hashed, and nobody can't take a copy."""
    with pytest.raises(Refused, match="collect it first"):
        collect(room, manner="rehashed")
    first = collect(room)
    with pytest.raises(Refused, match="whoever takes it"):
        collect(room, manner="handed_over")
    with pytest.raises(Refused, match="No copy"):
        collect(room, manner="rehashed", copy_seq=first.seq + 7)


def test_a_changed_copy_is_not_intact(room):
    """A copy whose content no longer hashes to what was recorded is told apart."""
    collect(room)
    events = room.session.current(room.id).events
    forged = [
        event.model_copy(update={"content": event.content + " "})
        if isinstance(event, e.EvidenceCollected)
        else event
        for event in events
    ]

    assert [held.is_intact for held in register(fold(events))] == [True]
    assert [held.is_intact for held in register(fold(forged))] == [False]


@pytest.mark.parametrize("action", ["roll_back_model", "deploy_guardrail_patch"])
def test_who_copies_before_a_roll_back_or_patch_keeps_the_configuration(action):
    """The careful team keeps it, the hasty one loses it, and both see the action that destroyed it."""
    careful, step = room_with(action)
    hasty, hasty_step = room_with(action)
    collect(careful)
    careful.do(step)
    hasty.do(hasty_step)
    for each in (careful, hasty):
        each.after(minutes=20)
        each.do(c.NotifyRole(by=each.responder, role="Legal"))
    kept, lost = fate(careful), fate(hasty)

    assert (kept.standing, lost.standing) == ("kept", "lost")
    assert kept.loss.action == lost.loss.action == action
    assert kept.loss.at_ms == lost.loss.at_ms == (1 + actions()[action].lead_min) * MINUTE
    assert lost.loss.by == hasty.responder
    collect(hasty)
    assert fate(hasty).standing == "later version only"


def test_what_an_inject_destroys_is_the_injects(room):
    """The patch the story deploys at T+60 is named with its inject as what overwrote the configuration."""
    room.after(minutes=60)
    (loss,) = losses(room.state, CONFIG)

    assert (loss.action, loss.inject_id, loss.at_ms // MINUTE) == ("deploy_guardrail_patch", "inject-4", 61)
    assert fate(room).standing == "lost"


def test_the_log_says_what_was_overwritten_even_if_the_catalogue_changes():
    """What an event recorded counts, not what its action would overwrite today."""
    room, step = room_with("roll_back_model")
    room.do(step)
    room.after(minutes=20)
    events = room.session.current(room.id).events
    old = fold(
        event.model_copy(update={"overwrites": ("model_identity",)})
        if isinstance(event, e.RecoveryStepTaken)
        else event
        for event in events
    )

    assert len(losses(fold(events), CONFIG, until_ms=20 * MINUTE)) == 1
    assert losses(old, CONFIG, until_ms=20 * MINUTE) == ()
    assert len(losses(old, "model_identity", until_ms=20 * MINUTE)) == 1


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["collect", "add_block_pattern", "set_mode", "disable_tools", "wait"]), max_size=7
    )
)
def test_a_copy_taken_before_every_overwrite_is_whole(plan):
    """An artifact is kept exactly if it was collected before its first overwrite."""
    room = Room().start().after(minutes=1)
    first: str | None = None
    for number, item in enumerate(plan):
        if item == "collect":
            collect(room)
            first = first or "kept"
        elif item != "wait":
            apply(room, item, **({"pattern": f"p{number}"} if item == "add_block_pattern" else {}))
            if item == "add_block_pattern":
                first = first or "lost"
        room.after(minutes=1)
    expected = {None: "not collected", "kept": "kept"}.get(first)

    assert fate(room).standing == (expected or ("later version only" if "collect" in plan else "lost"))


def test_nothing_was_collected_and_nothing_lost(room):
    """Without an act every artifact is whole and uncollected; an assigned one has an owner."""
    collect(room, "access_logs", manner="assigned", owner="Sam", due="noon")

    assert {item.standing for item in fates(room.state)} == {"not collected", "assigned"}
    assert register(room.state) == ()


def test_the_register_needs_nothing_but_the_log():
    """A whole played exercise gives the same register from its state alone."""
    rehearsal = played("playbook", is_rich=True)

    assert register(rehearsal.state) == register(rehearsal.state, rich_exercise().scenario)
    assert all(held.is_intact for held in register(rehearsal.state))


def test_every_decision_carries_what_was_on_screen(room):
    """Each kind of decision holds the telemetry of its moment; the timeline tells it, not the truth."""
    from engine.views import timeline

    by = room.responder
    room.do(c.DeclareIncident(by=by, incident_type="jailbreak", severity="SEV1"))
    room.do(c.NotifyRole(by=by, role="Legal"))
    room.do(c.RequestApproval(by=by, about="containment", level=4))
    room.do(c.DecideApproval(by=room.ciso, approval_id="APP-1", granted=False))
    room.do(c.ApplyContainment(by=by, action="shutdown", approval_id="APP-1"))
    collect(room)
    room.do(c.SendMessage(by=by, audience="Legal", text="Hello."))
    room.do(c.RunVerification(by=by, check_id=seed_exercise().scenario.verification[0].id))
    room.do(c.ResolveIncident(by=by))
    snapshot = room.session.current(room.id)
    decided = [event for event in snapshot.events if isinstance(event, Decided)]
    lines = {line.seq: line for line in timeline(snapshot.scenario, snapshot.events)}

    assert len({event.kind for event in decided}) == 9
    for event in decided:
        assert event.telemetry["level"] == 0
        assert lines[event.seq].on_screen.startswith("level 0, ")
        assert "harm" not in lines[event.seq].on_screen
        assert not any("harm" in name for name in event.telemetry)


def test_the_checklist_names_its_destroyers():
    """Each artifact the catalogue overwrites is on the shipped checklist."""
    listed = {
        item.id
        for name in ("immediate_collection", "within_one_hour", "within_24_hours")
        for item in getattr(content().evidence, name)
    }

    assert {name for action in actions().values() for name in action.overwrites} <= listed
