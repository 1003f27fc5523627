"""What the terminal tells of stored exercises: their scores and history."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine.after import keeping
from engine.after.replay import Replay
from engine.errors import Refused
from engine.files.difficulty import load_difficulties
from engine.files.loader import load_rubric
from engine.running.session import Session
from engine.snapshot import Snapshot
from engine.store.places import database_url, open_store, sqlite_url
from engine.store.sqlite import files_of
from scoring.exercise import History, Method, counted, pool_of
from scoring.history.change import sentence
from scoring.history.difficulty import Library, library_from
from scoring.history.points import ReadinessPoint
from scoring.judged import Judged, judged


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


def method_of(session: Session) -> Method:
    """What every exercise of this database is judged by."""
    return Method(
        load_rubric(),
        pool_of(session.exercises()),
        judged=lambda name: judged_of(session, name),
        library=library(),
        replays=lambda name: keeping.replay(session.store, name),
    )


def library() -> Library:
    """How hard scenarios are, as far as the content folders tell."""
    return library_from(load_difficulties())


def judged_of(session: Session, exercise_id: str) -> Judged:
    """What people decided about the answers of an exercise."""
    decisions = keeping.point_decisions(session.store, exercise_id)
    return judged(decisions, keeping.question_ratings(session.store, exercise_id))


def scored(exercise: str, data: Path | None, *, is_replayed: bool = False) -> dict[str, Any]:
    """The scores of a stored exercise, `is_replayed` with the same team on other days.

    Raises:
        Refused: there is no such exercise.

    """
    session = open_session(data)
    snapshot = session.current(exercise)
    created = snapshot.state.created
    method = method_of(session)
    if is_replayed:
        _replay(session, method, snapshot)
    point = method.point(snapshot, method.score(snapshot))
    return {
        "exercise_id": exercise,
        "scenario_id": snapshot.scenario.id,
        "seed": snapshot.state.seed,
        "team": created.team if created else "",
        "events": len(snapshot.events),
        "proof": {"grade": point.grade, "sentence": point.proof.sentence},
        "replayed": _told(point.replay),
        "adjusted": point.adjusted,
        "difficulty": point.measured.to_json() if point.measured else None,
        **point.score.to_json(),
    }


def _replay(session: Session, method: Method, snapshot: Snapshot) -> None:
    """Play the team on other days, and keep what came of it.

    Raises:
        Refused: the log does not tell enough.

    """
    found = method.replay(snapshot)
    if found is None:
        raise Refused("Only a finished exercise in which somebody acted can be played on other days.")
    keeping.keep_replay(session.store, snapshot.exercise_id, found)


def _told(found: Replay | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {**found.model_dump(exclude={"key"}), "sentence": found.sentence}


def history(data: Path | None, *, with_trials: bool = False) -> dict[str, Any]:
    """Every exercise with its readiness, quarter means and what changed between them.

    Readiness rests on the exercises that count (`scoring.exercise.counted`); the others are listed beside
    them, trials only where they are asked for.
    """
    session = open_session(data)
    method = method_of(session)
    snapshots = session.exercises(with_trials=with_trials)
    points = {item.exercise_id: method.point(item, method.score(item)) for item in snapshots}
    found = method.history([points[item.exercise_id] for item in reversed(counted(snapshots))])
    return {
        "exercises": [_row(item, points[item.exercise_id], found) for item in reversed(snapshots)],
        "quarters": [asdict(mean) for mean in found.quarters],
        "comparisons": [sentence(change) for change in found.changes],
        "changes": [asdict(change) for change in found.changes],
        "whole": sentence(found.whole) if found.whole else "",
        "spread": asdict(found.spread),
        "planning": found.planning,
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
        "adjusted": shown.adjusted if item.has_ended else None,
        "proof": shown.grade,
        "rubric_id": shown.score.rubric_id,
        "scores": {finding.criterion: finding.value for finding in shown.score.findings},
    }
