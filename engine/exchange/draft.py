"""What a foreign file says of a scenario, before anything is added to make one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftRole:
    """A role that takes part."""

    name: str
    briefing: str = ""


@dataclass(frozen=True, slots=True)
class DraftExhibit:
    """Something shown with an inject."""

    text: str
    kind: str = "text"
    title: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class DraftInject:
    """One inject as the file tells it; what the file doesn't tell is empty."""

    text: str
    place: str
    """Where it stands in the file, for people."""
    at_ms: int | None = None
    """Exercise time; None where the file gives none."""
    key: str = ""
    """Its number or id in the file."""
    title: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    delivery: str = ""
    expected: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    exhibits: tuple[DraftExhibit, ...] = ()
    notes: str = ""
    controller: str = ""
    objectives: tuple[str, ...] = ()
    is_contingency: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario as a foreign file tells it."""

    injects: tuple[DraftInject, ...]
    name: str = ""
    background: str = ""
    roles: tuple[DraftRole, ...] = ()
    duration_ms: int | None = None
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario that a file holds as Tplus wrote it; its text is taken as it is."""

    text: str
