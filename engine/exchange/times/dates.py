"""Dates with or without a time of day, as people and programs write them."""

import re
from datetime import date, datetime, timedelta

from engine.exchange.times.reading import HOUR_MS, MINUTE_MS, SECOND_MS, DayMonth, Stamp

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[t ,]+(\d{1,2})[:h](\d{2})(?::(\d{2})(?:\.\d+)?)?)? ?(z|utc|[+-]\d{2}:?\d{2})?"
)
_CLOCK = r"(?:[ ,t]+(?:at |um )?(\d{1,2})[:h](\d{2})(?::(\d{2}))? ?(am|pm)?)?"
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})" + _CLOCK)
_NAMED = re.compile(r"(?:[a-z]{2,9}\.?,? )?(\d{1,2})\.? ?-?([a-zäéû]{3,9})\.?,?-? ?(\d{4})" + _CLOCK)
_NAME_FIRST = re.compile(r"(?:[a-z]{2,9}\.?,? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _CLOCK)
_NUMBERED = re.compile(r"(?:day|tag|jour) ?(\d{1,3})" + _CLOCK)
_MONTHS = (
    ("jan",),
    ("feb", "fév", "fev"),
    ("mar", "mär"),
    ("apr", "avr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aoû", "aou"),
    ("sep",),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "déc"),
)
_MIDDLE_OF_CENTURY = 2000
"""The century of a year of two digits (assumption)."""


def read_date(plain: str) -> Stamp | DayMonth | None:
    """The date a text holds, in small letters; None where it holds none."""
    try:
        return _iso(plain) or _numbers(plain) or _numbered(plain) or _named(plain)
    except ValueError:
        return None


def _iso(plain: str) -> Stamp | None:
    found = _ISO.fullmatch(plain)
    if found is None:
        return None
    day = date(int(found[1]), int(found[2]), int(found[3]))
    ms = _of_day(found[4], found[5], found[6], None)
    zone = found[7]
    if ms is None or zone is None or zone in ("z", "utc"):
        return Stamp(day.toordinal(), ms)
    moment = datetime.fromisoformat(
        f"{day.isoformat()}T00:00:00{zone if ':' in zone else zone[:3] + ':' + zone[3:]}"
    )
    shift = moment.utcoffset() or timedelta()
    return Stamp(day.toordinal(), ms - round(shift.total_seconds()) * SECOND_MS)


def _numbers(plain: str) -> Stamp | DayMonth | None:
    found = _NUMBERS.fullmatch(plain)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    year += _MIDDLE_OF_CENTURY if year < 100 else 0
    ms = _of_day(found[4], found[5], found[6], found[7])
    if first > 12 or second > 12 or first == second or "." in plain[:3]:
        day, month = (second, first) if second > 12 else (first, second)
        return Stamp(date(year, month, day).toordinal(), ms)
    return DayMonth(first, second, year, ms)


def _numbered(plain: str) -> Stamp | None:
    """``Day 1, 09:00``."""
    found = _NUMBERED.fullmatch(plain)
    return None if found is None else Stamp(int(found[1]), _of_day(*found.groups()[1:5]))


def _named(plain: str) -> Stamp | None:
    if found := _NAMED.fullmatch(plain):
        day, name = found[1], found[2]
    elif found := _NAME_FIRST.fullmatch(plain):
        day, name = found[2], found[1]
    else:
        return None
    month = next((n for n, names in enumerate(_MONTHS, start=1) if name.startswith(names)), 0)
    return Stamp(date(int(found[3]), month, int(day)).toordinal(), _of_day(*found.groups()[3:7]))


def _of_day(hour: str | None, minute: str | None, second: str | None, half: str | None) -> int | None:
    """Milliseconds since midnight; None without a time of day."""
    if hour is None or minute is None:
        return None
    if int(hour) > 24 or int(minute) > 59 or int(second or 0) > 59:
        raise ValueError("no time of day")
    hours = int(hour) if half is None else int(hour) % 12 + (12 if half == "pm" else 0)
    return hours * HOUR_MS + int(minute) * MINUTE_MS + int(second or 0) * SECOND_MS
