"""Figures of the simulated AI system inside the texts of injects, so that both tell one story."""

import re
from collections.abc import Callable, Iterable, Mapping

from engine.log.acts import AT_ONCE
from engine.scenario.exercise import Exhibit, Inject
from engine.scenario.resolve import Scenario
from engine.scenario.times import HOUR_MS
from engine.simulation.run.decisions import Decision
from engine.timeline import Decisions, Timeline

FIELDS: Mapping[str, str] = {
    "affected_users": "Distinct users for whom the attack has worked so far.",
    "attempts": "Attack attempts since StartEx.",
    "suspected_bypasses": "Suspected bypasses in the last ten minutes, as monitoring shows them.",
    "suspected_users": "Users that monitoring suspects since StartEx.",
    "records_flagged": "Records that output scanning has flagged since StartEx.",
    "records_leaked": "Records leaked since StartEx.",
    "harmful_answers": "Harmful or wrong answers given since StartEx.",
    "tool_actions": "Unauthorised tool actions since StartEx.",
    "calls_pending": "Tool calls of an agent that are planned or running.",
    "requests_per_min": "Requests a minute, over the last five minutes.",
    "unserved_percent": "Share of customers' requests not served, in per cent, over the last five minutes.",
    "block_rate_percent": "Share of all requests that were blocked, in per cent, over the last ten minutes.",
    "cost_per_hour": "Cost of the model's tokens, in US dollars an hour.",
    "containment_level": "Containment level in force, 0 to 4.",
    "clock_time": "Time of day in the story, counted from `clock.start_hour`.",
}
"""What an inject's text may name in double braces, and what stands there once it is delivered."""

_FIELD = re.compile(r"\{\{([^{}]*)\}\}")


def numbers(timeline: Timeline, at_ms: int) -> dict[str, float]:
    """The figures at a moment as numbers; all fields but the time of day."""
    tick, seen = timeline.at(at_ms), timeline.telemetry(at_ms)
    return {
        "affected_users": timeline.affected_users(at_ms),
        "attempts": tick.attempts,
        "suspected_bypasses": seen.suspected_bypasses,
        "suspected_users": seen.suspected_users,
        "records_flagged": seen.records_flagged,
        "records_leaked": tick.records,
        "harmful_answers": tick.outputs + tick.ambient,
        "tool_actions": tick.tool_actions,
        "calls_pending": tick.calls_pending,
        "requests_per_min": seen.requests_per_min,
        "unserved_percent": 100.0 * seen.unserved_share,
        "block_rate_percent": 100.0 * seen.block_rate,
        "cost_per_hour": seen.cost_per_hour,
        "containment_level": seen.level,
    }


def figures(timeline: Timeline, at_ms: int) -> dict[str, str]:
    """The figures at a moment as they stand in a text: thousands separated, per cent with a decimal."""
    written = {name: written_as(name, value) for name, value in numbers(timeline, at_ms).items()}
    return {**written, "clock_time": _clock_time(timeline, at_ms)}


def written_as(name: str, value: float) -> str:
    """A figure as it stands in a text."""
    return f"{value:,.1f}" if name.endswith("_percent") else f"{value:,.0f}"


def _clock_time(timeline: Timeline, at_ms: int) -> str:
    start_ms = round(timeline.system.clock.start_hour * HOUR_MS)
    minutes = (start_ms + at_ms) // 60_000 % (24 * 60)
    hour, minute = divmod(minutes, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"


def fields_in(text: str) -> list[str]:
    """The names in double braces in a text, in order."""
    return _FIELD.findall(text)


def unknown_fields(texts: Iterable[str]) -> list[str]:
    """Names in double braces that are no field."""
    return [name for text in texts for name in fields_in(text) if name not in FIELDS]


def fill(text: str, figures: Mapping[str, str]) -> str:
    """The text with its fields replaced; a field without a figure stays marked by its name."""
    return _FIELD.sub(lambda match: figures.get(match.group(1), f"‹{match.group(1)}›"), text)


def texts_of(inject: Inject) -> tuple[str, ...]:
    """Every text of an inject in which fields are filled."""
    shown = (value for item in inject.exhibits for value in _texts(item).values())
    return (inject.title, inject.event, *(item.text for item in inject.questions), *shown)


def filled(inject: Inject, read: Callable[[], Mapping[str, str]]) -> Inject:
    """The inject with its fields replaced; `read` is asked for the figures only if there is a field."""
    if not any(map(fields_in, texts_of(inject))):
        return inject
    found = read()
    exhibits = tuple(
        item.model_copy(update={name: fill(text, found) for name, text in _texts(item).items()})
        for item in inject.exhibits
    )
    questions = tuple(item.model_copy(update={"text": fill(item.text, found)}) for item in inject.questions)
    words = {"title": fill(inject.title, found), "event": fill(inject.event, found)}
    return inject.model_copy(update={**words, "exhibits": exhibits, "questions": questions})


def _texts(exhibit: Exhibit) -> dict[str, str]:
    names = ("title", "text", "author", "alt", "reach")
    return {name: getattr(exhibit, name) for name in names if getattr(exhibit, name)}


def scripted(scenario: Scenario) -> Decisions:
    """What the injects do to the AI system if nobody acts: those that time alone delivers."""
    return tuple(
        Decision(inject.time, action, effect=AT_ONCE)
        for inject in scenario.injects
        if not inject.contingency and inject.when is None
        for action in inject.applies or ()
    )
