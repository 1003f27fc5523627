"""What keeping the database does, in lines to print."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.clock import utc_now
from engine.errors import StoreUnavailable
from engine.running import upkeep
from engine.running.session import Session
from engine.store import copies
from engine.store.places import open_store
from engine.store.sqlite import files_of
from terminal.records import address, existing, open_session


def back_up(file: Path, data: Path | None) -> Iterator[str]:
    """Write a backup and check it.

    Raises:
        Refused: there is no database, or the file can't be written.

    """
    store = open_store(existing(data), opened_for="look")
    try:
        made = copies.back_up(store, file)
    finally:
        store.close()
    with suppress(StoreUnavailable):  # an older database, or one that is only read: backed up all the same
        noted = open_store(address(data))
        upkeep.note_backup(noted, utc_now())
        noted.close()
    yield f"Written: {file} ({_whole(made)})"


def _whole(copy: copies.Copy) -> str:
    exercises = "1 exercise" if copy.exercises == 1 else f"{copy.exercises} exercises"
    return f"{exercises}, {copy.events:,} events, every hash chain whole"


def restore(file: Path, data: Path | None) -> Iterator[str]:
    """Put a backup in the database's place.

    Raises:
        Refused: a server uses the database, or the backup is not whole.

    """
    restored, kept = copies.restore(address(data), file, utc_now())
    yield f"Restored: {_whole(restored)}"
    if kept is not None:
        yield f"What was there before is kept as {kept}."
    with suppress(StoreUnavailable):  # an older one: `serve` upgrades it
        store = open_store(address(data))
        upkeep.note(store, utc_now(), f"Restored a backup with {_whole(restored)}")
        store.close()


def upgrade(data: Path | None) -> Iterator[str]:
    """Bring a database to the present schema.

    Raises:
        Refused: there is no database.

    """
    store = open_store(existing(data), opened_for="upgrade")
    if store.copy_before is None:
        yield "The database is up to date."
    else:
        upkeep.note(store, utc_now(), "Upgraded the database")
        yield f"Upgraded. What it was before is kept as {store.copy_before}."
    store.close()


def chosen(exercise: str, older_than: int | None, data: Path | None) -> tuple[str, ...]:
    """The exercises whose names are meant.

    Raises:
        Refused: there is no such exercise.

    """
    with _opened(data) as session:
        if older_than is not None:
            return upkeep.with_old_names(session, older_than)
        return (session.current(exercise).exercise_id,)


def erase(exercises: Sequence[str], data: Path | None) -> Iterator[str]:
    """Erase the names of these exercises."""
    with _opened(data) as session:
        are_gone = [upkeep.erase_names(session, exercise_id) for exercise_id in exercises]
    yield f"Erased the names of {', '.join(exercises)}."
    yield from _left(are_gone[-1], data)


def what_goes(exercise: str, data: Path | None) -> Iterator[str]:
    """What deleting an exercise takes with it.

    Raises:
        Refused: there is no such exercise.

    """
    with _opened(data) as session:
        found = upkeep.contents(session, exercise)
    yield f"{found.title}, created {found.created_at:%Y-%m-%d}, {found.phase}. This goes for good:"
    yield f"  {found.events} events with their scores, {found.names} names, its codes and links"
    for label, count in found.documents.items():
        yield f"  {count} {label}"


def delete(exercise: str, data: Path | None) -> Iterator[str]:
    """Delete an exercise.

    Raises:
        Refused: there is no such exercise, or it is being played.

    """
    with _opened(data) as session:
        is_gone = upkeep.delete(session, exercise)
    yield f"Deleted {exercise}."
    yield from _left(is_gone, data)


@contextmanager
def _opened(data: Path | None) -> Iterator[Session]:
    session = open_session(data)
    try:
        yield session
    finally:
        session.store.close()


def _left(is_gone: bool, data: Path | None) -> Iterator[str]:
    """Where traces of what was erased still lie."""
    if not is_gone:
        yield "A server is reading, so traces stay in its write-ahead log until it stops or an exercise ends."
    files = files_of(address(data))
    beside = sorted(files.path.parent.glob(f"{files.path.name}.*")) if files else []
    for path in beside:
        yield f"A copy from before still holds it: {path}"
    yield "Backups made before still hold it too."
