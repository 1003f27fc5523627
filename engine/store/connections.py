"""Connections to a SQL database: many that read, one that writes, and their errors in words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import QueuePool

from engine.errors import StoreUnavailable
from engine.store import sqlite

WRITE_WAIT_S = 2.0
"""How long a write waits for the others, in this process and elsewhere (assumption: far above the longest
append, and short enough that somebody who waits is told soon)."""

READERS = 40
"""Connections that may read at once: as many as the threads that answer requests."""

READ_WAIT_S = 5.0
"""How long a read waits for one of them (assumption: reads take milliseconds)."""

UNREADABLE = "The database can't be read at the moment; whoever runs the server is told why."
UNWRITABLE = "Nothing can be stored at the moment; whoever runs the server is told why."


class Connections:
    """Reads never wait for writes; writes wait for each other, for a short time."""

    def __init__(self, url: str) -> None:
        self.files = sqlite.files_of(url)
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._place = make_url(url).render_as_string()
        address = self.files.address() if self.files else url
        self._readers = _engine(address, size=READERS, wait_s=READ_WAIT_S)
        self._writer = _engine(address, size=1, wait_s=WRITE_WAIT_S)
        self._known: dict[str, sqlite.Identity] = {}
        if self.is_sqlite:
            event.listen(self._readers, "connect", sqlite.prepare_reader)
            event.listen(self._writer, "connect", sqlite.prepare_writer)
            for engine in (self._readers, self._writer):
                event.listen(engine, "begin", sqlite.begin)

    def create_files(self) -> None:
        """Make the database's file, for its owner only, unless it is there."""
        try:
            if self.files is not None:
                self.files.create()
        except OSError as error:
            remedy = "Check that its folder exists, is writable and has space left."
            raise self.unavailable(UNWRITABLE, str(error.strerror).lower(), remedy) from error

    def select(self, query: Any, **values: Any) -> Sequence[Any]:
        """The rows that answer a query."""
        with self._translated(UNREADABLE), self._readers.connect() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database."""
        with self._translated(UNREADABLE), self._readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one connection that writes; what it did is on disk in the end, or was not done."""
        until = monotonic() + WRITE_WAIT_S
        with self._translated(UNWRITABLE):
            self.check_files()
            with self._writer.connect() as connection:
                left_ms = max(0, round((until - monotonic()) * 1_000))
                with connection.execution_options(wait_ms=left_ms).begin():
                    yield connection
            self.check_files()

    def settle(self) -> bool:
        """Bring what is stored into the database's own file; whether all of it is there now."""
        if not self.is_sqlite:
            return True
        with self._translated(UNWRITABLE), self._writer.connect() as connection:
            return sqlite.settle(connection.connection.driver_connection)

    def close(self) -> None:
        """Let go of every connection."""
        self._readers.dispose()
        self._writer.dispose()

    def check_files(self) -> None:
        """Refuse to go on where the files were deleted, or others put in their place.

        A process that has them open could go on writing into files that nobody will ever find again.
        """
        if self.files is None:
            return
        now = self.files.identities()
        if any(now.get(name) != known for name, known in self._known.items()):
            raise self.unavailable(
                UNWRITABLE,
                "the database's files were deleted or replaced while the server ran",
                "Put them back, or restore a backup, and start Tplus again.",
            )
        self._known = now

    @contextmanager
    def _translated(self, message: str) -> Iterator[None]:
        try:
            yield
        except NoConnection as error:
            reason = "other writes did not end in time" if message == UNWRITABLE else "too many are reading"
            raise self.unavailable(message, reason, "Try again in a moment.") from error
        except OperationalError as error:
            remedy = "Check that its folder exists, is writable and has space left."
            raise self.unavailable(message, str(error.orig), remedy) from error
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or type(error).__name__)
            raise self.unavailable(message, reason, "Run `tplus doctor` where it lies.") from error

    def unavailable(self, message: str, reason: str, remedy: str) -> StoreUnavailable:
        """The error that says to everybody `message`, and to whoever runs the server where and why."""
        detail = f"The database {self._place} can't be used: {reason}. {remedy}"
        return StoreUnavailable(message, reason=reason, detail=detail)


def _engine(url: str, *, size: int, wait_s: float) -> Engine:
    return create_engine(url, poolclass=QueuePool, pool_size=size, max_overflow=0, pool_timeout=wait_s)
