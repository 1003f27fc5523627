"""What only SQLite needs: its pragmas, and the files it consists of.

Trap: nothing here opens and closes a database file in a process that also uses it through SQLite. POSIX drops
all of a process's locks on a file as soon as it closes any descriptor of it, and with them SQLite's.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, make_url

Identity = tuple[int, int]
"""Device and number of a file: another file under the same name has another."""

_LOG_ENTRIES = ("", "-wal", "-shm")
"""Ends of the names of a database's files: the pages, what was written last, and an index of that."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one SQLite database."""

    path: Path

    def address(self) -> str:
        """The address that opens the database and never makes an empty one where it has vanished."""
        return _uri(self.path, "mode=rw")

    def create(self) -> None:
        """Make the folder and an empty file, both for their owner only, unless they are there."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def close_to_others(self) -> None:
        """Take every right from other accounts, where the files are ours."""
        for name in self.present():
            with suppress(OSError):
                name.chmod(0o600)

    def present(self) -> tuple[Path, ...]:
        """Those of the files that are there now."""
        named = (self.path.with_name(self.path.name + end) for end in _LOG_ENTRIES)
        return tuple(path for path in named if path.exists())

    def identities(self) -> dict[str, Identity]:
        """Which files there are now, by name; the index is left out, because SQLite makes it anew."""
        found = {}
        for end in _LOG_ENTRIES[:2]:
            with suppress(FileNotFoundError):
                at = os.stat(f"{self.path}{end}")
                found[end] = (at.st_dev, at.st_ino)
        return found

    def is_readable_by_others(self) -> bool:
        """Whether other accounts of this machine may read what is stored."""
        return os.name == "posix" and any(path.stat().st_mode & 0o077 for path in self.present())

    def is_in_use(self) -> bool:
        """Whether another connection has the database open; to be asked by a process that has not.

        SQLite leaves write-ahead logging only where nobody else is connected; opening it turns it on again.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=0.5, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        except sqlite3.DatabaseError:
            return False  # damaged, which is why somebody restores it
        return False

    @contextmanager
    def untouched(self) -> Iterator[str]:
        """The address under which the database is read as it lies there: nothing is created or changed."""
        present = {str(path).removeprefix(str(self.path)) for path in self.present()}
        if "-wal" in present and "-shm" not in present:
            with tempfile.TemporaryDirectory() as folder:
                for path in self.present():
                    shutil.copy(path, folder)
                yield _uri(Path(folder) / self.path.name, "mode=ro")
        else:
            yield _uri(self.path, "mode=ro" if "-wal" in present else "immutable=1")


def _uri(path: Path, mode: str) -> str:
    return f"sqlite:///file:{quote(str(path))}?{mode}&uri=true"


def files_of(url: str | URL) -> Files | None:
    """The files of the database at this address, or None where it consists of none that we look after."""
    known = make_url(url)
    path = str(known.database or "")
    is_ours = known.get_backend_name() == "sqlite" and path and not path.startswith("file:")
    return Files(Path(path).resolve()) if is_ours else None


def prepare_reader(connection: Any, _record: Any) -> None:
    """Let a new connection read, and nothing else."""
    connection.isolation_level = None  # otherwise sqlite3 begins transactions by itself, and too late
    connection.execute("PRAGMA query_only=ON")


def prepare_writer(connection: Any, _record: Any) -> None:
    """Let a new connection write: safely, and so that what is deleted is overwritten."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Begin a transaction; one that writes takes the lock at once, or gives up after its time."""
    wait_ms = connection.get_execution_options().get("wait_ms")
    if wait_ms is None:
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout={wait_ms}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def settle(connection: Any) -> bool:
    """Bring the write-ahead log into the database's file and empty it; whether nobody was in the way."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def copy(connection: Any, target: Path) -> None:
    """Copy the database, while it is in use, into one file that nobody else may read."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(target, isolation_level=None)) as copied:
        connection.backup(copied)
        copied.execute("PRAGMA journal_mode=DELETE")  # so that it is one file, whole without another
