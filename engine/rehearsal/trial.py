"""Trying Tplus alone: a live exercise that one person leads among simulated colleagues."""

from engine import commands as c
from engine.files.loader import LoadedScenario
from engine.rehearsal.colleagues import colleagues
from engine.rehearsal.plan import FACILITATOR, lead, names_of
from engine.rehearsal.play import lobby
from engine.running.session import Session, fitting_seed
from engine.snapshot import TRIAL_TEAM

RATE = 6.0
"""Rate of the clock: a scenario of ninety minutes takes a quarter of an hour."""


def begin(
    session: Session, loaded: LoadedScenario, *, name: str, seed: int | None = None, waits_for: str = ""
) -> str:
    """Start an exercise of this scenario with its first injects delivered; the token of the person's seat.

    Where there is something it `waits_for`, its clock is paused at once for that reason. It is marked as a
    demonstration, belongs to no organisation's team, and ends by itself after its length.
    """
    scenario = loaded.scenario
    team = colleagues(scenario)
    chosen = fitting_seed(scenario) if seed is None else seed
    create = loaded.creation(seed=chosen, simulated=TRIAL_TEAM).model_copy(update={"demo": True})
    opening = lobby(create, scenario, team, start=session.clock())
    exercise_id = session.add(opening, names_of(team, facilitator="Simulated facilitator"))
    token = session.join(exercise_id, name, [lead(scenario)])
    session.execute(exercise_id, c.StartClock(by=FACILITATOR, rate=RATE))
    session.conduct(exercise_id)
    if waits_for:
        session.execute(exercise_id, c.PauseClock(by=FACILITATOR, reason=waits_for))
    return token
