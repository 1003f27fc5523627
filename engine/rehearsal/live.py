"""Simulated participants in a live exercise: the plan's commands, each once, when its time has come."""

from engine.errors import Refused
from engine.events import Event
from engine.rehearsal.plan import Planned, Team
from engine.rehearsal.play import plan_key, with_reference
from engine.rehearsal.teams import TEAMS, team
from engine.session import Session, Snapshot


def play_due(session: Session, snapshot: Snapshot) -> tuple[Event, ...]:
    """Give the commands of an exercise's simulated team that are due; nothing where it has none.

    A command carries its place in the plan as key, so that two processes or a restart give it once.
    """
    created = snapshot.state.created
    if created is None or created.team not in TEAMS or snapshot.state.phase != "running":
        return ()
    at_ms = snapshot.at_ms(session.clock())
    fielded = team(created.team, snapshot.scenario, seed=created.seed)
    done: list[Event] = []
    for number, planned in enumerate(fielded.plan):
        if planned.at_ms <= at_ms and plan_key(number) not in snapshot.state.keys:
            done += _give(session, snapshot.exercise_id, fielded, planned, plan_key(number))
    return tuple(done)


def _give(session: Session, exercise_id: str, fielded: Team, planned: Planned, key: str) -> tuple[Event, ...]:
    command = planned.build(fielded.participant(planned.role)).model_copy(update={"key": key})
    state = session.current(exercise_id).state
    try:
        return session.execute(exercise_id, with_reference(state, command))
    except Refused:
        return ()  # people in the room were faster, or the plan does not fit what they did
