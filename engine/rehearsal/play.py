"""Plays a whole exercise from StartEx to EndEx: the same arguments always give the same log."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from engine import commands as c
from engine.decide import decide
from engine.decide.approval import needs_stand_in
from engine.errors import Refused
from engine.log import events as e
from engine.log.state import State, fold
from engine.rehearsal.plan import FACILITATOR, Planned, Team
from engine.scenario.resolve import Scenario
from engine.schedule import due, next_due_ms

EPOCH = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
"""Wall-clock moment given to a rehearsal's StartEx; nothing scored depends on it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A planned command that did not fit the state of the exercise."""

    at_ms: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A played exercise: its log, and what was refused on the way."""

    events: tuple[e.Event, ...]
    state: State
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class _Play:
    scenario: Scenario
    start: datetime
    events: tuple[e.Event, ...] = ()
    state: State = field(default_factory=State)
    refusals: tuple[Refusal, ...] = ()

    def ask(self, command: c.Command, at_ms: int) -> "_Play":
        """The play after a command, obeyed or refused."""
        meant = _decided_by(self.scenario, self.state, with_reference(self.state, command))
        try:
            decided = decide(self.scenario, self.state, meant, at_ms)
        except Refused as refused:
            refusal = Refusal(at_ms, command.kind, str(refused))
            return replace(self, refusals=(*self.refusals, refusal))
        stamped = tuple(
            event.model_copy(
                update={
                    "seq": self.state.seq + number,
                    "recorded_at": self.start + timedelta(milliseconds=at_ms),
                }
            )
            for number, event in enumerate(decided, start=1)
        )
        return replace(self, events=self.events + stamped, state=fold(stamped, self.state))

    def deliver(self, at_ms: int) -> "_Play":
        """The play after every inject that is due."""
        play = self
        for entry in due(play.scenario, play.state, at_ms):
            play = play.ask(c.DeliverInject(inject_id=entry.inject_id, manner="due"), at_ms)
        return play


def rehearse(
    create: c.CreateExercise, scenario: Scenario, team: Team, *, start: datetime = EPOCH
) -> Rehearsal:
    """The exercise as this team plays it."""
    play = _lobby(_Play(scenario, start).ask(create, 0), team)
    play = play.ask(c.StartClock(by=FACILITATOR), 0)
    plan: Sequence[tuple[int, Planned]] = tuple(enumerate(team.plan))
    at_ms = 0
    while True:
        at_ms = _next_ms(play, plan, at_ms)
        play = play.deliver(at_ms)
        if at_ms >= play.state.end_ms:
            break
        while plan and plan[0][1].at_ms <= at_ms:
            (number, step), plan = plan[0], plan[1:]
            command = step.build(team.participant(step.role)).model_copy(update={"key": plan_key(number)})
            play = play.ask(command, at_ms).deliver(at_ms)
    play = play.ask(c.EndExercise(reason="The time is up."), play.state.end_ms)
    return Rehearsal(play.events, play.state, play.refusals)


def lobby(
    create: c.CreateExercise, scenario: Scenario, team: Team, *, start: datetime = EPOCH
) -> tuple[e.Event, ...]:
    """The log of an exercise whose simulated people have taken their seats, before StartEx."""
    return _lobby(_Play(scenario, start).ask(create, 0), team).events


def plan_key(number: int) -> str:
    """The idempotency key of a command by its place in the plan."""
    return f"plan-{number}"


def _lobby(play: _Play, team: Team) -> _Play:
    play = play.ask(c.JoinExercise(by=FACILITATOR, participant_id=FACILITATOR, app_role="facilitator"), 0)
    for seat in dict.fromkeys(name for name, _ in team.seats):
        roles = tuple(role for name, role in team.seats if name == seat and role)
        play = play.ask(c.JoinExercise(by=seat, participant_id=seat, roles=roles), 0)
    return play


def _next_ms(play: _Play, plan: Sequence[tuple[int, Planned]], now_ms: int) -> int:
    """The next moment at which anything happens; the end at the latest."""
    if due(play.scenario, play.state, now_ms):
        return now_ms
    inject_ms = next_due_ms(play.scenario, play.state, now_ms)
    planned_ms = max(plan[0][1].at_ms, now_ms) if plan else play.state.end_ms
    return min(planned_ms, play.state.end_ms if inject_ms is None else inject_ms, play.state.end_ms)


def _decided_by(scenario: Scenario, state: State, command: c.Command) -> c.Command:
    """The same command by the facilitator, where nobody in the room could ever decide the request."""
    if isinstance(command, c.DecideApproval) and needs_stand_in(scenario, state, command.approval_id):
        return command.model_copy(update={"by": FACILITATOR})
    return command


def with_reference(state: State, command: c.Command) -> c.Command:
    """The command with ``level:4`` or ``message:AUDIENCE`` replaced by the latest approval it means."""
    named = getattr(command, "approval_id", "")
    about, _, what = named.partition(":")
    if about not in ("level", "message"):
        return command
    fitting = [
        approval.request.approval_id
        for approval in state.approvals.values()
        if what in (str(approval.request.level), approval.request.audience)
    ]
    return command.model_copy(update={"approval_id": fitting[-1] if fitting else "none"})
