"""What the terminal writes down of a stored exercise: its report, and improvement items."""

from dataclasses import dataclass
from pathlib import Path

from engine.after import items_kept
from engine.after.items import ordered, to_csv
from engine.errors import Refused
from engine.running.session import Session
from engine.snapshot import Snapshot
from scoring import reports
from scoring.aar.build import build, file_name
from scoring.aar.source import Options, ReportSource
from scoring.exercise import Beside
from terminal.records import method_of, open_session


@dataclass(frozen=True, slots=True)
class File:
    """A file to be written: its usual name and its bytes."""

    name: str
    content: bytes


def report(exercise: str, data: Path | None, *, format_id: str, options: Options) -> File:
    """The after-action report of a stored exercise that has ended.

    Raises:
        Refused: there is no such exercise, or it has not ended.
        ValueError: there is no such format.

    """
    chosen = reports.load(format_id)
    session = open_session(data)
    snapshot = session.current(exercise)
    if snapshot.state.phase != "ended":
        raise Refused(f"The exercise {exercise} has not ended; its report can be written after EndEx.")
    source = _source(session, snapshot, options)
    return File(file_name(source, chosen.id), chosen.render(build(source)))


def _source(session: Session, snapshot: Snapshot, options: Options) -> ReportSource:
    method = method_of(session)
    return method.report(
        snapshot,
        score=method.score(snapshot),
        whatif=method.whatif_if_any(snapshot),
        beside=Beside(
            created_at=session.clock(),
            names=session.names(snapshot.exercise_id),
            wording=items_kept.wording(session.store, snapshot.exercise_id),
            items=items_kept.items(session.store, snapshot.exercise_id),
            options=options,
        ),
    )


def items_csv(data: Path | None, exercise: str = "") -> File:
    """Improvement items for an issue tracker, overdue ones first; of one exercise, or of all.

    Raises:
        Refused: there is no such exercise.

    """
    session = open_session(data)
    if exercise:
        session.current(exercise)
    found = ordered(items_kept.items(session.store, exercise), session.clock().date())
    return File("improvement-items.csv", to_csv(found, titles(session)).encode("utf-8-sig"))


def titles(session: Session) -> dict[str, str]:
    """The title of every exercise, by id."""
    listed = session.exercises(with_trials=True)
    return {item.exercise_id: item.title for item in listed}
