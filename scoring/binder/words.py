"""Words that several papers share: dates, lines to fill in, ground rules, and what an exercise is not."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine.scenario.times import MINUTE_MS, offset_label
from scoring.binder.setting import Setting
from scoring.writing.document import Table

LINE = "_" * 30
"""A line to fill in by hand, in place of what was not given."""

BOX = "☐"
"""A box to tick."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Spelt out here, because the library's names follow the computer's language."""

GROUND_RULES = (
    "Nobody is examined: the exercise tests plans and tools, and mistakes made here cost nothing.",
    "There is more than one good answer. Say what you would do, and why.",
    "Take the situation as it is told. What it leaves out, ask the facilitator for.",
    "Act in your own role, with the plans, people and tools that exist today.",
    "Silence is not agreement: say so if you see it otherwise.",
    "Whatever is said in the room stays in it; the report names roles.",
)
"""Rules that participants are told before the start, after HSEEP's."""

ARTIFICIALITIES = (
    "The AI system, its customers and its figures are simulated. Nothing you do reaches a real system.",
    "Time is exercise time: it can stand still, and what takes an hour in life may take a minute here.",
    "People who are not in the room are played by the facilitator, who also says what cannot be known.",
    "Messages are written as they would be sent, and are sent to nobody outside the exercise.",
)

SAFETY = (
    "Exercise messages start and end with EXERCISE EXERCISE EXERCISE.",
    "For a real emergency say REAL WORLD, out loud. Everybody stops, the clock is paused, and the"
    " exercise goes on only when the facilitator says so.",
    "Do not call or write to anybody outside the room about what happens in the exercise.",
)
"""Words that end play at once, and what keeps it inside the room."""

LEVELS = {
    1: "Restrict: a user or a pattern is blocked.",
    2: "Degrade: the AI system does less, for everybody.",
    3: "Fallback: fixed answers and people in place of the AI system.",
    4: "Shut down: the AI system is taken offline.",
}
"""The containment levels as participants are told of them."""


def or_line(text: str) -> str:
    """A text, or a line to write it on."""
    return text or LINE


def day(moment: datetime) -> str:
    """A day in words, such as ``Friday, 15 January 2027``."""
    return f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def clock(moment: datetime | None) -> str:
    """The wall clock, such as ``10:05``; empty where nobody said when."""
    return "" if moment is None else f"{moment:%H:%M}"


def zone(moment: datetime) -> str:
    """The time zone with its distance from UTC that day, such as ``Europe/Berlin, UTC+1``."""
    minutes = int((moment.utcoffset() or moment - moment).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"{moment.tzinfo}, UTC{sign}{hours}{f':{rest:02d}' if rest else ''}"


def when(setting: Setting) -> str:
    """When people meet, in words and in the exercise's time zone, or a line for it."""
    moment = setting.meets_at
    return LINE if moment is None else f"{day(moment)}, {clock(moment)} ({zone(moment)})"


def at(setting: Setting, exercise_ms: int) -> str:
    """A moment of the exercise, with the wall clock below it where that is known, and another day named."""
    moment, meets_at = setting.at(exercise_ms), setting.meets_at
    shown = clock(moment)
    if moment and meets_at and moment.date() != meets_at.date():
        shown = f"{moment.day} {MONTHS[moment.month - 1]}, {shown}"
    return "\n".join(filter(None, (offset_label(exercise_ms), shown)))


def until(at_ms: int, end_ms: int) -> str:
    """A moment until which something is in time; what lies after EndEx only needs somebody who sees to it."""
    return offset_label(at_ms) if at_ms <= end_ms else "after EndEx, with an owner"


LONG_MIN = 12 * 60
"""Minutes from which on whole hours are said as hours (assumption)."""


def minutes(length_ms: int) -> str:
    """A length, such as ``1 minute``, ``90 minutes`` or, where it is a matter of days, ``50 hours``."""
    number, unit = round(length_ms / MINUTE_MS), "minute"
    if number >= LONG_MIN and number % 60 == 0:
        number, unit = number // 60, "hour"
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def either(names: Sequence[str]) -> str:
    """Names of which one is enough."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


MOST_NAMED = 8
"""Names in a row up to which each is said (assumption: more are not read)."""


def everybody_or(names: Sequence[str]) -> str:
    """Whom something goes to; everybody where nobody is named."""
    return several(names) or "everybody"


def several(names: Sequence[str]) -> str:
    """Names in a row, the last of very many only counted."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"


def one_line(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())


def raised(text: str) -> str:
    """A text that begins with a capital letter, the rest as it was."""
    return text[:1].upper() + text[1:]


def listed(name: str, rows: Iterable[tuple[str, str]], widths: tuple[int, int] = (24, 76)) -> Table:
    """Facts as a table without a head: label and value."""
    return Table(name, "", (), tuple(rows), widths)


def sentence(text: str) -> str:
    """A text that ends as a sentence does."""
    plain = text.strip()
    return plain if plain.endswith((".", "!", "?", "…", "”", '"')) else f"{plain}."
