"""Simulated participants in a live exercise: their plan, each command once, and their reactions to people."""

from collections.abc import Iterator

from engine.commands import CollectEvidence, Command, ResumeClock
from engine.errors import Refused
from engine.log.events import ClockPaused, Event, ExerciseCreated
from engine.log.fact import SYSTEM
from engine.log.state import State
from engine.rehearsal.colleagues import colleagues, reactions
from engine.rehearsal.plan import FACILITATOR, Planned, Team
from engine.rehearsal.play import plan_key, with_reference
from engine.rehearsal.teams import TEAMS, team
from engine.running.session import Session
from engine.snapshot import Snapshot


def play_due(session: Session, snapshot: Snapshot) -> tuple[Event, ...]:
    """Give the commands of an exercise's simulated team that are due; nothing where it has none.

    Where the server stood still and nobody else runs it, the simulated facilitator resumes the clock.
    A command carries its place in the plan, or what it reacts to, as key, so that two processes or a restart
    give it once.
    """
    created = snapshot.state.created
    if snapshot.is_demo and _stood_still(snapshot) and _has_simulated_lead(snapshot.state):
        return session.execute(snapshot.exercise_id, ResumeClock(by=FACILITATOR))
    if created is None or snapshot.state.phase != "running":
        return ()
    fielded = _fielded(snapshot, created)
    if fielded is None:
        return ()
    at_ms = snapshot.at_ms(session.clock())
    done: list[Event] = []
    for command in (*_planned(snapshot.state, fielded, at_ms), *_reactions(snapshot, fielded, at_ms)):
        done += _give(session, snapshot.exercise_id, command)
    return tuple(done)


def _stood_still(snapshot: Snapshot) -> bool:
    """Whether the clock is paused because the server stood still: a pause by anybody is theirs to end."""
    pauses = (event for event in reversed(snapshot.events) if isinstance(event, ClockPaused))
    return snapshot.state.phase == "paused" and next(pauses).by == SYSTEM


def _has_simulated_lead(state: State) -> bool:
    """Whether the simulated facilitator is the only one."""
    leads = {seat.id for seat in state.participants.values() if seat.app_role == "facilitator"}
    return leads == {FACILITATOR}


def _fielded(snapshot: Snapshot, created: ExerciseCreated) -> Team | None:
    if snapshot.is_trial:
        return colleagues(snapshot.scenario)
    return team(created.team, snapshot.scenario, seed=created.seed) if created.team in TEAMS else None


def _planned(state: State, fielded: Team, at_ms: int) -> Iterator[Command]:
    for number, planned in enumerate(fielded.plan):
        if planned.at_ms <= at_ms and plan_key(number) not in state.keys:
            command = _command(fielded, planned, plan_key(number))
            if not _was_done(state, command):
                yield command


def _command(fielded: Team, planned: Planned, key: str) -> Command:
    return planned.build(fielded.participant(planned.role)).model_copy(update={"key": key})


def _was_done(state: State, command: Command) -> bool:
    """Whether somebody in the room has kept this evidence before."""
    held = {event.artifact for event in state.evidence}
    return isinstance(command, CollectEvidence) and command.artifact in held


def _reactions(snapshot: Snapshot, fielded: Team, at_ms: int) -> Iterator[Command]:
    if snapshot.is_trial:
        yield from reactions(snapshot.scenario, snapshot.state, fielded, at_ms)


def _give(session: Session, exercise_id: str, command: Command) -> tuple[Event, ...]:
    state = session.current(exercise_id).state
    try:
        return session.execute(exercise_id, with_reference(state, command))
    except Refused:
        return ()  # people in the room were faster, or the plan does not fit what they did
