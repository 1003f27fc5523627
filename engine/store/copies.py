"""Backups of a SQLite database: made while it is in use, looked through, and put back."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.errors import Refused
from engine.store import chain_problems
from engine.store.migrations import KNOWN
from engine.store.sql import SqlStore, free_name
from engine.store.sqlite import Files, files_of


@dataclass(frozen=True, slots=True)
class Copy:
    """A database file that was found whole."""

    path: Path
    exercises: int
    events: int


def back_up(store: SqlStore, target: Path) -> Copy:
    """Copy a database into a new file, and look through what was written.

    Raises:
        Refused: there is such a file already, it can't be written, or the copy is not whole.
        StoreUnavailable: the database can't be read, or is not one of SQLite's.

    """
    if target.exists():
        raise Refused(f"There is a file {target} already; choose another name.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        store.copy_to(unfinished)
        found = examined(unfinished)
        os.replace(unfinished, target)
    except OSError as error:
        raise Refused(f"{target} can't be written: {error.strerror}. Choose another place.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return Copy(target, found.exercises, found.events)


def examined(path: Path) -> Copy:
    """What a database file holds, once every log in it was found whole; it is not changed.

    Raises:
        Refused: it is no database of Tplus, or not whole.

    """
    with Files(path.resolve()).untouched() as url:
        store = SqlStore(url, opened_for="look")
        try:
            problems = _problems(store)
            counts = {} if problems else store.last_seqs()
            for exercise_id in counts:
                problems += [
                    f"exercise {exercise_id}: {text}" for text in chain_problems(store.rows(exercise_id))
                ]
        finally:
            store.close()
    if problems:
        raise Refused(f"{path} can't be used: {'; '.join(problems)}.")
    return Copy(path, len(counts), sum(counts.values()))


def _problems(store: SqlStore) -> list[str]:
    applied = store.migrations()
    if not applied:
        return ["it is empty, or no database of Tplus"]
    problems = [f"it was made by a newer Tplus, which knows {name}" for name in applied if name not in KNOWN]
    return problems or [text for text in store.problems() if "pending" not in text]


def restore(url: str, source: Path, now: datetime) -> tuple[Copy, Path | None]:
    """Put a backup in a database's place; what it holds, and where the replaced database is kept.

    Raises:
        Refused: a server uses the database, the backup is not whole, or the database is not one of SQLite's.

    """
    files = files_of(url)
    if files is None:
        raise Refused("Only SQLite is restored by Tplus; use your database's own tool, such as pg_restore.")
    if not source.is_file():
        raise Refused(f"There is no file {source}.")
    found = examined(source)
    if files.path.exists() and source.samefile(files.path):
        raise Refused(f"{source} is the database itself; name a backup.")
    if files.path.exists() and files.is_in_use():
        raise Refused(f"{files.path} is in use; stop the server and try again.")
    arriving = free_name(files.path.with_name(f"{files.path.name}.arriving"))
    files.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _copy(source, arriving)
    kept = _put_aside(files, now)
    os.replace(arriving, files.path)
    return found, kept


def _copy(source: Path, target: Path) -> None:
    with Files(source.resolve()).untouched() as url:
        store = SqlStore(url, opened_for="look")
        try:
            store.copy_to(target)
        finally:
            store.close()


def _put_aside(files: Files, now: datetime) -> Path | None:
    """Rename a database's files, so that what was replaced can be looked at, or put back."""
    if not files.path.exists():
        return None
    kept = free_name(files.path.with_name(f"{files.path.name}.replaced-{now:%Y%m%dT%H%M%SZ}"))
    for path in reversed(files.present()):
        path.rename(f"{kept}{path.name.removeprefix(files.path.name)}")
    return kept
