"""The loss report: what an import took, what it guessed, and what it left out and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Fate = Literal["taken", "guessed", "left out"]
FATES: tuple[Fate, ...] = ("taken", "guessed", "left out")
_HEADINGS: dict[Fate, str] = {
    "taken": "Taken",
    "guessed": "Guessed: look at it",
    "left out": "Left out",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """What became of one part of a file."""

    fate: Fate
    what: str
    """The part, and what was made of it."""
    place: str
    """Sheet, row and column, line, or JSON path; empty for the whole file."""
    why: str = ""

    def __str__(self) -> str:
        """The entry in one line."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.what}{f'; {self.why}' if self.why else ''}"

    def to_json(self) -> dict[str, str]:
        """The entry for another program."""
        return {"fate": self.fate, "what": self.what, "place": self.place, "why": self.why}


@dataclass(frozen=True, slots=True)
class LossReport:
    """Every entry, in the order of the fates and then of the file."""

    entries: tuple[Loss, ...] = ()

    def of(self, fate: Fate) -> tuple[Loss, ...]:
        """The entries of one fate."""
        return tuple(entry for entry in self.entries if entry.fate == fate)

    @property
    def left_out(self) -> tuple[Loss, ...]:
        """What is lost."""
        return self.of("left out")

    def lines(self) -> Iterator[str]:
        """The report for people; a fate with no entry says so."""
        for fate in FATES:
            found = self.of(fate)
            yield f"{_HEADINGS[fate]} ({len(found)})" if found else f"{fate.capitalize()}: nothing"
            yield from (f"  {entry}" for entry in found)

    def to_json(self) -> list[dict[str, str]]:
        """The report for another program."""
        return [entry.to_json() for entry in self.entries]


@dataclass(slots=True)
class Losses:
    """Collects entries while a file is read."""

    found: list[Loss] = field(default_factory=list)

    def taken(self, what: str, place: str = "", why: str = "") -> None:
        """Something is in the scenario as the file has it."""
        self.found.append(Loss("taken", what, place, why))

    def guessed(self, what: str, place: str = "", why: str = "") -> None:
        """Something is in the scenario that the file does not say, or not clearly."""
        self.found.append(Loss("guessed", what, place, why))

    def left_out(self, what: str, place: str = "", why: str = "") -> None:
        """Something of the file is not in the scenario."""
        self.found.append(Loss("left out", what, place, why))

    def report(self) -> LossReport:
        """What was collected, each entry once."""
        unique = list(dict.fromkeys(self.found))
        return LossReport(tuple(entry for fate in FATES for entry in unique if entry.fate == fate))


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 inject``, ``12 injects``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Iterable[str], most: int = 6) -> str:
    """Words in a row, the first few of many."""
    found = list(words)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def as_json(report: LossReport, **more: Any) -> dict[str, Any]:
    """A report with what belongs to it, as one value for another program."""
    return {**more, "report": report.to_json(), "counts": {fate: len(report.of(fate)) for fate in FATES}}
