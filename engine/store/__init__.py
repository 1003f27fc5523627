"""Stores of events: the only place that touches a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from engine.log.canonical import GENESIS, chain_hash, to_text
from engine.log.events import Event

Names = Mapping[str, str]
"""Names of participants by their ids."""

NO_NAMES: Names = MappingProxyType({})
"""Of an append with which nobody takes a seat."""


@dataclass(frozen=True, slots=True)
class Row:
    """An event as it lies in the store."""

    seq: int
    text: str
    """Canonical JSON of the event."""
    previous: str
    """SHA-256 of the event before it, as hex digits."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """Something kept beside the logs, such as an improvement item; a later one replaces an earlier."""

    kind: str
    exercise_id: str
    """The exercise it belongs to, and is deleted with; empty where it belongs to none."""
    key: str
    """Tells apart the documents of a kind and an exercise; empty where there is only one."""
    body: str


class EventStore(Protocol):
    """What every store does; reads see only whole appends."""

    def append(
        self,
        exercise_id: str,
        events: Sequence[Event],
        *,
        after_seq: int,
        names: Names = NO_NAMES,
    ) -> None:
        """Store events behind number `after_seq` with the names of those who take a seat: all, or nothing.

        Raises:
            ConcurrentAppend: the log does not end at `after_seq` any more.

        """

    def rows(self, exercise_id: str, *, after_seq: int = 0) -> tuple[Row, ...]:
        """The events behind number `after_seq`, in order."""

    def last_seqs(self) -> Mapping[str, int]:
        """The number of the last event of every exercise, by exercise id."""

    def delete_exercise(self, exercise_id: str) -> None:
        """Forget an exercise: its log, its names, its keys and every document of it."""

    def put_name(self, exercise_id: str, participant_id: str, name: str) -> None:
        """Remember the name of a participant, in place of an earlier one."""

    def names(self, exercise_id: str) -> Mapping[str, str]:
        """Names by participant id."""

    def erase_names(self, exercise_id: str) -> None:
        """Forget every name of an exercise; its log stays whole."""

    def setting(self, key: str) -> str | None:
        """A setting, or None."""

    def put_setting(self, key: str, value: str) -> str:
        """Store a setting unless there is one; the value that stands afterwards."""

    def put(self, *documents: Document) -> None:
        """Store documents, all or none, each in place of an earlier one of its kind, exercise and key."""

    def get(self, kind: str, exercise_id: str = "", key: str = "") -> str | None:
        """The body of a document, or None."""

    def documents(self, kind: str, exercise_id: str | None = None) -> tuple[Document, ...]:
        """The documents of a kind, those of one exercise or of all, by exercise and key."""

    def delete(self, kind: str, exercise_id: str = "", key: str = "") -> None:
        """Forget a document; nothing where there is none."""

    def settle(self) -> bool:
        """Bring what is stored into the database's own file; whether all of it is there now."""

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the store itself: migrations missing or unknown, damage; empty if nothing is."""

    def close(self) -> None:
        """Let go of files and connections."""


def chained(events: Sequence[Event], previous: str) -> tuple[Row, ...]:
    """Rows for events, each bound to the hash of the one before it."""
    rows: list[Row] = []
    for event in events:
        text = to_text(event)
        sha256 = chain_hash(previous, text)
        rows.append(Row(event.seq, text, previous, sha256))
        previous = sha256
    return tuple(rows)


def chain_problems(rows: Sequence[Row]) -> tuple[str, ...]:
    """What is wrong with a log's numbers and hashes, in words; empty if nothing is."""
    found: list[str] = []
    previous = GENESIS
    for expected_seq, row in enumerate(rows, start=1):
        if row.seq != expected_seq:
            found.append(f"event {expected_seq} is missing (found {row.seq})")
            break
        if row.previous != previous:
            found.append(f"event {row.seq} does not follow the event before it")
        if row.sha256 != chain_hash(row.previous, row.text):
            found.append(f"event {row.seq} was changed after it was stored")
        previous = row.sha256
    return tuple(found)
