"""What a plain text says as a length of time: amounts with units, hours with minutes, or ISO 8601."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.scenario.nearest import nearest
from engine.scenario.spelling.amounts import amount, without_unit
from engine.scenario.spelling.doubt import Doubt
from engine.scenario.spelling.units import (
    DAY_MS,
    HOUR_MS,
    MARKS,
    MINUTE_MS,
    NEXT_SMALLER,
    SECOND_MS,
    UNFIT,
    UNITS,
)

Found = int | Doubt | None
"""Milliseconds, a doubt, or None where the text is nothing of the kind."""

_PART = re.compile(r"(?P<number>\d+(?:[.,]\d+)?) ?(?P<unit>''|['\"]|[^\W\d_]+\.?|)")
_BETWEEN = re.compile(r" ?(?:, ?|& ?|(?:and|und|et|y|e|en) )? ?")
_THOUSANDS = re.compile(r"(?<!\d)(\d{1,3})['\" ](\d{3})(?!\d) ?(\w*)\.?")
_ISO = re.compile(
    r"p(?:(?P<w>\d+)w)?(?:(?P<d>\d+)d)?"
    r"(?:t(?:(?P<h>\d+(?:[.,]\d+)?)h)?(?:(?P<m>\d+(?:[.,]\d+)?)m)?(?:(?P<s>\d+(?:[.,]\d+)?)s)?)?"
)
_ISO_UNITS = {"w": 7 * DAY_MS, "d": DAY_MS, "h": HOUR_MS, "m": MINUTE_MS, "s": SECOND_MS}
_CLOCK = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{2}))? ?([^\W\d_]*)\.?")


@dataclass(frozen=True, slots=True)
class Part:
    """A number with its unit, if it has one."""

    number: str
    unit: str
    is_set_off: bool
    """Whether a comma or a word stands between it and the part before."""


def parts_of(text: str) -> list[Part] | None:
    """The amounts a text is made of; None where it holds anything else."""
    found: list[Part] = []
    at, is_set_off = 0, False
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            return None
        found.append(Part(match["number"], match["unit"].rstrip("."), is_set_off))
        between = _BETWEEN.match(text, match.end())
        at = between.end() if between else match.end()
        is_set_off = bool(between and between.group().strip())
    return found if found and not is_set_off else None


def in_units(text: str) -> Found:
    """Amounts with their units, the largest first: ``90 minutes``, ``1h 5m``, ``1 hour and 30 min``."""
    parts = parts_of(text)
    if parts is None:
        return None
    if thousands := _THOUSANDS.fullmatch(text):
        unit_ms = UNITS.get(thousands[3], MINUTE_MS)
        return Doubt(
            "can be a thousand, or two numbers",
            (int(thousands[1] + thousands[2]) * unit_ms, sum(_each(parts))),
        )
    if len(parts) == 1 and not parts[0].unit:
        return without_unit(parts[0].number)
    return _unknown_unit(parts) or _total(parts)


def _total(parts: Sequence[Part]) -> int | Doubt:
    """The sum of amounts that go from large to small."""
    total, before = 0, 0
    for n, part in enumerate(parts):
        unit_ms = unit_of(part)
        if unit_ms is None:
            unit_ms = NEXT_SMALLER.get(before)
            if unit_ms is None or n + 1 < len(parts) or part.is_set_off or not _is_below_60(part.number):
                return _several(parts)
        elif before and unit_ms >= before:
            return _out_of_order(parts)
        found = amount(part.number, unit_ms)
        if isinstance(found, Doubt):
            return found if len(parts) == 1 else Doubt(found.why, ())
        total, before = total + found, unit_ms
    return total


def unit_of(part: Part) -> int | None:
    """Length of the part's unit in milliseconds; None where it has none that is known."""
    return UNITS.get(part.unit) or MARKS.get(part.unit)


def _unknown_unit(parts: Sequence[Part]) -> Doubt | None:
    for part in parts:
        if part.unit and unit_of(part) is None:
            near = None if part.unit in UNFIT else nearest(part.unit, UNITS)
            meant = amount(part.number, UNITS[near]) if near and len(parts) == 1 else None
            why = f"has the unit {part.unit[:30]!r}, which is not read here"
            return Doubt(why, (meant,) if isinstance(meant, int) else ())
    return None


def _several(parts: Sequence[Part]) -> Doubt:
    """Numbers of which one has no unit: hours with minutes, minutes with seconds, or times of their own."""
    pair = [part.number for part in parts if not part.unit]
    if len(parts) == len(pair) == 2 and _is_below_60(pair[1]) and pair[0].isdecimal():
        first, second = int(pair[0]), int(pair[1])
        clock = (first * HOUR_MS + second * MINUTE_MS, first * MINUTE_MS + second * SECOND_MS)
        return Doubt("has two numbers without a unit", clock)
    return Doubt("has more than one number, and one of them without a unit", _each(parts))


def _out_of_order(parts: Sequence[Part]) -> Doubt:
    each = _each(parts)
    is_repeated = len({unit_of(part) for part in parts}) < len(parts)
    if is_repeated:
        return Doubt("names a unit twice", (*each, sum(each)))
    return Doubt("does not go from the larger unit to the smaller", (sum(each),))


def _each(parts: Sequence[Part]) -> tuple[int, ...]:
    """What the parts mean one by one, a number without a unit as minutes."""
    found = [amount(part.number, unit_of(part) or MINUTE_MS) for part in parts]
    return tuple(item for item in found if isinstance(item, int))


def _is_below_60(number: str) -> bool:
    return number.isdecimal() and len(number) <= 2 and int(number) < 60


def in_iso(text: str) -> Found:
    """A duration of ISO 8601 such as ``PT15M`` or ``P1DT2H``; months and years have no one length."""
    match = _ISO.fullmatch(text)
    if match is None or not any(match.groupdict().values()):
        months = re.fullmatch(r"p(\d+)m", text)
        return Doubt("means months in ISO 8601", (int(months[1]) * MINUTE_MS,)) if months else None
    total = 0
    for name, number in match.groupdict().items():
        found = _iso_amount(number, _ISO_UNITS[name]) if number else 0
        if isinstance(found, Doubt):
            return found
        total += found
    return total


def _iso_amount(number: str, unit_ms: int) -> int | Doubt:
    """ISO 8601 knows no clock times with a point and no thousands, so that decimals are decimals."""
    return amount(number + "0000" if re.search("[.,]", number) else number, unit_ms)


def on_a_clock(text: str) -> Found:
    """Hours, minutes and seconds with colons; two numbers need a unit that says which they are."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    first, second, third = int(match[1]), int(match[2]), match[3]
    if second >= 60 or int(third or 0) >= 60:
        return Doubt("has more than 59 after a colon", ())
    if third is not None:
        is_whole = not match[4] or UNITS.get(match[4]) == HOUR_MS
        return (
            first * HOUR_MS + second * MINUTE_MS + int(third) * SECOND_MS
            if is_whole
            else Doubt("is not clear")
        )
    readings = {unit_ms: first * unit_ms + second * smaller for unit_ms, smaller in NEXT_SMALLER.items()}
    if match[4]:
        return readings.get(UNITS.get(match[4], 0), Doubt("has a unit that does not fit a colon", ()))
    meant = (readings[MINUTE_MS], readings[HOUR_MS])
    if meant[0] == meant[1]:
        return meant[0]
    return Doubt("can mean minutes and seconds, or hours and minutes", meant)
