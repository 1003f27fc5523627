"""Undoing actions one by one, service that returns in steps, and levels approved in advance."""

from dataclasses import replace

import pytest

from engine import commands as c
from engine.errors import Refused
from engine.log import events as e
from engine.simulation.run.catalogue import actions
from tests.world import Room, content, rich_exercise, seed_exercise

STAGES = "stage-return"


@pytest.fixture
def room():
    """A live exercise that has just started."""
    return Room().start()


def refused(room, command):
    """The reason for which a command is refused."""
    with pytest.raises(Refused) as caught:
        room.do(command)
    return str(caught.value)


def with_scenario(loaded=None, **fields):
    """A live exercise whose scenario differs in some fields."""
    loaded = loaded or seed_exercise()
    return Room(replace(loaded, scenario=loaded.scenario.model_copy(update=fields))).start()


def restore(room, percent):
    """Bring a share of customers back."""
    return room.do(
        c.TakeRecoveryStep(by=room.responder, step_id=STAGES, params={"percent": percent}, owner="AI")
    )


def step_with(action, loaded):
    """The recovery step of a scenario that performs an action."""
    return next(item.id for item in loaded.scenario.recovery if item.action == action)


def test_service_returns_in_steps_and_goes_back(room):
    """The step is taken again with a larger share; each taking can be lifted by itself."""
    room.do(c.ApplyContainment(by=room.responder, action="enable_fallback_mode"))
    shares = []
    for percent in (10, 25, 25, 50):
        shares += [event.controls_after["restored"] for event in restore(room, percent)]
    (back,) = room.do(c.LiftContainment(by=room.responder, action="restore_service", params={"percent": 50}))
    (again,) = restore(room, 50)

    assert shares == [0.10, 0.25, 0.50]
    assert back.controls_after["restored"] == 0.25
    assert back.params == {"percent": 50}
    assert again.controls_after["restored"] == 0.50
    assert room.state.in_force == ("enable_fallback_mode", "restore_service")


def test_ordering_fallback_again_takes_the_steps_back(room):
    """A team that closes the model again after reopening it closes it to everybody."""
    room.do(c.ApplyContainment(by=room.responder, action="enable_fallback_mode"))
    restore(room, 50)
    room.do(c.LiftContainment(by=room.responder, action="enable_fallback_mode"))
    lifted, applied = room.do(c.ApplyContainment(by=room.responder, action="enable_fallback_mode"))

    assert (lifted.kind, lifted.action) == ("containment_lifted", "restore_service")
    assert applied.controls_after["restored"] == 0.0
    assert room.state.in_force == ("enable_fallback_mode",)


def test_one_user_can_be_let_back_in(room):
    """Lifting with parameters ends the uses that have them, and leaves the others."""
    for user in ("u-1001", "u-1002"):
        room.do(c.ApplyContainment(by=room.responder, action="block_user", params={"user_id": user}))
    (lifted,) = room.do(
        c.LiftContainment(by=room.responder, action="block_user", params={"user_id": "u-1001"})
    )

    assert lifted.controls_after["blocked_users"] == ["u-1002"]
    assert lifted.monitoring == "Lifted: Block user (u-1001)"
    assert room.state.in_force == ("block_user",)
    stranger = c.LiftContainment(by=room.responder, action="block_user", params={"user_id": "u-9"})
    assert "in force now: user_id u-1002" in refused(room, stranger)


def test_a_patch_can_be_withdrawn_and_deployed_again():
    """A recovery action that can be undone is lifted like any other, and its step can be taken again."""
    room = Room(rich_exercise()).start()
    step = c.TakeRecoveryStep(by=room.responder, step_id=step_with("deploy_guardrail_patch", rich_exercise()))
    room.do(step)
    (lifted,) = room.do(c.LiftContainment(by=room.responder, action="deploy_guardrail_patch"))

    assert (lifted.level, room.state.in_force) == (0, ())
    assert len(room.do(step)) == 1
    assert room.do(step) == ()


@pytest.mark.parametrize("name", [item.id for item in actions().values() if not item.is_reversible])
def test_what_has_replaced_something_cannot_be_undone(name):
    """An irreversible action in force is refused to be lifted, and the sentence says why."""
    loaded = seed_exercise()
    steps = tuple(
        item.model_copy(update={"action": name}) if item.action else item for item in loaded.scenario.recovery
    )
    room = with_scenario(recovery=steps)
    room.do(c.TakeRecoveryStep(by=room.responder, step_id=next(item.id for item in steps if item.action)))

    text = refused(room, c.LiftContainment(by=room.responder, action=name))
    assert text == f"“{actions()[name].title}” can't be undone: it has replaced what was there before."


def pre_approving(**rule):
    """Authority under which the commander may shut down under a condition."""
    authority = content().authority
    last = authority.levels[3]
    rules = [{"roles": ["Incident commander"], **rule}]
    changed = type(last).model_validate({**last.model_dump(), "pre_approved": rules})
    return authority.model_copy(update={"levels": (*authority.levels[:3], changed)})


def shutdown(room):
    """An order to shut down without any reference."""
    return room.do(c.ApplyContainment(by=room.responder, action="shutdown", reason="Harm."))[0]


@pytest.mark.parametrize(
    ("rule", "severity", "kind"),
    [
        ({}, None, "containment_applied"),
        ({"severity": "SEV1"}, None, "containment_refused"),
        ({"severity": "SEV1"}, "SEV2", "containment_refused"),
        ({"severity": "SEV1"}, "SEV1", "containment_applied"),
        ({"incident_type": "supply_chain"}, "SEV1", "containment_refused"),
        ({"incident_type": "jailbreak", "severity": "SEV1"}, "SEV1", "containment_applied"),
        ({"roles": ["CISO"]}, "SEV1", "containment_refused"),
    ],
)
def test_a_level_approved_in_advance_needs_no_request(rule, severity, kind):
    """Who holds the role orders the level at once while what is declared fits; the log names the role."""
    room = with_scenario(authority=pre_approving(**rule))
    if severity:
        room.do(c.DeclareIncident(by=room.responder, incident_type="jailbreak", severity=severity))
    event = shutdown(room)

    assert event.kind == kind
    if isinstance(event, e.ContainmentApplied):
        assert event.approval_id == "pre-approved:Incident commander"
        assert event.monitoring == "System shutdown, approval pre-approved:Incident commander"


def test_nothing_is_approved_in_advance_as_shipped():
    """The shipped authorities leave level 4 to a decision of VP Engineering or CISO."""
    assert content().authority.pre_approvals(4) == ()
    assert content().authority.approvers(4) == ("VP Engineering", "CISO")


def test_a_refusal_says_whom_to_ask_instead():
    """Where an approver is away, refusals name those who can be reached, and say if nobody can."""
    one_away = with_scenario(unreachable=("CISO",))
    all_away = with_scenario(unreachable=("CISO", "VP Engineering"))

    assert "approval of VP Engineering (CISO cannot be reached in this scenario)" in shutdown(one_away).reason
    assert "none of whom can be reached" in shutdown(all_away).reason
