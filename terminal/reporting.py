"""What the terminal writes down of a stored exercise: its report, and improvement items."""

from dataclasses import dataclass
from pathlib import Path

from engine.after import items_kept
from engine.after.items import ordered, to_csv
from engine.errors import Refused
from engine.files.loader import load_rubric
from engine.log.canonical import GENESIS
from engine.session import Session, Snapshot
from engine.store import chained
from scoring import reports
from scoring.aar.build import build, file_name
from scoring.aar.source import Options, ReportSource
from scoring.case import Case
from scoring.rubric import rubric_from
from scoring.score import score
from scoring.whatif.compare import of_exercise
from terminal.records import open_session


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
    rubric = rubric_from(load_rubric(), snapshot.scenario.rubric)
    case = Case(snapshot.scenario, snapshot.events, rubric)
    try:
        answer = of_exercise(case)
    except Refused:
        answer = None  # ended before the AI system's first step
    return ReportSource(
        case=case,
        score=score(snapshot.scenario, snapshot.events, rubric),
        created_at=session.clock(),
        names=session.names(snapshot.exercise_id),
        whatif=answer,
        wording=items_kept.wording(session.store, snapshot.exercise_id),
        items=items_kept.items(session.store, snapshot.exercise_id),
        log_sha256=chained(snapshot.events, GENESIS)[-1].sha256,
        options=options,
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
    return {
        item.exercise_id: (item.state.created.title if item.state.created else "") or item.scenario.name
        for item in listed
    }
