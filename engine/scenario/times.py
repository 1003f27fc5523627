"""Times as people write them in scenario files, as integer milliseconds."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator

from engine.scenario.nearest import shown
from engine.scenario.spelling.doubt import Doubt
from engine.scenario.spelling.guesses import daytime, guess, read, readings
from engine.scenario.spelling.plain import plain
from engine.scenario.spelling.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, duration_text

__all__ = [
    "HOUR_MS",
    "MINUTE_MS",
    "SECOND_MS",
    "STORED",
    "Duration",
    "Offset",
    "duration_text",
    "offset_label",
    "offset_text",
    "parse_duration",
    "parse_offset",
]

LONGEST_READ_MS = 366 * DAY_MS
"""The longest time that is read: a year, an assumption that catches slips of the keyboard."""

_LONGEST_TEXT = 60
"""Characters of the longest text that is looked at, an assumption; the wordiest time has half as many."""

_START = re.compile(r"(t ?\+|\+) ?")


def parse_duration(text: str) -> int:
    """Milliseconds in a duration such as ``"90 minutes"``, ``"10m30s"`` or ``"1 hour 30 min"``.

    Raises:
        ValueError: the text is not a duration, or can be read in two ways; the message shows what to write.

    """
    body = plain(text)
    start = _START.match(body)
    rest = body[start.end() :] if start else body
    is_moment = start is not None and start[1] != "+"
    found = (
        Doubt("counts from StartEx, and a duration does not", readings(rest)) if is_moment else _length(rest)
    )
    return _or_refuse(found, text, "a duration", duration_text, '"90 minutes"')


def parse_offset(text: str) -> int:
    """Milliseconds after StartEx in a time such as ``"T+15 minutes"``.

    Raises:
        ValueError: the text is not such a time, or can be read in two ways; the message shows what to write.

    """
    body = plain(text)
    start = _START.match(body)
    found = _length(body[start.end() :]) if start else daytime(body) or _length(body)
    return _or_refuse(found, text, "a time", offset_text, '"T+45 minutes", counted from StartEx')


def offset_text(at_ms: int) -> str:
    """A time after StartEx as scenario files have it, such as ``T+15 minutes`` or ``T+1h30m15s``."""
    return f"T+{duration_text(at_ms)}"


def offset_label(at_ms: int) -> str:
    """Exercise time as people read it, such as ``T+07:30``, ``T+75:00`` or, before StartEx, ``T-12:05``."""
    minutes, seconds = divmod(abs(at_ms // SECOND_MS), 60)
    return f"T{'-' if at_ms < 0 else '+'}{minutes:02d}:{seconds:02d}"


def _length(body: str) -> int | Doubt:
    """The length of time a plain text tells, or why none is read."""
    if len(body) > _LONGEST_TEXT:
        return Doubt("is too long for a time")
    found = read(body)
    if found is not None and found > LONGEST_READ_MS:
        return Doubt(f"is more than {LONGEST_READ_MS // DAY_MS} days")
    return guess(body) if found is None else found


def _or_refuse(found: int | Doubt, text: str, what: str, written: Callable[[int], str], example: str) -> int:
    if isinstance(found, int):
        return found
    meant = dict.fromkeys(written(item) for item in found.meant if item <= LONGEST_READ_MS)
    remedy = " or ".join(f'"{item}"' for item in meant) or f"for example {example}"
    raise ValueError(f"{_named(text)} {found.why or f'is not {what}'}; write {remedy}")


def _named(text: str) -> str:
    """A text as its author would recognise it, kept short, with what can't be seen spelled out."""
    return repr(text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…")


def _text_or_ms(parse: Callable[[str], int], written: Callable[[int], str]) -> Callable[[Any, Any], Any]:
    def read_value(value: Any, info: Any) -> Any:
        if isinstance(value, str):
            return parse(value)
        if info.context == STORED and isinstance(value, int):
            return value
        raise ValueError(_no_text(value, written))

    return read_value


def _no_text(value: Any, written: Callable[[int], str]) -> str:
    """What is said of a value without quotes: which times the number may mean."""
    is_count = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1_000_000
    if not is_count or value % 1:
        example = written(45 * MINUTE_MS)
        return f'{shown(value)} is not text; write it in quotes with a unit, for example "{example}"'
    minutes, seconds = (written(int(value) * unit_ms) for unit_ms in (MINUTE_MS, SECOND_MS))
    return f'{shown(value)} is not text; write it in quotes with a unit, "{minutes}" or "{seconds}"'


STORED = "stored"
"""Validation context of what the program itself wrote: times are milliseconds there."""

Duration = Annotated[
    int,
    BeforeValidator(_text_or_ms(parse_duration, duration_text), json_schema_input_type=str),
]
Offset = Annotated[
    int,
    BeforeValidator(_text_or_ms(parse_offset, offset_text), json_schema_input_type=str),
]
