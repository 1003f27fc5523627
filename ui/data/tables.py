"""What the data page lists; pure."""

from collections.abc import Sequence

from engine.running.upkeep import Contents
from engine.snapshot import Snapshot
from ui.language import columns
from ui.language.terms import term
from ui.language.words import many, t


def exercise(snapshot: Snapshot) -> str:
    """An exercise in a list to choose from."""
    created_at = snapshot.events[0].recorded_at
    return f"{created_at:%Y-%m-%d}, {snapshot.title}, {term(snapshot.state.phase)}"


def goes_with_names(found: Contents) -> tuple[str, ...]:
    """What erasing an exercise's names takes with it."""
    return (many("{number} name", "{number} names", found.names),)


def goes(found: Contents) -> tuple[str, ...]:
    """What deleting an exercise takes with it."""
    labels = {
        "improvement items": t("improvement items"),
        "wordings of the report": t("wordings of the report"),
        "decisions about answers": t("decisions about answers"),
        "feedback forms": t("feedback forms"),
    }
    beside = (f"{labels[name]}: {count}" for name, count in found.documents.items() if count)
    events = many("{number} event with its scores", "{number} events with their scores", found.events)
    return (events, *goes_with_names(found), *beside, t("its join code, links and seats"))


def notes(lines: Sequence[str]) -> list[columns.Row]:
    """What was done, the latest first."""
    return [{columns.WHEN_UTC: line[:19].replace("T", " "), columns.WHAT: line[21:]} for line in lines]
