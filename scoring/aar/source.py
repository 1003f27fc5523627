"""What a report is built from, and how people are named in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from engine.after.items import Item
from engine.after.wording import Wording
from engine.log.events import ClockStarted
from engine.log.fact import SYSTEM
from engine.log.parts import Participant
from scoring import catalogue
from scoring.case import Case
from scoring.history.difficulty import Difficulty
from scoring.lessons.draft import DraftedLessons, draft
from scoring.lessons.pitfalls import Pitfall, pitfalls
from scoring.score import ExerciseScore
from scoring.whatif.compare import WhatIf


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader wants in a report."""

    has_names: bool = True
    has_answers: bool = False


@dataclass(frozen=True)
class ReportSource:
    """An exercise as a report needs it."""

    case: Case
    score: ExerciseScore
    created_at: datetime
    names: Mapping[str, str] = field(default_factory=dict)
    whatif: WhatIf | None = None
    wording: Wording = field(default_factory=Wording)
    items: tuple[Item, ...] = ()
    log_sha256: str = ""
    options: Options = Options()
    measured: Difficulty | None = None
    """What reference teams reach in the scenario; None where nobody has measured it."""
    is_partial: bool = False
    """Whether ratings were left out that whoever asks may not know yet."""

    @property
    def title(self) -> str:
        """The exercise's title."""
        created = self.case.state.created
        return (created.title if created else "") or self.case.scenario.name

    @property
    def team(self) -> str:
        """The organisation's team that was exercised; empty where none was named."""
        created = self.case.state.created
        return created.organisation_team if created else ""

    @property
    def held_on(self) -> date:
        """The day the clock was started, or the exercise created (UTC)."""
        started = next(iter(self.case.all(ClockStarted)), self.case.events[0])
        return started.recorded_at.date()

    @cached_property
    def drafts(self) -> tuple[DraftedLessons, ...]:
        """Strengths, areas and observations of every criterion."""
        return draft(self.case, self.score)

    @cached_property
    def pitfalls(self) -> tuple[Pitfall, ...]:
        """Pitfalls the log shows."""
        return pitfalls(self.case)

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """What each participant is called by role: the roles held, or the part taken with a number."""
        labels: dict[str, str] = {}
        for seat in self.case.state.everyone.values():
            labels[seat.id] = " / ".join(seat.roles) or _numbered(seat, labels.values())
        return labels

    def who(self, participant_id: str) -> str:
        """A participant by name where names are wanted and known, by role otherwise."""
        if participant_id == SYSTEM:
            return "Tplus"
        role = self.roles.get(participant_id, "not seated")
        if not self.options.has_names:
            return role
        return self.names.get(participant_id) or f"{role} (name erased)"

    def capability(self, criterion: str) -> str:
        """The core capability a criterion belongs to, as the scenario's objectives say."""
        return catalogue.capability(self.case.scenario, criterion)


def _numbered(seat: Participant, taken: Iterable[str]) -> str:
    known = sum(label.startswith(seat.app_role) for label in taken)
    return f"{seat.app_role} {known + 1}"


def cited(text: str, seqs: Iterable[int]) -> str:
    """A sentence with the numbers of the events it rests on."""
    numbers = numbered(seqs)
    return f"{text} [{numbers}]" if numbers else text


def numbered(seqs: Iterable[int]) -> str:
    """Event numbers in words, such as ``events 3, 14``; empty where there is none."""
    listed = list(seqs)
    plural = "event" if len(listed) == 1 else "events"
    return f"{plural} {', '.join(map(str, listed))}" if listed else ""


def criterion_title(criterion: str) -> str:
    """A criterion's name, or nothing for what is no criterion."""
    return catalogue.TITLES.get(criterion, "")
