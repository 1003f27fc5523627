"""A demonstration: eight finished exercises over five quarters, and one that is live now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine import commands as c
from engine import identity
from engine.files.loader import LoadedScenario
from engine.rehearsal.plan import FACILITATOR
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


def _create(loaded: LoadedScenario, name: str, *, seed: int, organisation_team: str) -> c.CreateExercise:
    return c.CreateExercise(
        scenario_sha256=loaded.sha256,
        scenario_text=loaded.text,
        scenario=loaded.scenario.model_dump(mode="json"),
        seed=seed,
        title=loaded.scenario.name,
        demo=True,
        team=name,
        organisation_team=organisation_team,
    )


def _store_finished(
    session: Session,
    loaded: LoadedScenario,
    name: str,
    *,
    seed: int,
    organisation_team: str,
    start: datetime,
) -> None:
    create = _create(loaded, name, seed=seed, organisation_team=organisation_team)
    played = rehearse(create, loaded.scenario, team(name, loaded.scenario, seed=seed), start=start)
    exercise_id = identity.new_id("x")
    session.store.append(exercise_id, played.events, after_seq=0)
    _name_seats(session, exercise_id, loaded)
    session.keys(exercise_id)


def _name_seats(session: Session, exercise_id: str, loaded: LoadedScenario) -> None:
    session.store.put_name(exercise_id, FACILITATOR, "Demo facilitator")
    for seat, role in team("nothing", loaded.scenario, seed=0).seats:
        session.store.put_name(exercise_id, seat, f"Simulated {role}")


def _start_live(session: Session, loaded: LoadedScenario) -> str:
    """The opening of a rehearsal, its clock running on from now."""
    create = _create(loaded, "playbook", seed=7, organisation_team="Blue team")
    fielded = team("playbook", loaded.scenario, seed=7)
    now = session.clock()
    played = rehearse(create, loaded.scenario, fielded, start=now - timedelta(milliseconds=LIVE_AT_MS))
    opening = [event for event in played.events if event.at_ms <= LIVE_AT_MS]
    exercise_id = identity.new_id("x")
    session.store.append(exercise_id, opening, after_seq=0)
    _name_seats(session, exercise_id, loaded)
    session.keys(exercise_id)
    return exercise_id
