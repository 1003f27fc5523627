"""What people may have meant with a text that is read as no time: what it looks like, and what to write."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from fractions import Fraction

from engine.scenario.spelling.amounts import amount
from engine.scenario.spelling.doubt import Doubt
from engine.scenario.spelling.reading import Found, in_iso, in_units, on_a_clock
from engine.scenario.spelling.units import MINUTE_MS, SECOND_MS, UNITS

_DATE = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_DAYTIME = re.compile(r"\d ?[ap]\.?m\b|\buhr\b|\bo'? ?clock\b|\bnoon\b|\bmidnight\b|\d{4}z\b")
_CLOCK_FACE = re.compile(r"(?:[01]?\d|2[0-4])(?:(?::\d{2}){1,2}(?: ?(?:h|hrs?|hours?|std)\.?)?| ?h ?\d{2})")
_EXPONENT = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)e\+?(\d{1,2}) ?([^\W\d_]*)")
_FRACTION = re.compile(r"(?:(\d{1,4}) ?)??(?:([1-7])[/⁄]([2-8])|([¼½¾⅓⅔])) ?([^\W\d_]*)")
_RANGE = re.compile(r"\d ?(?:-|to|bis|until|\.\.+|…|à|a|/|or|oder|ou) ?(?:t ?\+ ?)?\d")
_AMOUNT = re.compile(r"(?<![\w.,])(\d{1,6}(?:[.,]\d{1,2})?)(?![.,]?\d) ?([^\W\d_]*)")


def guess(text: str) -> Doubt:
    """The doubt about a plain text that is read as no time, the clearest that there is."""
    if not text:
        return Doubt("holds no number")
    looked = next(filter(None, (look(text) for look in _LOOKS)), None)
    return looked or doubt_of(text) or Doubt("", _amounts(text))


def read(text: str) -> int | None:
    """Milliseconds of a plain text that is a length of time and can mean nothing else."""
    return next((item for item in _found(text) if isinstance(item, int)), None)


def doubt_of(text: str) -> Doubt | None:
    """What keeps a plain text that looks like a length of time from being read as one."""
    return next((item for item in _found(text) if isinstance(item, Doubt)), None)


def _found(text: str) -> Iterator[Found]:
    return (reader(text) for reader in (in_iso, on_a_clock, in_units))


def daytime(text: str) -> Doubt | None:
    """The doubt about a text that looks like a time of day, where a time since StartEx is wanted."""
    if _CLOCK_FACE.fullmatch(text) is None:
        return None
    return Doubt("can be a time of day or a time since StartEx", readings(text))


def readings(text: str) -> tuple[int, ...]:
    """What a plain text means or may mean as a length of time, in milliseconds."""
    found, doubt = read(text), doubt_of(text)
    return (found,) if found is not None else doubt.meant if doubt else ()


def _negative(text: str) -> Doubt | None:
    match = re.fullmatch(r"(?:t ?)?\+? ?- ?(.*)", text)
    if match is None:
        return None
    return Doubt("is negative, and times count forward", readings(match[1]))


def _without_plus(text: str) -> Doubt | None:
    match = re.fullmatch(r"t ?(\d.*)", text)
    return Doubt("has no `+` after the T", readings(match[1])) if match else None


def _is_date(text: str) -> Doubt | None:
    return Doubt("is a date") if _DATE.search(text) else None


def _is_daytime(text: str) -> Doubt | None:
    return Doubt("is a time of day") if _DAYTIME.search(text) else None


def _exponent(text: str) -> Doubt | None:
    match = _EXPONENT.fullmatch(text)
    if match is None:
        return None
    return Doubt("has an exponent", _of_unit(Fraction(match[1]) * 10 ** int(match[2]), match[3]))


def _fraction(text: str) -> Doubt | None:
    match = _FRACTION.fullmatch(text)
    if match is None:
        return None
    part = (
        Fraction(unicodedata.numeric(match[4])).limit_denominator(9)
        if match[4]
        else Fraction(int(match[2]), int(match[3]))
    )
    return Doubt("holds a fraction", _of_unit(int(match[1] or 0) + part, match[5]))


def _of_unit(count: Fraction, unit: str) -> tuple[int, ...]:
    exact = count * UNITS.get(unit, MINUTE_MS)
    return () if exact % SECOND_MS else (int(exact),)


def _range(text: str) -> Doubt | None:
    return Doubt("names more than one time", _amounts(text)) if _RANGE.search(text) else None


def _several(text: str) -> Doubt | None:
    return Doubt("names more than one time", _amounts(text)) if re.search(r"\d.*t ?\+", text) else None


def _amounts(text: str) -> tuple[int, ...]:
    """The amounts named anywhere in a text; one without a unit has that of the next, or means minutes."""
    if ":" in text:
        return ()
    named = [
        (match[1], UNITS.get(match[2]))
        for match in _AMOUNT.finditer(text.replace("+", " ").replace("-", " "))
    ]
    later = next((unit_ms for _, unit_ms in reversed(named) if unit_ms), MINUTE_MS)
    found = (amount(number, unit_ms or later) for number, unit_ms in named[:3])
    return tuple(item for item in found if isinstance(item, int))


_LOOKS: tuple[Callable[[str], Doubt | None], ...] = (
    _is_date,
    _is_daytime,
    _negative,
    _without_plus,
    _exponent,
    _fraction,
    _several,
    _range,
)
