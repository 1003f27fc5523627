"""Tokens of seats, as browsers keep them: made, found valid, voided by a later issue of the seat."""

import threading
from datetime import UTC, datetime, timedelta

from engine.seats import identity
from engine.seats.identity import Pass, Seat
from engine.snapshot import Snapshot
from engine.store import Document, EventStore

SEAT_LASTS = timedelta(days=14)
"""How long a browser keeps a seat: longer than any exercise and its follow-up (assumption)."""

ISSUE = "seat-issue"
"""Kind of the documents that count how often a seat was given to another browser; older tokens are void."""

_taking = threading.Lock()


def token_of(store: EventStore, signing: str, seat: Seat, now: datetime) -> str:
    """A token of a seat, as good as every other of its present issue."""
    return identity.sign_pass(Pass(seat, _issue(store, seat), seconds(now)), signing)


def is_valid(store: EventStore, held: Pass, snapshot: Snapshot, now: datetime) -> bool:
    """Whether a signed token still opens its seat: somebody sits there, nobody revoked it, it is not old."""
    seat, state = held.seat, snapshot.state
    made_at = moment(held.made_s) if held.made_s else snapshot.events[0].recorded_at
    return (
        state.app_role(seat.participant_id) == seat.app_role
        and now - made_at <= SEAT_LASTS
        and held.issue == _issue(store, seat)
    )


def next_issue(store: EventStore, seat: Seat, *, after: int | None = None) -> int | None:
    """One issue of a seat more, which voids every token before it; None where `after` is not the latest."""
    with _taking:
        latest = _issue(store, seat)
        if after not in (None, latest):
            return None
        store.put(Document(ISSUE, seat.exercise_id, seat.participant_id, str(latest + 1)))
    return latest + 1


def _issue(store: EventStore, seat: Seat) -> int:
    return int(store.get(ISSUE, seat.exercise_id, seat.participant_id) or 0)


def seconds(at: datetime) -> int:
    """A moment as tokens hold it."""
    return int(at.timestamp())


def moment(made_s: int) -> datetime:
    """The moment that a token holds."""
    return datetime.fromtimestamp(made_s, UTC)
