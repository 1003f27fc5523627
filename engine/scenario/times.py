"""Times as people write them in scenario files, as integer milliseconds."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS

_WORDS = {
    SECOND_MS: ("s", "sec", "secs", "second", "seconds"),
    MINUTE_MS: ("", "m", "min", "mins", "minute", "minutes"),
    HOUR_MS: ("h", "hour", "hours"),
    24 * HOUR_MS: ("d", "day", "days"),
}
_UNITS = {word: unit_ms for unit_ms, words in _WORDS.items() for word in words}
_PART = re.compile(r"(\d{1,5})(?!\d)\s*([a-z]*)[\s,]*", re.ASCII)
_LONGEST = 60


def parse_duration(text: str) -> int:
    """Milliseconds in a duration such as ``"90 minutes"``, ``"10m30s"`` or ``"1 hour 30 min"``.

    Raises:
        ValueError: the text is not a duration; the message shows a correct one.

    """
    rest, total = text.strip().lower(), 0
    while True:
        match = _PART.match(rest) if len(rest) <= _LONGEST else None
        if match is None or match.group(2) not in _UNITS:
            raise ValueError(f'{text!r} is not a duration; write for example "90 minutes" or "10m30s"')
        total += int(match.group(1)) * _UNITS[match.group(2)]
        rest = rest[match.end() :]
        if not rest:
            return total


def parse_offset(text: str) -> int:
    """Milliseconds after StartEx in a time such as ``"T+15 minutes"``.

    Raises:
        ValueError: the text is not such a time; the message shows a correct one.

    """
    body = text.strip()
    if body[:2].lower() == "t+":
        body = body[2:]
    try:
        return parse_duration(body)
    except ValueError:
        raise ValueError(f'{text!r} is not a time; write for example "T+45 minutes"') from None


def offset_label(at_ms: int) -> str:
    """Exercise time as people read it, such as ``T+07:30``, ``T+75:00`` or, before StartEx, ``T-12:05``."""
    minutes, seconds = divmod(abs(at_ms // SECOND_MS), 60)
    return f"T{'-' if at_ms < 0 else '+'}{minutes:02d}:{seconds:02d}"


def _text_or_ms(parse: Callable[[str], int], example: str) -> Callable[[Any, Any], Any]:
    def read(value: Any, info: Any) -> Any:
        if isinstance(value, str):
            return parse(value)
        if info.context == STORED and isinstance(value, int):
            return value
        raise ValueError(f'{value!r} is not text; write it in quotes with a unit, for example "{example}"')

    return read


STORED = "stored"
"""Validation context of what the program itself wrote: times are milliseconds there."""

Duration = Annotated[
    int,
    BeforeValidator(_text_or_ms(parse_duration, "90 minutes"), json_schema_input_type=str),
]
Offset = Annotated[
    int,
    BeforeValidator(_text_or_ms(parse_offset, "T+45 minutes"), json_schema_input_type=str),
]
