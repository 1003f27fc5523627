"""A store in a database; SQLite in WAL mode with full synchronisation where no other is named."""

import itertools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError

from engine.errors import ConcurrentAppend, StoreUnavailable
from engine.log.canonical import GENESIS
from engine.log.events import Event
from engine.store import NO_NAMES, Document, Names, Row, chained, sqlite
from engine.store.connections import UNREADABLE, Connections
from engine.store.migrations import KNOWN, MIGRATIONS

Use = Literal["use", "serve", "upgrade", "look"]
"""What a store is opened for: to be used as it is, to be served from or brought to the present schema, which
both upgrade it, or only to be looked at."""

OPEN = "open"
"""Kind of the document that is there while a server has the database open, and in copies made meanwhile."""

_INSERT = text("INSERT INTO events VALUES (:exercise_id, :seq, :body, :previous, :sha256)")
_LAST = text("SELECT seq, sha256 FROM events WHERE exercise_id = :exercise_id ORDER BY seq DESC LIMIT 1")
_ROWS = text(
    "SELECT seq, body, previous, sha256 FROM events"
    " WHERE exercise_id = :exercise_id AND seq > :after_seq ORDER BY seq"
)
_LAST_SEQS = text("SELECT exercise_id, max(seq) FROM events GROUP BY exercise_id ORDER BY exercise_id")
_PUT_NAME = text(
    "INSERT INTO names VALUES (:exercise_id, :participant_id, :name)"
    " ON CONFLICT (exercise_id, participant_id) DO UPDATE SET name = excluded.name"
)
_PUT_SETTING = text("INSERT INTO settings VALUES (:name, :content) ON CONFLICT (name) DO NOTHING")
_PUT = text(
    "INSERT INTO documents VALUES (:kind, :exercise_id, :key, :body)"
    " ON CONFLICT (kind, exercise_id, key) DO UPDATE SET body = excluded.body"
)
_GET = text("SELECT body FROM documents WHERE kind = :kind AND exercise_id = :exercise_id AND key = :key")
_DOCUMENTS = text(
    "SELECT kind, exercise_id, key, body FROM documents WHERE kind = :kind"
    " AND (CAST(:exercise_id AS VARCHAR(64)) IS NULL OR exercise_id = :exercise_id) ORDER BY exercise_id, key"
)
_DELETE = text("DELETE FROM documents WHERE kind = :kind AND exercise_id = :exercise_id AND key = :key")
_DELETE_EXERCISE = (
    text("DELETE FROM events WHERE exercise_id = :exercise_id"),
    text("DELETE FROM names WHERE exercise_id = :exercise_id"),
    text("DELETE FROM documents WHERE exercise_id = :exercise_id"),
    text("DELETE FROM settings WHERE content = :exercise_id OR name LIKE '%:' || :exercise_id"),
)


class SqlStore:
    """An event store in a SQL database."""

    def __init__(self, url: str, *, opened_for: Use = "use") -> None:
        """Open the database; an empty one gets the present schema, unless it is only looked at.

        Raises:
            StoreUnavailable: it can't be opened, or its schema is not the present one.

        """
        self._connections = Connections(url)
        self._is_served = False
        self.copy_before: Path | None = None
        """The copy that was kept of an older database before it was brought to the present schema."""
        if opened_for == "look":
            return
        self._connections.create_files()
        self._settle_schema(may_upgrade=opened_for in ("upgrade", "serve"))
        self._connections.check_files()
        self._is_served = opened_for == "serve"
        if self._is_served:
            self._begin_serving()

    def append(
        self,
        exercise_id: str,
        events: Sequence[Event],
        *,
        after_seq: int,
        names: Names = NO_NAMES,
    ) -> None:
        """Store events and names behind number `after_seq`, all or none; on disk when this returns."""
        with self._connections.writing() as connection:
            last = connection.execute(_LAST, {"exercise_id": exercise_id}).first()
            if (last[0] if last else 0) != after_seq:
                raise ConcurrentAppend(exercise_id)
            rows = chained(events, last[1] if last else GENESIS)
            try:
                connection.execute(_INSERT, [_columns(exercise_id, row) for row in rows])
            except IntegrityError as error:
                raise ConcurrentAppend(exercise_id) from error
            for participant_id, name in names.items():
                _put_name(connection, exercise_id, participant_id, name)

    def rows(self, exercise_id: str, *, after_seq: int = 0) -> tuple[Row, ...]:
        """The events behind number `after_seq`, in order."""
        found = self._connections.select(_ROWS, exercise_id=exercise_id, after_seq=after_seq)
        return tuple(Row(*columns) for columns in found)

    def last_seqs(self) -> Mapping[str, int]:
        """The number of the last event of every exercise, by exercise id."""
        return dict(self._connections.select(_LAST_SEQS))

    def delete_exercise(self, exercise_id: str) -> None:
        """Forget an exercise: its log, its names, its keys and every document of it."""
        with self._connections.writing() as connection:
            for statement in _DELETE_EXERCISE:
                connection.execute(statement, {"exercise_id": exercise_id})

    def put_name(self, exercise_id: str, participant_id: str, name: str) -> None:
        """Remember the name of a participant, in place of an earlier one."""
        with self._connections.writing() as connection:
            _put_name(connection, exercise_id, participant_id, name)

    def names(self, exercise_id: str) -> Mapping[str, str]:
        """Names by participant id."""
        query = text("SELECT participant_id, name FROM names WHERE exercise_id = :exercise_id")
        return dict(self._connections.select(query, exercise_id=exercise_id))

    def erase_names(self, exercise_id: str) -> None:
        """Forget every name of an exercise; its log stays whole."""
        with self._connections.writing() as connection:
            query = text("DELETE FROM names WHERE exercise_id = :exercise_id")
            connection.execute(query, {"exercise_id": exercise_id})

    def setting(self, key: str) -> str | None:
        """A setting, or None."""
        query = text("SELECT content FROM settings WHERE name = :name")
        found = self._connections.select(query, name=key)
        return found[0][0] if found else None

    def put_setting(self, key: str, value: str) -> str:
        """Store a setting unless there is one; the value that stands afterwards."""
        with self._connections.writing() as connection:
            connection.execute(_PUT_SETTING, {"name": key, "content": value})
        return self.setting(key) or value

    def put(self, *documents: Document) -> None:
        """Store documents, all or none, each in place of an earlier one of its kind, exercise and key."""
        with self._connections.writing() as connection:
            for item in documents:
                connection.execute(_PUT, {name: getattr(item, name) for name in Document.__slots__})

    def get(self, kind: str, exercise_id: str = "", key: str = "") -> str | None:
        """The body of a document, or None."""
        found = self._connections.select(_GET, kind=kind, exercise_id=exercise_id, key=key)
        return found[0][0] if found else None

    def documents(self, kind: str, exercise_id: str | None = None) -> tuple[Document, ...]:
        """The documents of a kind, those of one exercise or of all, by exercise and key."""
        found = self._connections.select(_DOCUMENTS, kind=kind, exercise_id=exercise_id)
        return tuple(Document(*columns) for columns in found)

    def delete(self, kind: str, exercise_id: str = "", key: str = "") -> None:
        """Forget a document; nothing where there is none."""
        with self._connections.writing() as connection:
            connection.execute(_DELETE, {"kind": kind, "exercise_id": exercise_id, "key": key})

    def settle(self) -> bool:
        """Bring what is stored into the database's own file; whether all of it is there now."""
        return self._connections.settle()

    def migrations(self) -> tuple[str, ...] | None:
        """The names of the steps this database has been through; None where it has no table at all."""
        with self._connections.reading() as connection:
            tables = inspect(connection).get_table_names()
            if not tables:
                return None
            if "migrations" not in tables:
                return ()
            found = connection.execute(text("SELECT name FROM migrations ORDER BY name"))
            return tuple(name for (name,) in found)

    def problems(self) -> tuple[str, ...]:
        """Migrations that are missing or unknown, and damage SQLite finds in its file."""
        applied = self.migrations() or ()
        found = [
            f"migration {name} is pending; run `tplus db upgrade`" for name in KNOWN if name not in applied
        ]
        found += [
            f"migration {name} is unknown; this database was made by a newer Tplus, so upgrade Tplus"
            for name in applied
            if name not in KNOWN
        ]
        if self._connections.is_sqlite:
            lines = [str(line) for (line,) in self._connections.select(text("PRAGMA integrity_check"))]
            found += [f"SQLite reports damage: {line}; restore a backup" for line in lines if line != "ok"]
        return tuple(found)

    def copy_to(self, target: Path) -> None:
        """Copy the database as it is at this moment into a new file, while it is in use.

        Raises:
            StoreUnavailable: the database is not one of SQLite's.

        """
        if not self._connections.is_sqlite:
            message = "Only SQLite is copied by Tplus; use your database's own tool, such as pg_dump."
            raise StoreUnavailable(message)
        with self._connections.reading() as connection:
            sqlite.copy(connection.connection.driver_connection, target)

    def close(self) -> None:
        """Let go of files and connections; what a server has stored is in the database's own file then."""
        if self._is_served:
            with suppress(StoreUnavailable):  # it can't be written, and closing can't mend that
                self.delete(OPEN)
                self.settle()
        self._connections.close()

    def _begin_serving(self) -> None:
        """Mark the database as open, in its own file, and take other accounts' rights to read it."""
        if self._connections.files is not None:
            self._connections.files.close_to_others()
        with suppress(StoreUnavailable):  # one that can only be read is served, with a warning on the desk
            self.put(Document(OPEN, "", "", ""))
            self.settle()

    def _settle_schema(self, *, may_upgrade: bool) -> None:
        applied = self.migrations()
        if newer := [name for name in applied or () if name not in KNOWN]:
            reason = f"it was made by a newer Tplus, which knows {', '.join(newer)}"
            raise self._other_version(reason, "Upgrade Tplus, or restore a backup made before.")
        if applied is not None and set(applied) >= set(KNOWN):
            return  # a database that can only be read is still read
        if applied is not None:
            if not may_upgrade:
                remedy = "Run `tplus db upgrade`, or start `tplus serve`; both keep a copy of it first."
                raise self._other_version("it was made by an older Tplus", remedy)
            self.copy_before = self._copy_before(applied)
        self._migrate()

    def _copy_before(self, applied: Sequence[str]) -> Path | None:
        """Keep a copy beside the file; None where the database is not one of SQLite's."""
        files = self._connections.files
        if files is None:
            return None
        first = next(name for name in KNOWN if name not in applied)
        target = free_name(files.path.with_name(f"{files.path.name}.before-{first}"))
        self.copy_to(target)
        return target

    def _migrate(self) -> None:
        with self._connections.writing() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS migrations (name VARCHAR(200) PRIMARY KEY)"))
            applied = {name for (name,) in connection.execute(text("SELECT name FROM migrations"))}
            for name, statements in MIGRATIONS:
                if name not in applied:
                    for statement in statements:
                        connection.execute(text(statement))
                    connection.execute(text("INSERT INTO migrations VALUES (:name)"), {"name": name})

    def _other_version(self, reason: str, remedy: str) -> StoreUnavailable:
        return self._connections.unavailable(UNREADABLE, reason, remedy)


def _put_name(connection: Connection, exercise_id: str, participant_id: str, name: str) -> None:
    values = {"exercise_id": exercise_id, "participant_id": participant_id, "name": name}
    connection.execute(_PUT_NAME, values)


def _columns(exercise_id: str, row: Row) -> dict[str, str | int]:
    return {
        "exercise_id": exercise_id,
        "seq": row.seq,
        "body": row.text,
        "previous": row.previous,
        "sha256": row.sha256,
    }


def free_name(path: Path) -> Path:
    """The path, with a number behind it where there is such a file already."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in itertools.count(2))
    return next(item for item in itertools.chain([path], numbered) if not item.exists())
