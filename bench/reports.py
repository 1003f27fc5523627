"""How long each report takes: of every demonstration exercise from a cold start, and of a large room.

Run: ``python -m bench.reports``
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from engine.files.loader import exercises, load_content, load_exercise, load_rubric
from engine.log.events import AnswerSubmitted, Event
from engine.rehearsal.demo import fill
from engine.rehearsal.play import rehearse
from engine.rehearsal.teams import team
from engine.running.session import Session
from engine.store.places import open_store
from scoring import reports
from scoring.aar.build import build
from scoring.aar.source import Options, ReportSource
from scoring.case import Case
from scoring.rubric import rubric_from
from scoring.score import score
from scoring.whatif.compare import of_exercise
from scoring.writing.document import Report
from tests.world import create_command, rich_exercise

ANSWERS = 600
"""Forty people who answer fifteen questions."""
WORDS = (
    "We keep a copy of the logs first, then we restrict the mode and tell support and Legal what we know. "
    * 3
)


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        _demonstration(Path(folder))
    _large_room()


def _demonstration(folder: Path) -> None:
    """Seconds of ``tplus report``, from its start to the written file."""
    session = Session(open_store(f"sqlite:///{folder / 'tplus.db'}"))
    content = load_content()
    fill(session, [load_exercise(path, content) for path in exercises()])
    ended = [item.exercise_id for item in session.exercises() if item.state.phase == "ended"]
    print(f"tplus report, {len(ended)} exercises of the demonstration, s: median, longest")
    for name in reports.names():
        took = sorted(_cold_starts(folder, ended, name))
        print(f"{name:5} {took[len(took) // 2]:5.2f} {took[-1]:5.2f}", flush=True)


def _cold_starts(folder: Path, exercise_ids: list[str], name: str) -> Iterator[float]:
    for exercise_id in exercise_ids:
        target = folder / f"report.{name}"
        asked = [exercise_id, "--format", name, "-o", str(target), "--data", str(folder)]
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "terminal.cli", "report", *asked], check=True, capture_output=True
        )
        yield time.perf_counter() - start
        assert target.stat().st_size > 0


def _large_room() -> None:
    """Seconds of computing to load and to render, and the size, of every format."""
    begun = time.process_time()
    report = large_report()
    print(f"content: {time.process_time() - begun:.2f} s with the comparison over 200 worlds")
    for name in reports.names():
        start = time.process_time()
        chosen = reports.load(name)
        loaded = time.process_time()
        data = chosen.render(report)
        done = time.process_time()
        print(
            f"{name:5} load {loaded - start:5.2f} s   render {done - loaded:5.2f} s   {len(data):>9,} bytes"
        )


def large_report() -> Report:
    """The report of a rehearsal with the answers of a large room added."""
    loaded = rich_exercise()
    create = create_command(loaded, seed=5)
    events = rehearse(create, loaded.scenario, team("random", loaded.scenario, seed=5)).events
    crowded = _crowded(events)
    case = Case(loaded.scenario, crowded, rubric_from(load_rubric(), loaded.scenario.rubric))
    return build(
        ReportSource(
            case=case,
            score=score(case),
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            whatif=of_exercise(case),
            options=Options(has_answers=True),
        )
    )


def _crowded(events: tuple[Event, ...]) -> tuple[Event, ...]:
    given = next(event for event in events if isinstance(event, AnswerSubmitted))
    end = events[-1]
    more = [
        given.model_copy(update={"seq": end.seq + number, "at_ms": end.at_ms, "text": WORDS, "key": ""})
        for number in range(1, ANSWERS + 1)
    ]
    return (*events, *more)


if __name__ == "__main__":
    main()
