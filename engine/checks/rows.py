"""Whether log rows and dashboards of injects tell only of what no team could have prevented."""

import re
from collections.abc import Iterator

from engine.checks.texts import INJECTS
from engine.scenario.exercise import Exercise, Inject
from engine.scenario.explain import Fault
from engine.scenario.place import Place
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.story import fields_in

RECORDED = ("log", "dashboard")
"""Kinds of exhibits that show what the AI system recorded; mails, posts and chats tell what people say."""

DAY_MINUTES = 24 * 60

_TIME = re.compile(
    r"^\W*(?:\d{4}-\d\d-\d\d[T ]|[A-Z][a-z]{2} \d{1,2} )?"  # a date before it
    r"(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::[0-5]\d(?:[.,]\d+)?)?Z?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?(?![^\s\])>,;|])"
)


def row_warnings(exercise: Exercise, scenario: Scenario) -> Iterator[Fault]:
    """A warning for every recorded row between StartEx and its inject: a team may have acted before it."""
    for n, inject in enumerate(exercise.scenario.injects):
        for m, exhibit in enumerate(inject.exhibits):
            if exhibit.kind in RECORDED:
                place: Place = (*INJECTS, n, "exhibits", m, "text")
                told = "\n".join((exhibit.title.rsplit(" at ", 1)[-1], exhibit.text))
                for row, at_ms in _late(told, scenario, inject):
                    when = offset_label(at_ms)
                    message = f"the row “{row[:60]}” is of {when}, in play, whatever the team did by then"
                    yield Fault(
                        place,
                        message,
                        "give a time before StartEx, or let fields in double braces tell what is so",
                        "warning",
                    )


def _late(text: str, scenario: Scenario, inject: Inject) -> Iterator[tuple[str, int]]:
    """Rows that begin with a time in play, and hold no figure of the simulation, with that time."""
    start_min = round(scenario.ai_system.clock.start_hour * 60)
    for row in text.splitlines():
        found = _TIME.match(row)
        if found is None or fields_in(row):
            continue
        since_min = (_minute(found) - start_min) % DAY_MINUTES
        if 0 < since_min * 60_000 <= max(inject.time, 60_000):
            yield " ".join(row.split()), since_min * 60_000


def _minute(found: re.Match[str]) -> int:
    hour, half = int(found["h"]), (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + int(found["m"])
