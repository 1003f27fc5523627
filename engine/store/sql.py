"""A store in a database; SQLite in WAL mode with full synchronisation where no other is named."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from engine.errors import ConcurrentAppend, StoreUnavailable
from engine.log.canonical import GENESIS
from engine.log.events import Event
from engine.store import Row, chained
from engine.store.migrations import MIGRATIONS

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for another writer (assumption: far above the longest append)."""

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
_PUT_ITEM = text(
    "INSERT INTO improvement_items VALUES (:item_id, :exercise_id, :body)"
    " ON CONFLICT (item_id) DO UPDATE SET body = excluded.body"
)
_PUT_DRAFT = text(
    "INSERT INTO report_drafts VALUES (:exercise_id, :body)"
    " ON CONFLICT (exercise_id) DO UPDATE SET body = excluded.body"
)

_PUT_DECISION = text(
    "INSERT INTO point_decisions VALUES (:exercise_id, :answer_seq, :point_id, :decided_by, :body)"
    " ON CONFLICT (exercise_id, answer_seq, point_id, decided_by) DO UPDATE SET body = excluded.body"
)
_DECISIONS = text(
    "SELECT body FROM point_decisions WHERE exercise_id = :exercise_id"
    " ORDER BY answer_seq, point_id, decided_by"
)
_PUT_FEEDBACK = text(
    "INSERT INTO feedback VALUES (:exercise_id, :participant_id, :body)"
    " ON CONFLICT (exercise_id, participant_id) DO UPDATE SET body = excluded.body"
)


class SqlStore:
    """An event store in a SQL database."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = _engine(url)
        self._migrate()

    def append(self, exercise_id: str, events: Sequence[Event], *, after_seq: int) -> None:
        """Store events behind number `after_seq`, all or none; on disk when this returns."""
        with self._writing() as connection:
            last = connection.execute(_LAST, {"exercise_id": exercise_id}).first()
            if (last[0] if last else 0) != after_seq:
                raise ConcurrentAppend(exercise_id)
            rows = chained(events, last[1] if last else GENESIS)
            try:
                connection.execute(_INSERT, [_columns(exercise_id, row) for row in rows])
            except IntegrityError as error:
                raise ConcurrentAppend(exercise_id) from error

    def rows(self, exercise_id: str, *, after_seq: int = 0) -> tuple[Row, ...]:
        """The events behind number `after_seq`, in order."""
        found = self._select(_ROWS, exercise_id=exercise_id, after_seq=after_seq)
        return tuple(Row(*columns) for columns in found)

    def last_seqs(self) -> Mapping[str, int]:
        """The number of the last event of every exercise, by exercise id."""
        return dict(self._select(_LAST_SEQS))

    def put_name(self, exercise_id: str, participant_id: str, name: str) -> None:
        """Remember the name of a participant, in place of an earlier one."""
        with self._writing() as connection:
            values = {"exercise_id": exercise_id, "participant_id": participant_id, "name": name}
            connection.execute(_PUT_NAME, values)

    def names(self, exercise_id: str) -> Mapping[str, str]:
        """Names by participant id."""
        query = text("SELECT participant_id, name FROM names WHERE exercise_id = :exercise_id")
        return dict(self._select(query, exercise_id=exercise_id))

    def erase_names(self, exercise_id: str) -> None:
        """Forget every name of an exercise; its log stays whole."""
        with self._writing() as connection:
            query = text("DELETE FROM names WHERE exercise_id = :exercise_id")
            connection.execute(query, {"exercise_id": exercise_id})

    def setting(self, key: str) -> str | None:
        """A setting, or None."""
        found = self._select(text("SELECT content FROM settings WHERE name = :name"), name=key)
        return found[0][0] if found else None

    def put_setting(self, key: str, value: str) -> str:
        """Store a setting unless there is one; the value that stands afterwards."""
        with self._writing() as connection:
            connection.execute(_PUT_SETTING, {"name": key, "content": value})
        return self.setting(key) or value

    def put_item(self, item_id: str, exercise_id: str, body: str) -> None:
        """Store an improvement item, in place of an earlier form of it."""
        with self._writing() as connection:
            values = {"item_id": item_id, "exercise_id": exercise_id, "body": body}
            connection.execute(_PUT_ITEM, values)

    def items(self) -> tuple[str, ...]:
        """The bodies of all improvement items, by their ids."""
        found = self._select(text("SELECT body FROM improvement_items ORDER BY item_id"))
        return tuple(body for (body,) in found)

    def put_report_draft(self, exercise_id: str, body: str) -> None:
        """Store what people wrote into an exercise's report, in place of what they wrote before."""
        with self._writing() as connection:
            connection.execute(_PUT_DRAFT, {"exercise_id": exercise_id, "body": body})

    def report_draft(self, exercise_id: str) -> str | None:
        """What people wrote into an exercise's report, or None."""
        query = text("SELECT body FROM report_drafts WHERE exercise_id = :exercise_id")
        found = self._select(query, exercise_id=exercise_id)
        return found[0][0] if found else None

    def put_point_decision(self, exercise_id: str, key: tuple[int, str, str], body: str) -> None:
        """Store a decision about an answer's point by (answer, point, person), in place of an earlier one."""
        named = dict(zip(("answer_seq", "point_id", "decided_by"), key, strict=True))
        with self._writing() as connection:
            connection.execute(_PUT_DECISION, {"exercise_id": exercise_id, **named, "body": body})

    def point_decisions(self, exercise_id: str) -> tuple[str, ...]:
        """The bodies of an exercise's decisions about points, by their keys."""
        return tuple(body for (body,) in self._select(_DECISIONS, exercise_id=exercise_id))

    def put_feedback(self, exercise_id: str, participant_id: str, body: str) -> None:
        """Store a seat's feedback, in place of an earlier form of it."""
        values = {"exercise_id": exercise_id, "participant_id": participant_id, "body": body}
        with self._writing() as connection:
            connection.execute(_PUT_FEEDBACK, values)

    def feedback(self, exercise_id: str) -> Mapping[str, str]:
        """Feedback by participant id."""
        query = text("SELECT participant_id, body FROM feedback WHERE exercise_id = :exercise_id")
        return dict(self._select(query, exercise_id=exercise_id))

    def problems(self) -> tuple[str, ...]:
        """Migrations that are missing or unknown, and damage SQLite finds in its file."""
        known = [name for name, _ in MIGRATIONS]
        applied = [name for (name,) in self._select(text("SELECT name FROM migrations ORDER BY name"))]
        found = [
            f"migration {name} has not run; start Tplus once to run it"
            for name in known
            if name not in applied
        ]
        found += [
            f"migration {name} is unknown; this database was made by a newer Tplus, so upgrade"
            for name in applied
            if name not in known
        ]
        if self._engine.dialect.name == "sqlite":
            report = [str(line) for (line,) in self._select(text("PRAGMA integrity_check"))]
            found += [f"SQLite reports damage: {line}; restore a backup" for line in report if line != "ok"]
        return tuple(found)

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    def _migrate(self) -> None:
        if self._is_current():
            return  # a database that can only be read is still read
        with self._writing() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS migrations (name VARCHAR(200) PRIMARY KEY)"))
            applied = {name for (name,) in connection.execute(text("SELECT name FROM migrations"))}
            for name, statements in MIGRATIONS:
                if name not in applied:
                    for statement in statements:
                        connection.execute(text(statement))
                    connection.execute(text("INSERT INTO migrations VALUES (:name)"), {"name": name})

    def _is_current(self) -> bool:
        with self._translated(), self._engine.connect() as connection:
            if not inspect(connection).has_table("migrations"):
                return False
            applied = {name for (name,) in connection.execute(text("SELECT name FROM migrations"))}
            return applied >= {name for name, _ in MIGRATIONS}

    def _select(self, query: Any, **values: Any) -> Sequence[Any]:
        with self._translated(), self._engine.connect() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._translated(), self._engine.execution_options(is_writing=True).begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise StoreUnavailable(
                f"The database {self._engine.url.render_as_string()} can't be used: {error.orig}."
                " Check that its folder exists, is writable and has space left."
            ) from error
        except SQLAlchemyError as error:
            reason = getattr(error, "orig", None) or type(error).__name__
            raise StoreUnavailable(
                f"The database {self._engine.url.render_as_string()} refused a request: {reason}."
                " Run `tplus doctor` where it lies."
            ) from error


def _columns(exercise_id: str, row: Row) -> dict[str, str | int]:
    return {
        "exercise_id": exercise_id,
        "seq": row.seq,
        "body": row.text,
        "previous": row.previous,
        "sha256": row.sha256,
    }


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        if engine.url.database and not engine.url.database.startswith("file:"):  # SQLite's own kind of URL
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # otherwise sqlite3 begins transactions by itself, and too late
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
