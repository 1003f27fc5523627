"""What is done with stored exercises beside playing them: names erased, exercises deleted, backups noted."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.after import items_kept, keeping
from engine.errors import Refused
from engine.running.session import Session
from engine.seats import identity
from engine.store import Document, EventStore

AUDIT = "audit"
"""Kind of the documents that say what was erased, deleted, restored or upgraded, and when."""

KEPT = "upkeep"
BACKUP = "backup"
KEEP_NAMES = "keep-names-days"
LONGEST_DAYS = 36_500
"""More days than names can be kept for: a century."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a stored exercise consists of, and what goes when it is deleted."""

    exercise_id: str
    title: str
    created_at: datetime
    phase: str
    events: int
    names: int
    documents: Mapping[str, int]
    """Number of documents beside the log, by what they are."""


def contents(session: Session, exercise_id: str) -> Contents:
    """What an exercise consists of.

    Raises:
        Refused: there is no such exercise.

    """
    snapshot, store = session.current(exercise_id), session.store
    kinds = {
        "improvement items": items_kept.ITEM,
        "wordings of the report": items_kept.WORDING,
        "decisions about answers": keeping.POINT,
        "feedback forms": keeping.FEEDBACK,
    }
    return Contents(
        exercise_id=exercise_id,
        title=snapshot.title,
        created_at=snapshot.events[0].recorded_at,
        phase=snapshot.state.phase,
        events=len(snapshot.events),
        names=len(store.names(exercise_id)),
        documents={label: len(store.documents(kind, exercise_id)) for label, kind in kinds.items()},
    )


def delete(session: Session, exercise_id: str) -> bool:
    """Delete an exercise for good, with a line that says so; whether no byte of it is left in the files.

    Raises:
        Refused: there is no such exercise, or it is being played.

    """
    found = contents(session, exercise_id)
    if found.phase in ("running", "paused"):
        raise Refused("This exercise is being played; end it first.")
    line = f"Deleted exercise {exercise_id} of {found.created_at:%Y-%m-%d} with {found.events} events"
    session.store.delete_exercise(exercise_id)
    session.keep_only(session.store.last_seqs())
    note(session.store, session.clock(), line)
    return session.store.settle()


def erase_names(session: Session, exercise_id: str) -> bool:
    """Erase an exercise's names, with a line that says so; whether no byte of them is left in the files.

    Raises:
        Refused: there is no such exercise.

    """
    count = len(session.store.names(session.current(exercise_id).exercise_id))
    session.store.erase_names(exercise_id)
    note(session.store, session.clock(), f"Erased {count} names of exercise {exercise_id}")
    return session.store.settle()


def with_old_names(session: Session, days: int) -> tuple[str, ...]:
    """Exercises with names in which nothing has happened for so many days; none that is being played."""
    before = session.clock() - timedelta(days=days)
    return tuple(
        item.exercise_id
        for item in session.exercises(with_trials=True)
        if item.events[-1].recorded_at < before
        and item.state.phase not in ("running", "paused")
        and session.store.names(item.exercise_id)
    )


def erase_old_names(session: Session) -> tuple[str, ...]:
    """Erase the names that are kept no longer; the exercises whose names they were."""
    days = keep_names_days(session.store)
    old = with_old_names(session, days) if days else ()
    for exercise_id in old:
        erase_names(session, exercise_id)
    return old


def keep_names_days(store: EventStore) -> int | None:
    """For how many days after the last event names are kept; None for ever.

    `TPLUS_KEEP_NAMES_DAYS` decides, or what a host has set.

    Raises:
        ValueError: the variable holds no number of days.

    """
    given = os.environ.get("TPLUS_KEEP_NAMES_DAYS", "").strip() or store.get(KEPT, "", KEEP_NAMES) or "0"
    if not given.isdecimal() or int(given) > LONGEST_DAYS:
        raise ValueError(f"TPLUS_KEEP_NAMES_DAYS is {given!r}; give a number of days, or 0 to keep names.")
    return int(given) or None


def set_keep_names_days(store: EventStore, days: int) -> None:
    """Keep names for so many days after an exercise's last event; 0 for ever."""
    store.put(Document(KEPT, "", KEEP_NAMES, str(days)))


def note_backup(store: EventStore, now: datetime) -> None:
    """Remember that a backup was made."""
    store.put(Document(KEPT, "", BACKUP, now.isoformat()))


def backed_up_at(store: EventStore) -> datetime | None:
    """When the last backup was made, or None."""
    found = store.get(KEPT, "", BACKUP)
    return datetime.fromisoformat(found) if found else None


def note(store: EventStore, now: datetime, line: str) -> None:
    """Write a line of what was done, which outlives what it was done to."""
    store.put(Document(AUDIT, "", f"{now.isoformat()} {identity.new_id('a')}", line))


def notes(store: EventStore) -> tuple[str, ...]:
    """Every line of what was done, with its moment, the latest first."""
    return tuple(f"{item.key[:19]}Z {item.body}" for item in reversed(store.documents(AUDIT)))
