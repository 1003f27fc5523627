"""What the terminal tells of stored exercises: their scores and history."""

import itertools
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.errors import Refused
from engine.files.loader import load_content, load_rubric
from engine.scenario.resolve import Content
from engine.session import Session, Snapshot
from engine.store.places import database_url, open_store, sqlite_url
from engine.store.sqlite import files_of
from scoring.agreement import Agreement, agreement, counted
from scoring.history import ReadinessPoint, compare, point, quarters, sentence
from scoring.rubric import rubric_from
from scoring.score import score


def address(data: Path | None) -> str:
    """The address of a data folder's database, or of the configured one."""
    return sqlite_url(data) if data else database_url()


def existing(data: Path | None) -> str:
    """The address of a database that is there.

    Raises:
        Refused: there is none, and none is made.

    """
    url = address(data)
    files = files_of(url)
    if files is not None and not files.path.exists():
        folder = files.path.parent
        raise Refused(f"There is no database in {folder}; `tplus demo --data {folder}` makes one.")
    return url


def open_session(data: Path | None) -> Session:
    """The exercises of a data folder, or of the configured database.

    Raises:
        Refused: there is no database.
        StoreUnavailable: it can't be read, or another version made it.

    """
    return Session(open_store(existing(data)))


def scored(exercise: str, data: Path | None) -> dict[str, Any]:
    """The scores of a stored exercise.

    Raises:
        Refused: there is no such exercise.

    """
    session = open_session(data)
    snapshot = session.current(exercise)
    rubric = rubric_from(load_rubric(), snapshot.scenario.rubric)
    created = snapshot.state.created
    return {
        "exercise_id": exercise,
        "scenario_id": snapshot.scenario.id,
        "seed": snapshot.state.seed,
        "team": created.team if created else "",
        "events": len(snapshot.events),
        **score(snapshot.scenario, snapshot.events, rubric, pool=_pool(session)).to_json(),
    }


def _pool(session: Session) -> Agreement:
    """How far the evaluators of this database agree."""
    return agreement(counted(item.events) for item in session.exercises())


def history_of(data: Path | None, *, with_trials: bool = False) -> dict[str, Any]:
    """Every exercise with its readiness, quarter means and what changed between them.

    Exercises that somebody tried alone are left out unless they are asked for.
    """
    session = open_session(data)
    content = load_content()
    snapshots = session.exercises(with_trials=with_trials)
    pool = _pool(session)
    points = {item.exercise_id: _point(item, content, pool) for item in snapshots}
    ended = tuple(points[item.exercise_id] for item in snapshots if item.state.phase == "ended")
    means = quarters(ended)
    pairs = itertools.pairwise(means)
    return {
        "exercises": [_row(item, points[item.exercise_id]) for item in reversed(snapshots)],
        "quarters": [asdict(mean) for mean in means],
        "comparisons": [sentence(compare(earlier, later, ended)) for earlier, later in pairs],
    }


def _point(item: Snapshot, content: Content, pool: Agreement) -> ReadinessPoint:
    rubric = rubric_from(content.rubric, item.scenario.rubric)
    return point(item.exercise_id, item.scenario, item.events, rubric, pool=pool)


def _row(item: Snapshot, shown: Any) -> dict[str, Any]:
    return {
        "exercise_id": item.exercise_id,
        "title": shown.title,
        "quarter": shown.quarter,
        "phase": item.state.phase,
        "demo": shown.is_demo,
        "team": shown.organisation_team,
        "readiness": shown.score.readiness if item.state.phase == "ended" else None,
        "rubric_id": shown.score.rubric_id,
        "scores": {finding.criterion: finding.value for finding in shown.score.findings},
    }
