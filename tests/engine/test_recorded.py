"""What a person says in a command stands in its event, every field of it, at the moment it was said."""

from typing import get_args

import pytest

from engine import commands as c
from engine.log import events as e
from engine.log.fact import Decided
from engine.log.state import State
from engine.procedure.requests import RecordStep, StartNotificationClock
from tests.world import Room, rich_exercise

AT = {"minutes": 3, "seconds": 7, "milliseconds": 1}
AT_MS = 187_001
INJECT = rich_exercise().scenario.injects[0]
REFUSED = ("reason", "approval_id")
"""What a refused order says in its own words, or has not got."""


def _given(room: Room, evaluator: str) -> dict[str, list[c.Command]]:
    """One of each command, by kind, with every field filled in; behind what it needs to be obeyed."""
    sam, cleo, fay = room.responder, room.ciso, room.facilitator
    step = next(item for item in rich_exercise().scenario.recovery if item.action)
    check = rich_exercise().scenario.verification[0].id
    ask = c.RequestApproval(by=sam, about="containment", level=4, action="shutdown", reason="It spreads.")
    lower = c.ApplyContainment(by=sam, action="set_mode", params={"mode": "restricted"}, reason="Less of it.")
    declare = c.DeclareIncident(
        by=sam, incident_type="jailbreak", severity="SEV1", summary="A bypass.", source="A post."
    )
    rate = c.RateCriterion(by=fay, criterion="recovery", value=4, reason="Tested.", cites=(1, 2))
    return {
        "answer": [
            c.SubmitAnswer(by=sam, inject_id=INJECT.id, question_id=INJECT.questions[0].id, text="Go")
        ],
        "declare": [declare],
        "tell": [c.NotifyRole(by=sam, role="Legal", text="We know of it.")],
        "ask": [ask],
        "ask for a message": [
            c.RequestApproval(by=sam, about="message", audience="Journalist", text="No.", reason="Press.")
        ],
        "decide": [ask, c.DecideApproval(by=cleo, approval_id="APP-1", granted=True, reason="It spreads.")],
        "turn down": [ask, c.DecideApproval(by=cleo, approval_id="APP-1", granted=False, reason="Try less.")],
        "order": [lower],
        "order refused": [c.ApplyContainment(by=sam, action="shutdown", params={"approval": "APP-9"})],
        "lift": [
            lower, c.LiftContainment(by=sam, action="set_mode", params={"mode": "restricted"}, reason="Over.")
        ],
        "collect": [c.CollectEvidence(by=sam, artifact="session_logs", owner="IAM", due="noon", note="Now.")],
        "assign": [
            c.CollectEvidence(
                by=sam, artifact="session_logs", manner="assigned", owner="IAM", due="noon", note="Soon."
            )
        ],
        "send": [c.SendMessage(by=sam, audience="Legal", text="See the log.", template="holding")],
        "recover": [c.TakeRecoveryStep(by=sam, step_id=step.id, owner="AI team", note="In the test system.")],
        "check": [c.RunVerification(by=sam, check_id=check)],
        "resolve": [declare, c.ResolveIncident(by=sam, summary="It is over.", follow_up_owner="Legal")],
        "note": [c.RecordObservation(by=evaluator, text="Calm.", criterion="escalation", moment_ms=60_000)],
        "tick": [RecordStep(by=sam, step="step:1")],
        "take back": [
            RecordStep(by=sam, step="step:1"), RecordStep(by=sam, step="step:1", is_undone=True)
        ],
        "clock": [StartNotificationClock(by=sam, clock="gdpr", since_ms=60_000)],
        "rate": [rate],
        "reconcile": [
            rate, rate.model_copy(update={"by": evaluator, "value": 2}),
            c.ReconcileRating(by=evaluator, criterion="recovery", value=3, reason="Half.", cites=(3,)),
        ],
        "pause": [c.PauseClock(by=fay, reason="Fire drill")],
        "resume": [c.PauseClock(by=fay), c.ResumeClock(by=fay)],
        "rate of the clock": [c.SetRate(by=fay, rate=2.0)],
        "add": [
            c.AdjustSchedule(
                by=fay, change="add", title="Call", text="It rings.", to=("Legal",), due_ms=240_000
            )
        ],
        "move": [c.AdjustSchedule(by=fay, change="move", inject_id="patch", due_ms=240_000)],
        "hold": [c.AdjustSchedule(by=fay, change="hold", inject_id="patch")],
        "drop": [c.AdjustSchedule(by=fay, change="drop", inject_id="patch")],
        "end later": [c.AdjustSchedule(by=fay, change="end", end_ms=6_000_000)],
        "deliver": [c.DeliverInject(by=fay, inject_id="patch")],
        "end": [c.EndExercise(by=fay, reason="Enough.")],
        "seat": [c.JoinExercise(by=sam, participant_id=sam, roles=("Legal",))],
        "leave": [c.LeaveExercise(by=fay, participant_id=cleo)],
    }  # fmt: skip


KINDS = tuple(_given(Room(rich_exercise()), "nobody"))


def _carried(command: c.Command, event: e.Event) -> list[str]:
    """Fields that command and event both have, but for their kinds and what is said of a refusal."""
    names = set(type(command).model_fields) & set(type(event).model_fields) - {"kind", "for_role"}
    return sorted(names - set(REFUSED) if isinstance(event, e.ContainmentRefused) else names)


def _obeyed(kind: str) -> tuple[Room, c.Command, tuple[e.Event, ...]]:
    """A room in which a command of this kind was given with a key, and its events."""
    room = Room(rich_exercise())
    evaluator = room.join("Eve Example", app_role="evaluator")
    room.start().after(**AT)
    *before, last = _given(room, evaluator)[kind]
    for command in before:
        room.do(command)
    keyed = last.model_copy(update={"key": f"key-of-{kind}"})
    return room, keyed, room.do(keyed)


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_holds_what_its_command_said(kind: str) -> None:
    """Who asked, its key, the moment and every other field go from the command into the event unchanged."""
    _room, command, (event,) = _obeyed(kind)
    named = _carried(command, event)
    said = {
        name: getattr(command, name) for name in named if getattr(command, name) not in (None, (), "", {})
    }

    assert {name: getattr(event, name) for name in said} == said
    assert {"by", "key"} <= set(said)
    assert event.at_ms == AT_MS


@pytest.mark.parametrize("kind", KINDS)
def test_a_command_with_a_key_is_obeyed_once(kind: str) -> None:
    """The same key stores nothing a second time, whatever was asked."""
    room, command, events = _obeyed(kind)

    assert events
    if kind != "end":  # an exercise that has ended refuses first
        assert room.do(command) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_decision_shows_what_was_on_screen(kind: str) -> None:
    """An event that is a decision of the team carries the telemetry of its moment; the others carry none."""
    room, _command, (event,) = _obeyed(kind)
    shown = room.session.current(room.id).state.timeline(rich_exercise().scenario).telemetry(AT_MS).to_json()
    is_order = isinstance(event, e.ContainmentApplied | e.ContainmentLifted | e.RecoveryStepTaken)

    if isinstance(event, Decided) or is_order:
        assert event.telemetry["requests_per_min"] == shown["requests_per_min"]
    else:
        assert not hasattr(event, "telemetry")


def test_every_command_of_a_running_exercise_is_in_the_table() -> None:
    """No command that stores a single event is forgotten here."""
    given = _given(Room(rich_exercise()), "nobody").values()
    known = {type(command) for commands in given for command in commands}
    every = set(get_args(get_args(c.Command)[0]))

    assert every - known == {
        c.CreateExercise,
        c.StartClock,
        c.OrderLevel,  # stores an event for each operation of the level
        c.SkipTo,
        c.ReopenExercise,
        c.CorrectClock,
    }


def test_nothing_is_there_before_the_first_event() -> None:
    """An empty state has no seed but zero, no seats and no roles."""
    state = State()

    assert (state.seed, state.app_role("p-1"), state.holds("p-1")) == (0, None, ())
    assert (state.decisions, state.uses, state.in_force, state.story) == ((), (), (), ())
