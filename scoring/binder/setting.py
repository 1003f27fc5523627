"""What a planner gives beside the scenario: name, label, address, code, time and place of an exercise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from engine.errors import Refused
from engine.scenario.times import MINUTE_MS
from scoring.binder.marking import MARKINGS, USUAL, Marking, marking

WELCOME_MS, BRIEFING_MS = 5 * MINUTE_MS, 5 * MINUTE_MS
"""Time for the welcome and for the situation before StartEx (assumption: the usual order of 90 minutes)."""
RATING_MS, HOT_WASH_MS = 3 * MINUTE_MS, 15 * MINUTE_MS
"""Time after EndEx for ratings and for the hot wash (assumption: the same)."""
LONGEST_ADDRESS = 300
"""Letters of an address; a QR code of more is too fine for a phone across a room (assumption)."""
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Years an exercise may be planned for; another one is a slip of the keyboard (assumption)."""
_CODE = re.compile(r"[A-Za-z0-9-]{1,24}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?")


@dataclass(frozen=True, slots=True)
class Given:
    """The same as it was typed; what is empty was not given."""

    title: str = ""
    tlp: str = USUAL
    address: str = ""
    code: str = ""
    date: str = ""
    """Local time at which people meet, such as ``2027-01-15T10:00``."""
    zone: str = ""
    """Name of the time zone, such as ``Europe/Berlin``."""
    place: str = ""
    key: str = ""
    """What makes the exercise the same one when it is invited to again; its id where it is stored."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What was given, read; what is empty or None is a line to fill in by hand."""

    title: str = ""
    marking: Marking = MARKINGS[USUAL]
    address: str = ""
    code: str = ""
    meets_at: datetime | None = None
    """When people meet, in the exercise's time zone; StartEx follows after welcome and briefing."""
    place: str = ""
    key: str = ""

    def at(self, exercise_ms: int) -> datetime | None:
        """The wall clock at a moment of exercise time, pauses left out; None where no date was given."""
        if self.meets_at is None:
            return None
        since = timedelta(milliseconds=WELCOME_MS + BRIEFING_MS + exercise_ms)
        return (self.meets_at.astimezone(UTC) + since).astimezone(self.meets_at.tzinfo)

    @property
    def join_link(self) -> str:
        """The address that leads straight to this exercise, as far as address and code were given."""
        if not self.address or not self.code or "code=" in urlsplit(self.address).query:
            return self.address
        return f"{self.address.partition('?')[0].rstrip('/').removesuffix('/join')}/join?code={self.code}"


def read(given: Given) -> Setting:
    """What was typed, checked.

    Raises:
        Refused: with everything that does not fit, and what would.

    """
    problems = list(_problems(given))
    if problems:
        raise Refused("\n".join(problems))
    return Setting(
        title=given.title.strip(),
        marking=marking(given.tlp),
        address=given.address.strip(),
        code=given.code.strip(),
        meets_at=_moment(given) if given.date.strip() else None,
        place=given.place.strip(),
        key=given.key,
    )


def _problems(given: Given) -> Iterator[str]:
    try:
        marking(given.tlp)
    except Refused as error:
        yield str(error)
    yield from _address_problems(given.address.strip())
    if given.code.strip() and not _CODE.fullmatch(given.code.strip()):
        yield f"The code {given.code!r} is not letters and digits; give the join code the lobby shows."
    yield from _time_problems(given)


def _address_problems(address: str) -> Iterator[str]:
    if not address:
        return
    try:
        parts = urlsplit(address)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_usable = False
    if not is_usable or re.search(r"\s", address):
        yield f"The address {address[:80]!r} is not one of a web page; write it as http://192.0.2.7:8501."
    elif len(address) > LONGEST_ADDRESS:
        yield (
            f"The address has {len(address)} letters, too many for a QR code that phones read from afar;"
            f" give one of at most {LONGEST_ADDRESS}."
        )


def _time_problems(given: Given) -> Iterator[str]:
    date, zone = given.date.strip(), given.zone.strip()
    if date and not zone:
        yield f"The date {date!r} has no time zone; add one, such as Europe/Berlin."
    if zone and not _zone(zone):
        yield f"{zone[:60]!r} is no time zone; give its name, such as Europe/Berlin or America/New_York."
    if date and not _local(date):
        yield f"{date[:60]!r} is not a date with a time; write it as 2027-01-15T10:00."
    elif date and not FIRST_YEAR <= _year(date) <= LAST_YEAR:
        yield f"{date} lies too far away; give a year from {FIRST_YEAR} to {LAST_YEAR}."
    elif date and _zone(zone) and not _exists(_moment(given)):
        yield f"{date} does not exist in {zone}, because clocks are put forward then; choose another time."


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


def _local(date: str) -> datetime | None:
    try:
        return datetime.fromisoformat(date) if _DATE.fullmatch(date) else None
    except ValueError:
        return None


def _moment(given: Given) -> datetime:
    local, zone = _local(given.date.strip()), _zone(given.zone.strip())
    if local is None or zone is None:
        raise Refused("The date or its time zone can't be read.")
    return local.replace(tzinfo=zone)


def _year(date: str) -> int:
    local = _local(date)
    return local.year if local else 0


def _exists(moment: datetime) -> bool:
    """Whether the wall clock ever shows this time: an hour is left out in spring."""
    there = moment.astimezone(UTC).astimezone(moment.tzinfo)
    return there.replace(tzinfo=None) == moment.replace(tzinfo=None)
