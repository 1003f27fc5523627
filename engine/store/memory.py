"""A store that lives and dies with the process; for rehearsals and tests."""

import threading
from collections.abc import Mapping, Sequence

from engine.errors import ConcurrentAppend
from engine.log.canonical import GENESIS
from engine.log.events import Event
from engine.store import Row, chained


class MemoryStore:
    """An event store in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._logs: dict[str, list[Row]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._settings: dict[str, str] = {}
        self._items: dict[str, str] = {}
        self._drafts: dict[str, str] = {}
        self._decisions: dict[str, dict[tuple[int, str, str], str]] = {}
        self._feedback: dict[str, dict[str, str]] = {}

    def append(self, exercise_id: str, events: Sequence[Event], *, after_seq: int) -> None:
        """Store events behind number `after_seq`, all or none."""
        with self._lock:
            log = self._logs.get(exercise_id, [])
            if len(log) != after_seq:
                raise ConcurrentAppend(exercise_id)
            rows = chained(events, log[-1].sha256 if log else GENESIS)
            self._logs[exercise_id] = [*log, *rows]

    def rows(self, exercise_id: str, *, after_seq: int = 0) -> tuple[Row, ...]:
        """The events behind number `after_seq`, in order."""
        return tuple(self._logs.get(exercise_id, [])[after_seq:])

    def last_seqs(self) -> Mapping[str, int]:
        """The number of the last event of every exercise, by exercise id."""
        return {exercise_id: len(log) for exercise_id, log in sorted(self._logs.items())}

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

    def put_item(self, item_id: str, exercise_id: str, body: str) -> None:
        """Store an improvement item, in place of an earlier form of it."""
        self._items[item_id] = body

    def items(self) -> tuple[str, ...]:
        """The bodies of all improvement items, by their ids."""
        return tuple(body for _, body in sorted(self._items.items()))

    def put_report_draft(self, exercise_id: str, body: str) -> None:
        """Store what people wrote into an exercise's report, in place of what they wrote before."""
        self._drafts[exercise_id] = body

    def report_draft(self, exercise_id: str) -> str | None:
        """What people wrote into an exercise's report, or None."""
        return self._drafts.get(exercise_id)

    def put_point_decision(self, exercise_id: str, key: tuple[int, str, str], body: str) -> None:
        """Store a decision about an answer's point by (answer, point, person), in place of an earlier one."""
        self._decisions.setdefault(exercise_id, {})[key] = body

    def point_decisions(self, exercise_id: str) -> tuple[str, ...]:
        """The bodies of an exercise's decisions about points, by their keys."""
        return tuple(body for _, body in sorted(self._decisions.get(exercise_id, {}).items()))

    def put_feedback(self, exercise_id: str, participant_id: str, body: str) -> None:
        """Store a seat's feedback, in place of an earlier form of it."""
        self._feedback.setdefault(exercise_id, {})[participant_id] = body

    def feedback(self, exercise_id: str) -> Mapping[str, str]:
        """Feedback by participant id."""
        return dict(self._feedback.get(exercise_id, {}))

    def problems(self) -> tuple[str, ...]:
        """Nothing: memory has no migrations and no file."""
        return ()

    def close(self) -> None:
        """Nothing to let go of."""
