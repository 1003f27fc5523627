"""Stores of events: the only place that touches a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.log.canonical import GENESIS, chain_hash, to_text
from engine.log.events import Event


@dataclass(frozen=True, slots=True)
class Row:
    """An event as it lies in the store."""

    seq: int
    text: str
    """Canonical JSON of the event."""
    previous: str
    """SHA-256 of the event before it, as hex digits."""
    sha256: str


class EventStore(Protocol):
    """What every store does; reads see only whole appends."""

    def append(self, exercise_id: str, events: Sequence[Event], *, after_seq: int) -> None:
        """Store events behind number `after_seq`, all or none.

        Raises:
            ConcurrentAppend: the log does not end at `after_seq` any more.

        """

    def rows(self, exercise_id: str, *, after_seq: int = 0) -> tuple[Row, ...]:
        """The events behind number `after_seq`, in order."""

    def last_seqs(self) -> Mapping[str, int]:
        """The number of the last event of every exercise, by exercise id."""

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

    def put_item(self, item_id: str, exercise_id: str, body: str) -> None:
        """Store an improvement item, in place of an earlier form of it."""

    def items(self) -> tuple[str, ...]:
        """The bodies of all improvement items, by their ids."""

    def put_report_draft(self, exercise_id: str, body: str) -> None:
        """Store what people wrote into an exercise's report, in place of what they wrote before."""

    def report_draft(self, exercise_id: str) -> str | None:
        """What people wrote into an exercise's report, or None."""

    def put_point_decision(self, exercise_id: str, key: tuple[int, str, str], body: str) -> None:
        """Store a decision about an answer's point by (answer, point, person), in place of an earlier one."""

    def point_decisions(self, exercise_id: str) -> tuple[str, ...]:
        """The bodies of an exercise's decisions about points, by their keys."""

    def put_feedback(self, exercise_id: str, participant_id: str, body: str) -> None:
        """Store a seat's feedback, in place of an earlier form of it."""

    def feedback(self, exercise_id: str) -> Mapping[str, str]:
        """Feedback by participant id."""

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
