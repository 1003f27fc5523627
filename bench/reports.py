"""How much computing each report format takes, for the exercise of a large room.

Run: ``python -m bench.reports``
"""

import sys
import time
from datetime import UTC, datetime

from engine import commands as c
from engine.events import AnswerSubmitted, Event
from engine.loader import exercises, load_content, load_exercise
from engine.rehearsal.play import rehearse
from engine.rehearsal.teams import team
from scoring import reports
from scoring.aar.build import build
from scoring.aar.document import Report
from scoring.aar.source import Options, Source
from scoring.case import Case
from scoring.rubric import rubric_from
from scoring.score import score
from scoring.whatif import of_exercise

ANSWERS = 600
"""Forty people who answer fifteen questions."""
WORDS = (
    "We keep a copy of the logs first, then we restrict the mode and tell support and Legal what we know. "
    * 3
)


def main() -> None:
    """Print seconds to load and to render, and the size, of every format."""
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
    content = load_content()
    loaded = load_exercise(exercises()[0], content)
    create = c.CreateExercise(
        scenario_sha256=loaded.sha256,
        scenario_text=loaded.text,
        scenario=loaded.scenario.model_dump(mode="json"),
        seed=5,
    )
    events = rehearse(create, loaded.scenario, team("random", loaded.scenario, seed=5)).events
    crowded = _crowded(events)
    case = Case(loaded.scenario, crowded, rubric_from(content.rubric, loaded.scenario.rubric))
    return build(
        Source(
            case=case,
            score=score(case.scenario, crowded, case.rubric),
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
    sys.exit(main())
