"""Exercises are created in one way, whoever creates them."""

import pytest

from engine.log.events import ExerciseCreated
from engine.rehearsal.trial import begin
from engine.running.session import Session
from engine.seats import identity
from engine.store.memory import MemoryStore
from engine.timeline import facts_hold
from tests.world import ManualClock, rich_exercise


def seeds_that_fit(fits: bool, count: int) -> list[int]:
    """Seeds whose world has, or has not, as many affected users as the scenario tells of."""
    scenario = rich_exercise().scenario
    found = [seed for seed in range(1, 400) if facts_hold(scenario.ai_system, seed=seed) is fits]
    return found[:count]


@pytest.mark.parametrize("door", ["session", "trial"])
def test_a_new_exercise_has_the_figures_its_injects_tell_of(
    door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A world that contradicts the scenario is drawn again, for a trial as for any other exercise."""
    unfit, (fit,) = seeds_that_fit(False, 2), seeds_that_fit(True, 1)
    drawn = iter([*unfit, fit])
    monkeypatch.setattr(identity, "new_seed", lambda: next(drawn))
    session = Session(MemoryStore(), clock=ManualClock())
    if door == "session":
        exercise_id = session.create(rich_exercise()).exercise_id
    else:
        seat = session.seat(begin(session, rich_exercise(), name="Sam Example"))
        assert seat is not None
        exercise_id = seat.exercise_id

    created = session.current(exercise_id).events[0]
    assert isinstance(created, ExerciseCreated)
    assert created.seed == fit
