"""Reports to look at: the simulated teams' exercises, and one filled with whatever people may write."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from engine import commands as c
from engine.after.wording import Wording
from engine.errors import Refused
from engine.log.canonical import GENESIS
from engine.log.events import CriterionRated, Event
from engine.store import chained
from scoring.aar.source import Options, ReportSource
from scoring.case import Case
from scoring.score import score
from scoring.whatif.compare import of_exercise
from tests.scoring.play import declare, log, send, step
from tests.world import played, rich_exercise, rubric, seed_exercise

PLAIN = Options()
CREATED = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@cache
def source(name: str = "random", seed: int = 3, *, options: Options = PLAIN) -> ReportSource:
    """The exercise of a simulated team, with invented names."""
    events = played(name, seed=seed, is_rich=True).events
    return of(rich_exercise().scenario, events, options)


def of(scenario, events: tuple[Event, ...], options: Options = PLAIN) -> ReportSource:
    """A source of these events."""
    case = Case(scenario, events, rubric())
    names = {seat: f"Example Person {n}" for n, seat in enumerate(case.state.participants, start=1)}
    return ReportSource(
        case=case,
        score=score(case),
        created_at=CREATED,
        names=names,
        whatif=_whatif(case),
        log_sha256=chained(events, GENESIS)[-1].sha256,
        options=options,
    )


_compared: dict[str, object] = {}


def _whatif(case: Case):
    """The comparison of a log, made once."""
    key = chained(case.events, GENESIS)[-1].sha256
    if key not in _compared:
        try:
            _compared[key] = of_exercise(case, seeds=20)
        except Refused:
            _compared[key] = None  # over before the AI system's first step
    return _compared[key]


@cache
def _short() -> tuple[Event, ...]:
    audience = seed_exercise().scenario.messages[0].audience
    return log(
        declare(2),
        step(3, "Legal", c.SubmitAnswer, inject_id="inject-1", question_id="inject-1-q1", text="We check."),
        step(4, "evaluator", c.RecordObservation, text="Calm.", criterion="escalation"),
        send(5, audience, "We know."),
    )


def written(text: str, *, has_names: bool = True) -> ReportSource:
    """A short exercise in which everything people can write is this text."""
    events = tuple(_rewritten(event, text) for event in _short())
    last = events[-1]
    rating = CriterionRated(
        seq=last.seq + 1, at_ms=last.at_ms, criterion="detection", value=2, reason=text, cites=(1,), by="p"
    )
    case = Case(seed_exercise().scenario, (*events, rating), rubric())
    plain = Case(seed_exercise().scenario, _short(), rubric())
    return ReportSource(
        case=case,
        score=score(case),
        created_at=CREATED,
        names=dict.fromkeys(case.state.participants, text),
        whatif=_whatif(plain),
        wording=Wording(text, text, text),
        options=Options(has_names=has_names, has_answers=True),
    )


def _rewritten(event: Event, text: str) -> Event:
    changed = {"text": text, "title": text, "organisation_team": text}
    held = {name: value for name, value in changed.items() if name in type(event).model_fields}
    return event.model_copy(update={} if event.kind == "inject_delivered" else held)


def without_whatif(given: ReportSource) -> ReportSource:
    """The same exercise before the AI system's account was computed."""
    return replace(given, whatif=None)
