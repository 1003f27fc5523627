"""One time as somebody wrote it, in any of the ways MSELs have."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.exchange.times.dates import read_date
from engine.exchange.times.reading import (
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    SECOND_MS,
    Bare,
    Clock,
    Colons,
    Offset,
    Reading,
    Stamp,
)

_UNITS = {
    SECOND_MS: ("s", "sec", "secs", "second", "seconds", "sek", "sekunden", "secondes"),
    MINUTE_MS: ("m", "min", "mins", "minute", "minutes", "minuten", "mn", "'"),
    HOUR_MS: ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures"),
    DAY_MS: ("d", "day", "days", "tag", "tage", "jour", "jours", "j"),
}
UNITS = {word: unit for unit, words in _UNITS.items() for word in words}
_LETTERS = {"d": DAY_MS, "j": DAY_MS, "h": HOUR_MS, "m": MINUTE_MS, "t": MINUTE_MS, "s": SECOND_MS}
_MOST = 10**7
"""Numbers from here on are no times (assumption: 10 million seconds are 115 days)."""
_LONGEST = 60
"""Letters of a time; longer texts are none (assumption)."""

_EARLIEST = 7
"""Hour below which ``1h30`` is a length and no time of day, unless a zero stands before it (assumption)."""
_STARTS = frozenset(
    {"t", "t0", "t+0", "t-0", "startex", "start ex", "start", "stex", "d", "h", "start of exercise"}
)
_LETTERED = re.compile(r"(?:[djhmst] ?[+-] ?\d{1,5}(?: ?, ?| )?)+")
_LETTER = re.compile(r"([djhmst]) ?([+-]) ?(\d{1,5})")
_PART = re.compile(r"(\d{1,5}(?:[.,]\d{1,3})?)(?!\d) ?([a-z']*)(?: ?, ?| )?(?:(?:and|und|et) )?")
"""One number with its unit; parts are read one after the other, so that no text takes long."""
_ISO_LENGTH = re.compile(r"p(?:(\d{1,3})d)?(?:t(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?)?")
_COLONS = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2}))?(?:\.0+)?")
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2}))? ?"
    r"(am|pm|a\.m\.|p\.m\.|uhr|hrs|hours|h|z|utc|gmt|cet|cest|est|edt|local)?"
)
_MILITARY = re.compile(r"(\d{2})(\d{2}) ?(?:hrs|hours|h|z|l|local|utc)?")
_ABOUT = re.compile(r"^(?:~|≈|ca\.?|approx\.?|about|around|at|um|à|vers) ?")
_RANGE = re.compile(r"(.*?\d[^\d]{0,4}?) ?(?:-|/| to | bis | until | à ) ?(?=t? ?\+?\d)(.*)")


def tidy_time(text: str) -> str:
    """A time in small letters with plain spaces, signs and digits."""
    plain = unicodedata.normalize("NFKC", text).lower()
    for dash in "−–—‒":
        plain = plain.replace(dash, "-")
    return " ".join(plain.split()).strip("[](){}* ")


def read_time(value: Any) -> Reading | None:
    """What a cell may mean as a time; None where it is none."""
    if isinstance(value, str):
        return read_text_time(value)
    if isinstance(value, date | time | timedelta):
        return _read_moment(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Bare(float(value)) if is_number and abs(value) < _MOST else None


def _read_moment(value: date | time | timedelta) -> Reading:
    match value:
        case datetime():
            return Stamp(value.toordinal(), _of_day(value.time()))
        case date():
            return Stamp(value.toordinal())
        case time():
            return _time_cell(value)
        case timedelta():
            return _length_cell(value)


def _of_day(value: time) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND_MS


def _length_cell(value: timedelta) -> Reading:
    """A length that a spreadsheet shows as hours, minutes and seconds."""
    seconds = round(value.total_seconds())
    if seconds < 0:
        return Offset(seconds * SECOND_MS)
    return Colons((seconds // 3_600, seconds // 60 % 60, seconds % 60), is_cell=True)


def _time_cell(value: time) -> Colons:
    parts = (value.hour, value.minute, value.second) if value.second else (value.hour, value.minute)
    return Colons(parts, is_cell=True)


def read_text_time(text: str) -> Reading | None:
    """What a text may mean as a time; of a range, its beginning."""
    plain = _ABOUT.sub("", tidy_time(text))
    if not plain or len(plain) > _LONGEST:
        return None
    found = _whole(plain)
    if found is None and (span := _RANGE.fullmatch(plain)) and _whole(span[2]) is not None:
        return _whole(span[1].strip())
    return found


def is_loose(value: Any) -> bool:
    """Whether a time says more or less than one moment: a range, or "about"."""
    if not isinstance(value, str):
        return False
    plain = tidy_time(value)
    if _ABOUT.match(plain):
        return True
    return bool(_RANGE.fullmatch(plain)) and _whole(plain) is None and read_text_time(value) is not None


def _whole(plain: str) -> Reading | None:
    if plain in _STARTS:
        return Offset(0)
    readers: tuple[Callable[[str], Reading | None], ...] = (
        _lettered,
        _marked,
        _iso_length,
        _number,
        _colons,
        _military,
        _clock,
        _length,
        read_date,
    )
    return next((found for reader in readers if (found := reader(plain)) is not None), None)


def _lettered(plain: str) -> Reading | None:
    """``D+1 H+2 M+30``, ``J-60``, ``T+5``."""
    if not _LETTERED.fullmatch(plain):
        return None
    rows = _LETTER.findall(plain)
    return Offset(
        sum(_LETTERS[unit] * int(number) * (-1 if sign == "-" else 1) for unit, sign, number in rows)
    )


def _marked(plain: str) -> Reading | None:
    """``T+15 min``, ``+0:15``, ``T-1h30``, ``T0+5``."""
    found = re.fullmatch(r"(?:t ?0?|startex|start|stex)? ?([+-]) ?(.+)", plain)
    if found is None:
        return None
    sign, rest = -1 if found[1] == "-" else 1, found[2]
    if colons := _COLONS.fullmatch(rest):
        parts = _parts(colons)
        return Colons(parts, is_offset=True) if sign > 0 else None
    length = _length(rest) or _iso_length(rest)
    if isinstance(length, Offset):
        return Offset(sign * length.ms)
    return Offset(round(sign * float(rest) * MINUTE_MS)) if re.fullmatch(r"\d{1,5}(?:\.\d+)?", rest) else None


def _iso_length(plain: str) -> Offset | None:
    """``PT15M``."""
    found = _ISO_LENGTH.fullmatch(plain)
    if found is None or not any(found.groups()):
        return None
    units = (DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS)
    return Offset(sum(unit * int(part or 0) for unit, part in zip(units, found.groups(), strict=True)))


def _number(plain: str) -> Reading | None:
    """A number alone; one that starts with a zero and has four digits is a time of day."""
    if re.fullmatch(r"0\d[0-5]\d", plain):
        return Clock((int(plain[:2]) * 60 + int(plain[2:])) * MINUTE_MS)
    return Bare(float(plain.replace(",", "."))) if re.fullmatch(r"-?\d{1,6}(?:[.,]\d{1,6})?", plain) else None


def _parts(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(part) for part in found.groups() if part is not None)


def _colons(plain: str) -> Reading | None:
    found = _COLONS.fullmatch(plain)
    return None if found is None else Colons(_parts(found))


def _military(plain: str) -> Reading | None:
    """``1400 hrs``."""
    found = _MILITARY.fullmatch(plain)
    return _clock_of(int(found[1]), int(found[2])) if found and len(plain) > 4 else None


def _clock(plain: str) -> Reading | None:
    """``8:10 AM``, ``09h05``, ``14.05 Uhr``, ``9 pm``."""
    found = _CLOCK.fullmatch(plain)
    if found is None or plain.isdigit():
        return None
    hour, minute, second, mark = int(found[1]), int(found[2] or 0), int(found[3] or 0), (found[4] or "")
    is_bare = found[2] is None and mark not in ("am", "pm", "a.m.", "p.m.", "uhr")
    if is_bare or ("." in plain and not mark) or (plain[1:2] == "h" and hour < _EARLIEST):
        return None
    if mark[:1] in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if mark[0] == "p" else 0)
    return _clock_of(hour, minute, second)


def _clock_of(hour: int, minute: int, second: int = 0) -> Clock | None:
    if hour > 24 or minute > 59 or second > 59:
        return None
    return Clock(((hour * 60 + minute) * 60 + second) * SECOND_MS)


def _length(plain: str) -> Reading | None:
    """``1 hour 30 min``, ``1h05``, ``90 s``: every number but one after hours has its unit."""
    total, before, at = 0.0, 0, 0
    while at < len(plain):
        part = _PART.match(plain, at)
        unit_ms = 0 if part is None else UNITS.get(part[2], 0)
        if part is not None and part[2] == "" and before == HOUR_MS:
            unit_ms = MINUTE_MS
        if part is None or not unit_ms:
            return None
        total += float(part[1].replace(",", ".")) * unit_ms
        before, at = unit_ms, part.end()
    return Offset(round(total))
