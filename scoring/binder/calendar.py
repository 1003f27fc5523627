"""The invitation as a calendar file (RFC 5545), which calendars take over with one press."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from scoring.binder import words
from scoring.binder.paper import Source
from scoring.binder.setting import BRIEFING_MS, HOT_WASH_MS, RATING_MS, WELCOME_MS
from scoring.writing.text import clean

OCTETS = 75
"""Longest line without its end (RFC 5545, 3.1); a longer one is folded."""


def meeting_ms(source: Source) -> int:
    """How long people are asked for: from the welcome to the end of the hot wash."""
    return WELCOME_MS + BRIEFING_MS + source.scenario.duration_ms + RATING_MS + HOT_WASH_MS


def calendar(source: Source, stamped_at: datetime) -> bytes | None:
    """The calendar file as of a moment in UTC; None where no date was given, because an event needs one.

    Times are in UTC, which every calendar shows in its own zone; the text tells the exercise's own.
    """
    begins = source.setting.meets_at
    if begins is None:
        return None
    ends = begins.astimezone(UTC) + timedelta(milliseconds=meeting_ms(source))
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tplus//Binder//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{_uid(source)}",
        f"DTSTAMP:{_utc(stamped_at)}",
        f"DTSTART:{_utc(begins)}",
        f"DTEND:{_utc(ends)}",
        f"SUMMARY:{_escaped(f'EXERCISE: {source.title}')}",
        *([f"LOCATION:{_escaped(source.setting.place)}"] if source.setting.place else []),
        f"DESCRIPTION:{_escaped(_description(source))}",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _uid(source: Source) -> str:
    """The same for the same exercise, so that a new date moves the entry instead of adding one."""
    named = "\n".join((source.setting.key or source.sha256, source.title))
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@tplus.invalid"


def _description(source: Source) -> str:
    setting = source.setting
    lines = [
        f"Tabletop exercise, {words.when(setting)}, {words.minutes(meeting_ms(source))} in all.",
        f"{setting.marking.label}. {setting.marking.meaning}",
        "Nothing needs to be prepared. Bring a phone or laptop, and the plans you would use.",
    ]
    if setting.join_link:
        lines.append(f"Join at {setting.join_link}")
    return "\n".join(lines)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    r"""A text value: backslash, semicolon and comma marked, line breaks written as ``\n`` (3.3.11)."""
    return re.sub(r"([\\;,])", r"\\\1", clean(text)).replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, the later ones begun with a space; no letter is cut (3.1)."""
    piece, room = b"", OCTETS
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > room:
            yield piece
            piece, room = b" ", OCTETS
        piece += octets
    yield piece
