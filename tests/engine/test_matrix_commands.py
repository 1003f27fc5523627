"""Every command by every caller in every phase: who may not give it is refused, whatever else fits."""

import itertools
from typing import get_args

import pytest

from engine import commands as c
from engine.decide import decide
from engine.errors import Refused
from engine.log.fact import SYSTEM
from engine.procedure.requests import RecordStep, StartNotificationClock
from engine.request import Request
from tests.world import Room, create_command, seed_exercise

PHASES = ("lobby", "running", "paused", "ended")
CALLERS = (
    "facilitator", "participant", "evaluator", "observer", "leadership",
    "stranger", "removed", "elsewhere", SYSTEM,
)  # fmt: skip
"""Seats of every kind; who never joined, was removed, or leads another exercise; and the program itself."""

RESPONDERS = {"participant"}
LEADERS = {"facilitator"}
RATERS = {"facilitator", "evaluator"}
FIELDS = {
    "participant_id": "", "inject_id": "inject-1", "question_id": "inject-1-q1", "text": "We look.",
    "incident_type": "jailbreak", "severity": "SEV2", "role": "Legal", "about": "containment", "level": 4,
    "approval_id": "APP-1", "granted": True, "action": "disable_tools", "artifact": "inference_logs",
    "audience": "Legal", "step_id": "any", "check_id": "any", "criterion": "recovery", "value": 3,
    "reason": "Seen.", "step": "step:1", "clock": "gdpr", "rate": 2.0, "change": "end", "end_ms": 95 * 60_000,
}  # fmt: skip
ALLOWED: dict[type, set[str]] = {
    **dict.fromkeys(
        (c.StartClock, c.PauseClock, c.ResumeClock, c.SetRate, c.SkipTo, c.AdjustSchedule, c.DeliverInject),
        LEADERS,
    ),
    **dict.fromkeys((c.EndExercise, c.ReopenExercise, c.CorrectClock), LEADERS),
    **dict.fromkeys(
        (c.SubmitAnswer, c.DeclareIncident, c.NotifyRole, c.RequestApproval, c.DecideApproval), RESPONDERS
    ),
    **dict.fromkeys((c.ApplyContainment, c.OrderLevel, c.LiftContainment, c.CollectEvidence), RESPONDERS),
    **dict.fromkeys((c.SendMessage,), RESPONDERS),
    **dict.fromkeys((c.TakeRecoveryStep, c.RunVerification, c.ResolveIncident), RESPONDERS),
    **dict.fromkeys((RecordStep, StartNotificationClock), RESPONDERS),
    c.RecordObservation: RATERS | RESPONDERS,
    c.RateCriterion: RATERS,
    c.ReconcileRating: RATERS,
    c.CreateExercise: set(),
    c.JoinExercise: set(),
    c.LeaveExercise: LEADERS,
}
"""Who may give a command to the exercise, beside the program where `BY_SYSTEM` says so."""
BY_SYSTEM = {c.DeliverInject, c.EndExercise, c.PauseClock, c.CorrectClock}
COMMANDS = get_args(get_args(c.Command)[0])
OTHERS = tuple(kind for kind in COMMANDS if kind not in (c.CreateExercise, c.JoinExercise))
CELLS = len(OTHERS) * len(CALLERS)
SEAT_CELLS = 2 * len(CALLERS) ** 2


class Callers:
    """An exercise in a phase with somebody of every kind in it."""

    def __init__(self, phase: str) -> None:
        self.room = Room()
        elsewhere = Room()
        self.ids = {"facilitator": self.room.facilitator, "participant": self.room.responder}
        for role in ("evaluator", "observer", "leadership"):
            self.ids[role] = self.room.join(f"{role} Example", app_role=role)
        self.ids |= {"stranger": "p-0", "elsewhere": elsewhere.facilitator, SYSTEM: SYSTEM}
        self.ids["removed"] = self.room.join("Ray Example", app_role="facilitator")
        self.room.do(c.LeaveExercise(by=self.room.facilitator, participant_id=self.ids["removed"]))
        if phase != "lobby":
            self.room.start()
        if phase == "paused":
            self.room.do(c.PauseClock(by=self.room.facilitator))
        if phase == "ended":
            self.room.do(c.EndExercise(by=self.room.facilitator))

    def is_answered(self, command: c.Command) -> bool:
        """Whether a command is not refused for what its caller is."""
        snapshot = self.room.session.current(self.room.id)
        try:
            decide(snapshot.scenario, snapshot.state, command, snapshot.state.at_ms)
        except Refused as refused:
            return not _is_for_the_caller(str(refused))
        return True


def _is_for_the_caller(reason: str) -> bool:
    """Whether a refusal is for who asks, and not for what the exercise is like just now."""
    said = ("no seat in this exercise", "can't do this; a ", "whoever sits in it", "exists already")
    return any(words in reason for words in said)


def _command(kind: type[Request], by: str, target: str) -> c.Command:
    needed = {
        name: FIELDS[name]
        for name, field in kind.model_fields.items()
        if name in FIELDS and (field.is_required() or name in ("rate", "end_ms"))
    }
    if "participant_id" in needed:
        needed["participant_id"] = target
    return kind(by=by, **needed)


@pytest.mark.parametrize("phase", PHASES)
def test_every_command_by_every_caller(phase):
    """Nobody gives a command that is not theirs to give, in no phase; and whoever may is not turned away."""
    here, cells, holes = Callers(phase), 0, []
    for kind, caller in itertools.product(OTHERS, CALLERS):
        may = ALLOWED[kind] | ({SYSTEM} if kind in BY_SYSTEM else set())
        if (kind, phase) == (c.LeaveExercise, "ended"):
            may = set(CALLERS[:5])  # refused to each of them because it is too late
        command = _command(kind, here.ids[caller], here.room.ciso)
        cells += 1
        if here.is_answered(command) != (caller in may):
            holes.append((kind.__name__, caller))

    print(f"commands × callers, {phase}: {cells} cells")
    assert cells == CELLS
    assert holes == []


@pytest.mark.parametrize("phase", PHASES)
def test_nobody_sits_down_for_another(phase):
    """Taking, changing and giving up a seat is for whoever sits in it; a facilitator may remove a seat."""
    here, cells, holes = Callers(phase), 0, []
    for kind, caller, whose in itertools.product((c.JoinExercise, c.LeaveExercise), CALLERS, CALLERS):
        command = _command(kind, here.ids[caller], here.ids[whose])
        before = here.room.state.participants
        try:
            here.room.do(command)
            is_done = here.room.state.participants != before
        except Refused:
            is_done = False
        cells += 1
        removes = kind is c.LeaveExercise and caller == "facilitator"
        if is_done and not (caller == whose != SYSTEM or removes):
            holes.append((kind.__name__, caller, whose))
        here = Callers(phase) if is_done else here

    print(f"seats × callers, {phase}: {cells} cells")
    assert cells == SEAT_CELLS
    assert holes == []


def test_an_exercise_cannot_be_made_over():
    """Whoever asks, an exercise that is there is not created again."""
    here = Callers("running")

    for caller in CALLERS:
        again = create_command(seed_exercise()).model_copy(update={"by": here.ids[caller]})
        assert not here.is_answered(again)
