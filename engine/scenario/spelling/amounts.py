"""A number with its unit as milliseconds: whole, or with decimals that can mean one thing only."""

import re
from fractions import Fraction

from engine.scenario.spelling.doubt import Doubt
from engine.scenario.spelling.units import HOUR_MS, MINUTE_MS, NEXT_SMALLER, SECOND_MS


def amount(number: str, unit_ms: int) -> int | Doubt:
    """Milliseconds of a number such as ``90``, ``1.5`` or ``1,5`` of a unit."""
    whole, _, decimals = number.replace(",", ".").partition(".")
    exact = Fraction(f"{whole}.{decimals or '0'}") * unit_ms
    if len(number) == 4 and number.isdecimal() and unit_ms == HOUR_MS:
        clock_ms = int(number[:2]) * HOUR_MS + int(number[2:]) * MINUTE_MS
        return Doubt("can be a clock time or a number of hours", (clock_ms, int(exact)))
    if len(decimals) == 3:
        return Doubt("can be a thousand or a fraction", (int(whole + decimals) * unit_ms, *_seconds(exact)))
    if len(decimals) == 2 and unit_ms in NEXT_SMALLER and int(decimals) < 60:
        clock_ms = int(whole) * unit_ms + int(decimals) * NEXT_SMALLER[unit_ms]
        if clock_ms != exact:
            return Doubt("can be a fraction, or a clock time with a point", (*_seconds(exact), clock_ms))
    return int(exact) if not exact % SECOND_MS else Doubt("is no whole number of seconds", _seconds(exact))


def without_unit(number: str) -> int | Doubt:
    """Milliseconds of a number that stands alone: minutes, unless it looks like a clock time."""
    if not number.isdecimal():
        return Doubt("has decimals and no unit", (*_meant(number, MINUTE_MS), *_meant(number, HOUR_MS)))
    minutes_ms = int(number) * MINUTE_MS
    if len(number) == 4 and int(number[2:]) < 60 and int(number[:2]) <= 24:
        clock_ms = int(number[:2]) * HOUR_MS + int(number[2:]) * MINUTE_MS
        return Doubt("can be a clock time or a number of minutes", (minutes_ms, clock_ms))
    if re.fullmatch(r"0\d{4,}", number):
        return Doubt("starts with a zero, as a clock time does", (minutes_ms,))
    return minutes_ms


def _meant(number: str, unit_ms: int) -> tuple[int, ...]:
    found = amount(number, unit_ms)
    return found.meant if isinstance(found, Doubt) else (found,)


def _seconds(exact: Fraction) -> tuple[int, ...]:
    """The whole seconds on both sides of a length of time, in milliseconds."""
    below = int(exact // SECOND_MS) * SECOND_MS
    return (below,) if below == exact else (below, below + SECOND_MS)
