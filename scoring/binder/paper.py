"""What a paper of the binder is: a value that a module of `papers/` exports and everything iterates over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from engine.scenario.exercise import Objective
from engine.scenario.resolve import Scenario
from scoring.binder import words
from scoring.binder.marking import REPEATED
from scoring.binder.setting import Setting
from scoring.catalogue import objectives
from scoring.rubric import Rubric
from scoring.writing.document import Report, Section, Sheet
from scoring.writing.text import clean, said

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The time in every file's properties, so that the same paper is the same bytes whenever it is made."""


@dataclass(frozen=True, slots=True)
class Source:
    """What papers are made from."""

    scenario: Scenario
    sha256: str
    """SHA-256 of the scenario's text, in hexadecimal."""
    rubric: Rubric
    setting: Setting = field(default_factory=Setting)

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """What is to be tested: the scenario's own objectives, and one for each criterion they leave out."""
        return objectives(self.scenario)

    @property
    def title(self) -> str:
        """What participants read as the exercise's name: its own title, or the scenario's name."""
        return self.setting.title or self.scenario.name

    @property
    def stamp(self) -> str:
        """Version and hash, as they stand on every page: two binders that differ in a word differ here."""
        version = f"version {self.scenario.version}" if self.scenario.version else ""
        return " · ".join(filter(None, (version, f"SHA-256 {self.sha256[:12]}")))


Facts = tuple[tuple[str, str], ...]


def cover(source: Source) -> Facts:
    """What stands below the title of most papers."""
    setting = source.setting
    return (
        ("Exercise", source.title),
        ("When", words.when(setting)),
        ("Where", words.or_line(setting.place)),
        ("Handling", f"{setting.marking.label}: {setting.marking.meaning}"),
    )


def bare(_source: Source) -> Facts:
    """Nothing below the title."""
    return ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the binder."""

    id: str
    """Its name in file names and for `--paper`."""
    order: int
    """Its place in the binder, from the first."""
    title: str
    for_participants: bool
    """Whether participants read it, so that it must hold nothing of what is to come."""
    sections: Callable[[Source], tuple[Section, ...]]
    facts: Callable[[Source], Facts] = cover
    has_title: bool = True
    """Whether its title stands above it."""
    has_workbook: bool = False
    """Whether its tables are written as a workbook too, for those who plan on."""

    def document(self, source: Source) -> Report:
        """The paper as any format writes it, with every text in it fit for a file."""
        mark = source.setting.marking
        made = Report(
            title=self.title,
            exercise=source.title,
            facts=self.facts(source),
            sections=self.sections(source),
            created_at=UNDATED,
            has_title=self.has_title,
            sheet=Sheet(mark.label, mark.colour, REPEATED, source.title, source.stamp),
        )
        return said(made, clean)
