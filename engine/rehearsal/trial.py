"""Trying Tplus alone: a live exercise that one person leads among simulated colleagues."""

from engine import commands as c
from engine import identity
from engine.files.loader import LoadedScenario
from engine.rehearsal.colleagues import colleagues
from engine.rehearsal.plan import FACILITATOR, lead
from engine.rehearsal.play import lobby
from engine.session import Session
from engine.snapshot import TRIAL_TEAM

RATE = 6.0
"""Rate of the clock: a scenario of ninety minutes takes a quarter of an hour."""


def begin(session: Session, loaded: LoadedScenario, *, name: str, seed: int | None = None) -> str:
    """Start an exercise of this scenario with its first injects delivered; the token of the person's seat.

    It is marked as a demonstration, belongs to no organisation's team, and ends by itself after its length.
    """
    scenario = loaded.scenario
    team = colleagues(scenario)
    create = c.CreateExercise(
        scenario_sha256=loaded.sha256,
        scenario_text=loaded.text,
        scenario=scenario.model_dump(mode="json"),
        seed=identity.new_seed() if seed is None else seed,
        title=scenario.name,
        demo=True,
        team=TRIAL_TEAM,
    )
    exercise_id = identity.new_id("x")
    opening = lobby(create, scenario, team, start=session.clock())
    session.store.append(exercise_id, opening, after_seq=0)
    session.store.put_name(exercise_id, FACILITATOR, "Simulated facilitator")
    for seat, role in team.seats:
        session.store.put_name(exercise_id, seat, f"Simulated {role}")
    token = session.join(exercise_id, name, [lead(scenario)])
    session.execute(exercise_id, c.StartClock(by=FACILITATOR, rate=RATE))
    session.conduct(exercise_id)
    return token
