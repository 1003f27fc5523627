"""What one time may mean, as values: nothing is decided here that needs the rest of its column."""

from dataclasses import dataclass

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Offset:
    """Time since StartEx; negative before it."""

    ms: int


@dataclass(frozen=True, slots=True)
class Bare:
    """A number without a unit; the column's heading has it."""

    number: float


@dataclass(frozen=True, slots=True)
class Colons:
    """Two or three numbers with colons: minutes and seconds, hours and minutes, or a time of day."""

    parts: tuple[int, ...]
    is_offset: bool = False
    """Whether it is marked as time since StartEx: ``T+0:15``."""
    is_cell: bool = False
    """Whether a spreadsheet holds it as a time, which it shows as hours and minutes."""

    @property
    def shown(self) -> str:
        """The time as it is written."""
        return ("T+" if self.is_offset else "") + ":".join(f"{part:02d}" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day without a date."""

    ms: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date, with or without a time of day."""

    day: int
    """Days since year 1."""
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class DayMonth:
    """A date whose day and month could change places."""

    first: int
    second: int
    year: int
    ms: int | None = None


Reading = Offset | Bare | Colons | Clock | Stamp | DayMonth
