"""A demonstration: eight finished exercises over five quarters, and one that is live now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.commands import CreateExercise
from engine.files.loader import LoadedScenario
from engine.log.events import Event
from engine.rehearsal.plan import names_of
from engine.rehearsal.play import rehearse
from engine.rehearsal.teams import team
from engine.scenario.times import MINUTE_MS
from engine.session import Session

QUARTER = timedelta(days=91)
"""A quarter of a year, as far as the demonstration goes."""

FINISHED: tuple[tuple[int, int, str, int, str], ...] = (
    (4, 0, "nothing", 11, "Blue team"),
    (4, 1, "random", 23, "Green team"),
    (3, 0, "random", 5, "Blue team"),
    (2, 0, "random", 8, "Blue team"),
    (2, 1, "random", 41, "Green team"),
    (1, 0, "playbook", 13, "Blue team"),
    (1, 1, "random", 17, "Green team"),
    (0, 0, "playbook", 29, "Blue team"),
)
"""Quarters ago, scenario, simulated team, seed and organisation's team of each finished exercise."""

LIVE_AT_MS = 17 * MINUTE_MS
"""Exercise time at which the live exercise is handed over: two injects have been delivered."""


def fill(session: Session, scenarios: Sequence[LoadedScenario]) -> str:
    """Store the demonstration; the id of the exercise that is live.

    Raises:
        ValueError: the store holds exercises already.

    """
    if session.store.last_seqs():
        raise ValueError("The database holds exercises already; use an empty one for the demonstration.")
    now = session.clock()
    for quarters_ago, which, name, seed, organisation_team in FINISHED:
        loaded = scenarios[which % len(scenarios)]
        start = now - QUARTER * quarters_ago - timedelta(days=2 + which)
        _store_finished(session, loaded, name, seed=seed, organisation_team=organisation_team, start=start)
    return _start_live(session, scenarios[0])


def _store_finished(
    session: Session,
    loaded: LoadedScenario,
    name: str,
    *,
    seed: int,
    organisation_team: str,
    start: datetime,
) -> None:
    create = _shown(loaded.creation(seed=seed, simulated=name, organisation_team=organisation_team))
    played = rehearse(create, loaded.scenario, team(name, loaded.scenario, seed=seed), start=start)
    _store(session, loaded, played.events)


def _shown(create: CreateExercise) -> CreateExercise:
    """The same, marked as a demonstration."""
    return create.model_copy(update={"demo": True})


def _store(session: Session, loaded: LoadedScenario, events: Sequence[Event]) -> str:
    seated = team("nothing", loaded.scenario, seed=0)
    exercise_id = session.add(events, names_of(seated, facilitator="Demo facilitator"))
    session.keys(exercise_id)
    return exercise_id


def _start_live(session: Session, loaded: LoadedScenario) -> str:
    """The opening of a rehearsal, its clock running on from now."""
    create = _shown(loaded.creation(seed=7, simulated="playbook", organisation_team="Blue team"))
    fielded = team("playbook", loaded.scenario, seed=7)
    now = session.clock()
    played = rehearse(create, loaded.scenario, fielded, start=now - timedelta(milliseconds=LIVE_AT_MS))
    opening = [event for event in played.events if event.at_ms <= LIVE_AT_MS]
    return _store(session, loaded, opening)
