"""A column of times as exercise time: what one cell leaves open, the whole column decides, or nobody does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.exchange.times.reading import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    SECOND_MS,
    Bare,
    Clock,
    Colons,
    DayMonth,
    Offset,
    Reading,
    Stamp,
)

Choice = Literal["auto", "mm:ss", "hh:mm", "clock", "dmy", "mdy"]
CHOICES: tuple[Choice, ...] = ("auto", "mm:ss", "hh:mm", "clock", "dmy", "mdy")
_WORKDAY = 7
"""Hour from which a first time is one of day rather than a length (assumption)."""
_EARLY = 6
"""Hours below which a first time of hours, minutes and seconds is a length (assumption)."""


class Undecided(ValueError):
    """The times of a column can be read in two ways; carries both, as words, and the first such row."""

    def __init__(self, row: int, message: str, remedy: str) -> None:
        super().__init__(message)
        self.row = row
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Hints:
    """What a column's heading says of its times."""

    unit_ms: int | None = None
    """Unit of bare numbers; None where it says none."""
    form: Literal["", "mm:ss", "hh:mm", "clock"] = ""


@dataclass(frozen=True, slots=True)
class Timed:
    """The rows' exercise times, and what was guessed for them."""

    at_ms: tuple[int | None, ...]
    guesses: tuple[str, ...] = ()


def exercise_times(readings: Sequence[Reading | None], hints: Hints, choice: Choice = "auto") -> Timed:
    """The time since StartEx of every row; None for a row without one.

    Raises:
        Undecided: the column can be read in two ways.

    """
    guesses: list[str] = []
    is_clock = _is_military(readings, hints, choice, guesses)
    plain = [
        item
        if not isinstance(item, Bare)
        else _of_day(item)
        if is_clock
        else _of_number(item, hints, guesses)
        for item in readings
    ]
    dated = _dated(plain, choice, guesses)
    read = _without_colons(dated, hints, choice, guesses)
    found = _counted(read, guesses)
    earliest = min((ms for ms in found if ms is not None), default=0)
    if earliest < 0:
        guesses.append(
            f"times before StartEx: all times are moved {_words(-earliest)} later, so that the first is T+0"
        )
        found = [None if ms is None else ms - earliest for ms in found]
    return Timed(tuple(found), tuple(dict.fromkeys(guesses)))


def _words(ms: int) -> str:
    units = ((DAY_MS, "day"), (MINUTE_MS, "minute"), (SECOND_MS, "second"))
    number, name = next((ms // unit, name) for unit, name in units if ms % unit == 0 or unit == SECOND_MS)
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _is_military(
    readings: Sequence[Reading | None], hints: Hints, choice: Choice, guesses: list[str]
) -> bool:
    """Whether numbers such as 930 are times of day: all could be, and as minutes all would come late."""
    numbers = [item.number for item in readings if isinstance(item, Bare)]
    if hints.unit_ms is not None or not numbers or choice not in ("auto", "clock"):
        return False
    could_be = all(number.is_integer() and 0 <= number < 2400 and number % 100 < 60 for number in numbers)
    is_said = "clock" in (choice, hints.form) or any(isinstance(item, Clock) for item in readings)
    found = could_be and (is_said or min(numbers) >= 100 * _EARLY)
    if found:
        guesses.append(f"numbers such as {min(numbers):.0f} are read as times of day")
    return found


def _of_day(bare: Bare) -> Clock:
    return Clock((int(bare.number) // 100 * 60 + int(bare.number) % 100) * MINUTE_MS)


def _of_number(bare: Bare, hints: Hints, guesses: list[str]) -> Reading:
    """A number as an offset in the heading's unit, or in minutes; a part of a day where it is one."""
    if hints.unit_ms is None:
        if 0 < bare.number < 1:
            guesses.append("numbers below 1 are read as parts of a day, as spreadsheets hold times")
            minutes = round(bare.number * DAY_MS / MINUTE_MS)
            return Colons((minutes // 60, minutes % 60), is_cell=True)
        guesses.append("numbers without a unit are read as minutes since StartEx")
    return Offset(round(bare.number * (hints.unit_ms or MINUTE_MS) / SECOND_MS) * SECOND_MS)


def _dated(readings: Sequence[Reading | None], choice: Choice, guesses: list[str]) -> list[Reading | None]:
    """Dates with day and month in their places."""
    unclear = [(row, item) for row, item in enumerate(readings) if isinstance(item, DayMonth)]
    if not unclear:
        return list(readings)
    dmy = [_stamp(item, is_month_first=False) for item in readings]
    mdy = [_stamp(item, is_month_first=True) for item in readings]
    if choice not in ("dmy", "mdy"):
        if _gaps(dmy) != _gaps(mdy):
            row, item = unclear[0]
            shown = f"{item.first:02d}/{item.second:02d}/{item.year}"
            message = f"{shown} may be day and month, or month and day"
            raise Undecided(row, message, "choose with --times dmy or --times mdy")
        guesses.append("dates are read as day and month; the other order gives the same times")
    return mdy if choice == "mdy" else dmy


def _stamp(item: Reading | None, *, is_month_first: bool) -> Reading | None:
    """A date whose day and month could change places as a date in one of the two orders."""
    if not isinstance(item, DayMonth):
        return item
    day, month = (item.second, item.first) if is_month_first else (item.first, item.second)
    return Stamp(date(item.year, month, day).toordinal(), item.ms)


def _gaps(readings: Iterable[Reading | None]) -> list[int]:
    days = [item.day for item in readings if isinstance(item, Stamp)]
    return [day - days[0] for day in days]


def _without_colons(
    readings: Sequence[Reading | None], hints: Hints, choice: Choice, guesses: list[str]
) -> list[Reading | None]:
    rows = [(row, item) for row, item in enumerate(readings) if isinstance(item, Colons)]
    if not rows:
        return list(readings)
    others = [item for item in readings if isinstance(item, Clock | Stamp)]
    form = _form(rows, hints, choice, guesses, has_clocks=bool(others))
    return [_FORMS[form](item) if isinstance(item, Colons) else item for item in readings]


def _form(
    rows: Sequence[tuple[int, Colons]], hints: Hints, choice: Choice, guesses: list[str], *, has_clocks: bool
) -> str:
    """How times with colons are to be read."""
    chosen = choice if choice in _FORMS else hints.form
    if chosen:
        first = rows[0][1].parts[0]
        is_of_day = chosen == "hh:mm" and choice == "auto" and first >= 1 and not rows[0][1].is_offset
        return "clock" if is_of_day else chosen
    if any(item.parts[0] > 24 for _, item in rows if len(item.parts) == 2 and not item.is_cell):
        guesses.append("times are read as minutes and seconds, as some have more than 24 before the colon")
        return "mm:ss"
    if has_clocks:
        return "clock"
    return _plausible(rows, guesses)


def _plausible(rows: Sequence[tuple[int, Colons]], guesses: list[str]) -> str:
    first_row, first = rows[0]
    is_plain = all(item.parts[1] == 0 for _, item in rows)
    is_typed = (
        first.is_cell
        and is_plain
        and first.parts[0] >= 1
        and not any(item.parts[2:] > (0,) for _, item in rows)
    )
    if is_typed and any(item.parts[0] > 24 for _, item in rows):
        raise Undecided(first_row, _two_ways(first), _CHOOSE)
    if len(first.parts) == 3:
        form = "hh:mm" if first.is_offset or first.parts[0] < _EARLY else "clock"
    elif first.parts[0] >= _WORKDAY and not is_plain and not first.is_offset:
        form = "clock"
    elif first.is_cell and (first.parts[0] == 0 or not is_plain):
        form = "hh:mm" if first.parts[0] == 0 else "clock"
    else:
        raise Undecided(first_row, _two_ways(first), _CHOOSE)
    read = "hours and minutes since StartEx" if form == "hh:mm" else "times of day"
    guesses.append(f"times such as {first.shown} are read as {read}")
    return form


_CHOOSE = "choose with --times mm:ss, --times hh:mm or --times clock"


def _two_ways(item: Colons) -> str:
    left, right = item.parts[0], item.parts[1]
    return (
        f"{item.shown!r} may be {left} min {right} s since StartEx (mm:ss), {left} h {right} min (hh:mm),"
        " or a time of day (clock)"
    )


def _as_minutes(item: Colons) -> Offset:
    is_typed = item.is_cell and item.parts[2:] == (0,)
    parts = item.parts if len(item.parts) == 3 and not is_typed else (0, *item.parts[:2])
    return Offset(((parts[0] * 60 + parts[1]) * 60 + parts[2]) * SECOND_MS)


def _as_hours(item: Colons) -> Offset:
    parts = (*item.parts, 0)[:3]
    return Offset(((parts[0] * 60 + parts[1]) * 60 + parts[2]) * SECOND_MS)


def _as_clock(item: Colons) -> Clock | Offset:
    found = _as_hours(item)
    return found if item.is_offset else Clock(found.ms)


_FORMS: dict[str, Callable[[Colons], Reading]] = {
    "mm:ss": _as_minutes,
    "hh:mm": _as_hours,
    "clock": _as_clock,
}


def _counted(readings: Sequence[Reading | None], guesses: list[str]) -> list[int | None]:
    """Everything since StartEx: times of day and dates from the first of them."""
    moments = _moments(readings, guesses)
    known = [moment for moment in moments if moment is not None]
    start = min(known, default=0)
    if known:
        clock = f"{start % DAY_MS // HOUR_MS:02d}:{start % HOUR_MS // MINUTE_MS:02d}"
        guesses.append(f"T+0 is {clock}, the earliest time of the file")
        if any(isinstance(item, Offset) for item in readings):
            guesses.append("times since StartEx stand beside times of day; both count from that T+0")
    return [
        item.ms if isinstance(item, Offset) else None if moment is None else moment - start
        for item, moment in zip(readings, moments, strict=True)
    ]


def _moments(readings: Sequence[Reading | None], guesses: list[str]) -> list[int | None]:
    """Times of day and dates on one scale; a time of day far below the one before is the next day's."""
    days_known = any(isinstance(item, Stamp) for item in readings)
    day = next((item.day for item in readings if isinstance(item, Stamp)), 0)
    before: int | None = None
    found: list[int | None] = []
    for item in readings:
        if isinstance(item, Stamp):
            day = item.day
            moment = day * DAY_MS + (item.ms or 0)
        elif isinstance(item, Clock):
            if not days_known and before is not None and before - (day * DAY_MS + item.ms) > DAY_MS / 2:
                day += 1
                guesses.append("a time of day far below the one before it is read as the next day's")
            moment = day * DAY_MS + item.ms
        else:
            found.append(None)
            continue
        before = moment
        found.append(moment)
    return found
