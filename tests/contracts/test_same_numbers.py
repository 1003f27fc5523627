"""Terminal, screens and report publish the same numbers, whichever door they are asked at."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine import commands as c
from engine.seats.identity import new_id
from engine.snapshot import TRIAL_TEAM
from scoring.catalogue import CRITERIA
from terminal.cli import app
from tests.scoring.reports.readers import READERS
from tests.ui.conftest import store as screens  # noqa: F401  # the fixture is asked for by its name
from tests.ui.test_screens import _open, _seat, _texts
from tests.world import played, seed_exercise
from ui.results import report
from ui.server import numbers, process


def _ask(*asked: str) -> str:
    result = CliRunner().invoke(app, list(asked))

    assert result.exit_code == 0, result.output
    return result.output


def _stored(name: str, **created: object) -> str:
    """A whole rehearsal in the database, marked as a demonstration, as a trial, or as neither."""
    first, *others = played(name).events
    exercise_id = new_id("x")
    events = (first.model_copy(update=created), *others)
    process.session().store.append(exercise_id, events, after_seq=0)
    return exercise_id


def _rated_twice() -> str:
    """A short real exercise in which two people rated every criterion; twelve double ratings with another."""
    session = process.session()
    made = ""
    for values in ((2, 3), (4, 4)):
        made = session.create(seed_exercise(), seed=1, organisation_team="Blue").exercise_id
        by = _seat(session.join(made, "Fay", app_role="facilitator")).participant_id
        raters = [session.join(made, name, app_role="evaluator") for name in ("Eve", "Ada")]
        session.execute(made, c.StartClock(by=by))
        session.execute(made, c.EndExercise(by=by))
        for criterion in CRITERIA:
            for token, value in zip(raters, values, strict=True):
                rating = c.RateCriterion(by=_seat(token).participant_id, criterion=criterion, value=value)
                session.execute(made, rating)
    return made


@pytest.fixture
def database(screens: None) -> dict[str, str]:  # noqa: F811
    """Real exercises, one rated twice, beside a demonstration and a trial; their ids by what they are."""
    return {
        "rated": _rated_twice(),
        "real": _stored("random", organisation_team="Green"),
        "demo": _stored("playbook", demo=True),
        "trial": _stored("playbook", demo=True, team=TRIAL_TEAM),
    }


def _readiness(exercise_id: str) -> str:
    """Readiness and its band as the terminal's figures give them."""
    found = json.loads(_ask("score", exercise_id, "--json"))
    low, high = found["likely"]
    return f"{found['readiness']:.2f} of 5, likely {low:.1f} to {high:.1f}"


@pytest.mark.parametrize("which", ["rated", "real", "demo"])
def test_readiness_and_band_are_one(database: dict[str, str], which: str, tmp_path: Path) -> None:
    """`tplus score`, `tplus report`, the results screen and its report give one value and one band."""
    exercise_id = database[which]
    band = _readiness(exercise_id)

    file = tmp_path / "report.md"
    _ask("report", exercise_id, "--format", "md", "--out", str(file))
    shown = _texts(_open("results", exercise=exercise_id))
    snapshot = process.session().current(exercise_id)
    downloaded = READERS["md"](report.content(snapshot, numbers.report_of(snapshot, None), "md"))

    assert band in file.read_text(encoding="utf-8")
    assert band in downloaded
    assert band in shown


def test_readiness_over_quarters_is_one(database: dict[str, str]) -> None:
    """`tplus history` and the readiness screen rest on the same exercises and say the same sentences."""
    told = json.loads(_ask("history", "--json"))
    shown = _open("readiness")

    counting = {item["exercise_id"] for item in told["exercises"] if item["counts"]}
    assert database["real"] in counting
    assert not counting & {database["demo"], database["trial"]}
    assert len(counting) == 3
    assert not shown.exception
    ended = [process.session().current(name) for name in counting]
    points = {item.exercise_id: numbers.point_of(item) for item in ended}
    for item in told["exercises"]:
        if item["counts"]:
            assert item["readiness"] == points[item["exercise_id"]].score.readiness
            assert f"{item['readiness']:.2f}" in _texts(shown)
    assert all(sentence in _texts(shown) for sentence in told["comparisons"])
