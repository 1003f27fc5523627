"""A store that lives and dies with the process; for rehearsals and tests."""

import threading
from collections.abc import Mapping, Sequence

from engine.errors import ConcurrentAppend
from engine.log.canonical import GENESIS
from engine.log.events import Event
from engine.store import NO_NAMES, Document, Names, Row, chained


class MemoryStore:
    """An event store in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._logs: dict[str, list[Row]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._settings: dict[str, str] = {}
        self._documents: dict[tuple[str, str, str], Document] = {}

    def append(
        self,
        exercise_id: str,
        events: Sequence[Event],
        *,
        after_seq: int,
        names: Names = NO_NAMES,
    ) -> None:
        """Store events behind number `after_seq` with the names of those who take a seat: all, or nothing."""
        with self._lock:
            log = self._logs.get(exercise_id, [])
            if len(log) != after_seq:
                raise ConcurrentAppend(exercise_id)
            rows = chained(events, log[-1].sha256 if log else GENESIS)
            self._logs[exercise_id] = [*log, *rows]
            for participant_id, name in names.items():
                self.put_name(exercise_id, participant_id, name)

    def rows(self, exercise_id: str, *, after_seq: int = 0) -> tuple[Row, ...]:
        """The events behind number `after_seq`, in order."""
        return tuple(self._logs.get(exercise_id, [])[after_seq:])

    def last_seqs(self) -> Mapping[str, int]:
        """The number of the last event of every exercise, by exercise id."""
        return {exercise_id: len(log) for exercise_id, log in sorted(self._logs.items())}

    def delete_exercise(self, exercise_id: str) -> None:
        """Forget an exercise: its log, its names, its keys and every document of it."""
        with self._lock:
            self._logs.pop(exercise_id, None)
            self._names.pop(exercise_id, None)
            for name in [
                name
                for name, content in self._settings.items()
                if content == exercise_id or name.endswith(f":{exercise_id}")
            ]:
                del self._settings[name]
            for place in [place for place in self._documents if place[1] == exercise_id]:
                del self._documents[place]

    def put_name(self, exercise_id: str, participant_id: str, name: str) -> None:
        """Remember the name of a participant, in place of an earlier one."""
        self._names.setdefault(exercise_id, {})[participant_id] = name

    def names(self, exercise_id: str) -> Mapping[str, str]:
        """Names by participant id."""
        return dict(self._names.get(exercise_id, {}))

    def erase_names(self, exercise_id: str) -> None:
        """Forget every name of an exercise; its log stays whole."""
        self._names.pop(exercise_id, None)

    def setting(self, key: str) -> str | None:
        """A setting, or None."""
        return self._settings.get(key)

    def put_setting(self, key: str, value: str) -> str:
        """Store a setting unless there is one; the value that stands afterwards."""
        return self._settings.setdefault(key, value)

    def put(self, *documents: Document) -> None:
        """Store documents, all or none, each in place of an earlier one of its kind, exercise and key."""
        self._documents |= {(item.kind, item.exercise_id, item.key): item for item in documents}

    def get(self, kind: str, exercise_id: str = "", key: str = "") -> str | None:
        """The body of a document, or None."""
        found = self._documents.get((kind, exercise_id, key))
        return found.body if found else None

    def documents(self, kind: str, exercise_id: str | None = None) -> tuple[Document, ...]:
        """The documents of a kind, those of one exercise or of all, by exercise and key."""
        in_order = sorted(self._documents.items())
        mine = (item for _, item in in_order if exercise_id in (None, item.exercise_id))
        return tuple(item for item in mine if item.kind == kind)

    def delete(self, kind: str, exercise_id: str = "", key: str = "") -> None:
        """Forget a document; nothing where there is none."""
        self._documents.pop((kind, exercise_id, key), None)

    def settle(self) -> bool:
        """Nothing to do: there is no file."""
        return True

    def problems(self) -> tuple[str, ...]:
        """Nothing: memory has no migrations and no file."""
        return ()

    def close(self) -> None:
        """Nothing to let go of."""
