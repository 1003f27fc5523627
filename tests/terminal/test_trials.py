"""Exercises tried alone, as the terminal counts them."""

import json

from typer.testing import CliRunner

from engine import commands as c
from engine.rehearsal.plan import FACILITATOR
from engine.rehearsal.trial import begin
from engine.running.session import Session
from engine.store.sql import SqlStore
from terminal.cli import app
from tests.world import seed_exercise


def test_history_counts_trials_only_when_asked(tmp_path):
    """A trial is in `tplus history` with --trials alone, and `tplus doctor` checks its log as any other."""
    session = Session(SqlStore(f"sqlite:///{tmp_path / 'tplus.db'}"))
    seat = session.seat(begin(session, seed_exercise(), name="You"))
    session.execute(seat.exercise_id, c.EndExercise(by=FACILITATOR))
    session.store.close()
    run = CliRunner().invoke

    plain, asked = (
        json.loads(run(app, ["history", "--data", str(tmp_path), "--json", *more]).output)
        for more in ([], ["--trials"])
    )
    doctor = run(app, ["doctor", "--data", str(tmp_path)])

    assert plain["exercises"] == []
    assert [row["exercise_id"] for row in asked["exercises"]] == [seat.exercise_id]
    assert seat.exercise_id in doctor.output
