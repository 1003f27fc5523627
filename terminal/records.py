"""What the terminal tells of stored exercises: scores, history and health."""

import itertools
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.errors import Refused, errors_in
from engine.files.loader import content_folder, load_content, load_rubric
from engine.log.canonical import from_text
from engine.log.state import fold
from engine.scenario.resolve import Content, scenario_from_stored
from engine.session import Session, Snapshot
from engine.store import EventStore, chain_problems
from engine.store.places import open_store, sqlite_url
from scoring.agreement import Agreement, agreement, counted
from scoring.history import ReadinessPoint, compare, point, quarters, sentence
from scoring.rubric import rubric_from
from scoring.score import score
from terminal.validating import problems_of


def open_session(data: Path | None) -> Session:
    """The exercises of a data folder, or of the configured database.

    Raises:
        Refused: the folder holds no database.

    """
    if data is not None and not (data / "tplus.db").exists():
        raise Refused(f"There is no database in {data}; `tplus demo --data {data}` makes one.")
    return Session(open_store(sqlite_url(data) if data else None))


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


def examine(data: Path | None) -> dict[str, list[str]]:
    """What was checked, and what is wrong with the store, its logs and the content."""
    session = open_session(data)
    checked, problems = ["database opens, migrations are complete"], list(session.store.problems())
    if problems:
        checked = ["database opens"]
    for exercise_id, count in session.store.last_seqs().items():
        found = _log_problems(session.store, exercise_id)
        problems += [f"exercise {exercise_id}: {text}; restore a backup of the database" for text in found]
        if not found:
            checked.append(f"exercise {exercise_id}: {count} events, hash chain whole, log folds")
    folder = content_folder()
    broken = errors_in(problems_of([folder]))
    problems += [str(problem) for problem in broken]
    if not broken:
        checked.append("content: every file is valid")
    return {"checked": checked, "problems": problems}


def _log_problems(store: EventStore, exercise_id: str) -> list[str]:
    rows = store.rows(exercise_id)
    found = list(chain_problems(rows))
    try:
        events = [from_text(row.text) for row in rows]
        scenario_from_stored(getattr(events[0], "scenario", {}))
        fold(events)
    except (ValueError, KeyError, TypeError) as error:
        found.append(f"its log can't be read ({type(error).__name__}: {str(error).splitlines()[0]})")
    return found
