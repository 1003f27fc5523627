"""Words written without quotes in YAML: what each one means, and which of them are traps."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.scenario.spelling.guesses import readings
from engine.scenario.spelling.units import duration_text

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Trap:
    """A word that YAML readers understand differently from people."""

    message: str
    remedy: str


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_YES = re.compile(r"y|yes|on", re.IGNORECASE)
_NO = re.compile(r"n|no|off", re.IGNORECASE)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_OCTAL = re.compile(r"[-+]?0[0-9]+")
_OTHER_BASE = re.compile(r"[-+]?0([oO][0-7_]+|[xX][0-9a-fA-F_]+|[bB][01_]+)")
_GROUPED = re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?")
_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]*)?)?([ \t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?)?"
)
_NOT_A_NUMBER = re.compile(r"[-+]?\.(nan|inf)", re.IGNORECASE)
_LONGEST_NUMBER = 18


def read_plain(text: str) -> Plain | Trap:
    """The value of a word written without quotes, or the trap it is."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    for pattern, trap in _TRAPS:
        if pattern.fullmatch(text):
            return trap(text)
    if _FLOAT.fullmatch(text):
        return _number(text)
    return text


def _number(text: str) -> int | float | Trap:
    if len(text) > _LONGEST_NUMBER + 6:
        return Trap(f"`{text[:12]}…` has too many digits", "write a number of at most 18 digits")
    if _INTEGER.fullmatch(text) and len(text.lstrip("+-")) <= _LONGEST_NUMBER:
        return int(text)
    value = float(text)
    if not math.isfinite(value):
        return Trap(f"`{text}` is too large for a number", "write a smaller number")
    return value


def _yes(text: str) -> Trap:
    return Trap(
        f"`{text}` without quotes means true to some YAML readers and a word to others",
        f'write `true`, or "{text}" in quotes if you mean the word',
    )


def _no(text: str) -> Trap:
    return Trap(
        f"`{text}` without quotes means false to some YAML readers and a word to others",
        f'write `false`, or "{text}" in quotes if you mean the word',
    )


def _octal(text: str) -> Trap:
    digits = text.lstrip("+-")
    read = f"octal, that is {int(digits, 8)}" if _is_octal(digits) else "text by some YAML readers"
    plain = digits.lstrip("0")[:20] or "0"
    return Trap(
        f"`{text[:24]}` starts with a zero and is read as {read}",
        f'write `{plain}` for the number, or "{text[:24]}" in quotes for the text',
    )


def _is_octal(digits: str) -> bool:
    return len(digits) <= _LONGEST_NUMBER and not set(digits) & {"8", "9"}


def _other_base(text: str) -> Trap:
    return Trap(
        f"`{text[:24]}` is a number in another base",
        f'write the number in decimal, or "{text[:24]}" in quotes for the text',
    )


def _grouped(text: str) -> Trap:
    return Trap(
        f"`{text[:24]}` holds underscores, which some YAML readers skip and others keep",
        f"write `{text[:24].replace('_', '')}` for the number, or put the text in quotes",
    )


def _sixties(text: str) -> Trap:
    if len(text) > _LONGEST_NUMBER:
        return Trap(f"`{text[:12]}…` without quotes is read as one number", "put the text in quotes")
    total = 0.0
    for part in text.lstrip("+-").replace("_", "").split(":"):
        total = total * 60 + float(part)
    meant = [f'"{duration_text(item)}"' for item in readings(text)] or ['for example "10m30s"']
    return Trap(
        f"`{text}` without quotes is read as the number {'-' if text[0] == '-' else ''}{total:.12g}",
        f'put it in quotes if it is text: "{text}"; if it is a time, write {" or ".join(meant)}',
    )


def _date(text: str) -> Trap:
    return Trap(f"`{text}` without quotes is read as a date, not as text", f'put it in quotes: "{text}"')


def _not_a_number(text: str) -> Trap:
    return Trap(f"`{text}` is not a finite number", "write a finite number such as 0.5")


_TRAPS: tuple[tuple[re.Pattern[str], Callable[[str], Trap]], ...] = (
    (_YES, _yes),
    (_NO, _no),
    (_OCTAL, _octal),
    (_OTHER_BASE, _other_base),
    (_GROUPED, _grouped),
    (_SIXTIES, _sixties),
    (_DATE, _date),
    (_NOT_A_NUMBER, _not_a_number),
)
