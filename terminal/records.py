"""What the terminal tells of stored exercises: scores, history and health."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.errors import Refused, errors_in
from engine.files.loader import content_folder, load_rubric
from engine.log.canonical import from_text
from engine.log.state import fold
from engine.scenario.resolve import scenario_from_stored
from engine.session import Session
from engine.snapshot import Snapshot
from engine.store import EventStore, chain_problems
from engine.store.places import open_store
from scoring.exercise import History, Method, counted, history_of, pool_of
from scoring.history import ReadinessPoint, point, sentence
from terminal.serving import sqlite_url
from terminal.validating import problems_of


def open_session(data: Path | None) -> Session:
    """The exercises of a data folder, or of the configured database.

    Raises:
        Refused: the folder holds no database.

    """
    if data is not None and not (data / "tplus.db").exists():
        raise Refused(f"There is no database in {data}; `tplus demo --data {data}` makes one.")
    return Session(open_store(sqlite_url(data) if data else None))


def method_of(session: Session) -> Method:
    """What every exercise of this database is judged by."""
    return Method(load_rubric(), pool_of(session.exercises()))


def scored(exercise: str, data: Path | None) -> dict[str, Any]:
    """The scores of a stored exercise.

    Raises:
        Refused: there is no such exercise.

    """
    session = open_session(data)
    snapshot = session.current(exercise)
    created = snapshot.state.created
    return {
        "exercise_id": exercise,
        "scenario_id": snapshot.scenario.id,
        "seed": snapshot.state.seed,
        "team": created.team if created else "",
        "events": len(snapshot.events),
        **method_of(session).score(snapshot).to_json(),
    }


def history(data: Path | None, *, with_trials: bool = False) -> dict[str, Any]:
    """Every exercise with its readiness, quarter means and what changed between them.

    Readiness rests on the exercises that count (`scoring.exercise.counted`); the others are listed beside
    them, trials only where they are asked for.
    """
    session = open_session(data)
    method = method_of(session)
    snapshots = session.exercises(with_trials=with_trials)
    points = {item.exercise_id: point(item, method.score(item)) for item in snapshots}
    found = history_of([points[item.exercise_id] for item in reversed(counted(snapshots))])
    return {
        "exercises": [_row(item, points[item.exercise_id], found) for item in reversed(snapshots)],
        "quarters": [asdict(mean) for mean in found.quarters],
        "comparisons": [sentence(change) for change in found.comparisons],
    }


def _row(item: Snapshot, shown: ReadinessPoint, found: History) -> dict[str, Any]:
    return {
        "exercise_id": item.exercise_id,
        "title": shown.title,
        "quarter": shown.quarter,
        "phase": item.state.phase,
        "demo": shown.is_demo,
        "counts": item.exercise_id in {point.exercise_id for point in found.points},
        "team": shown.organisation_team,
        "readiness": shown.score.readiness if item.has_ended else None,
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
