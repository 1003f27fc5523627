"""Who has read what was meant for them; kept beside the log, because no score rests on it."""

from engine.errors import Refused
from engine.log.state import State
from engine.notices import notices_for
from engine.seats.identity import Seat
from engine.store import Document, EventStore

READ = "read"
"""Kind of the documents that say so: one for each participant and event, with the exercise time in ms."""


def read_by(store: EventStore, seat: Seat) -> frozenset[int]:
    """Numbers of the events that this seat has acknowledged."""
    keys = (kept.key.split(":") for kept in store.documents(READ, seat.exercise_id))
    return frozenset(int(seq) for participant_id, seq in keys if participant_id == seat.participant_id)


def acknowledge(
    store: EventStore, state: State, seat: Seat, seq: int, *, at_ms: int, for_role: str = ""
) -> None:
    """Keep that a person has read what was meant for them; a second time changes nothing.

    Raises:
        Refused: nothing of that number is meant for them.
        StoreUnavailable: it could not be kept.

    """
    meant = notices_for(state, seat.participant_id, for_role=for_role)
    if seq not in {notice.event.seq for notice in meant}:
        raise Refused("This was not sent to you or to a role of yours.")
    if seq not in read_by(store, seat):
        store.put(Document(READ, seat.exercise_id, f"{seat.participant_id}:{seq}", str(at_ms)))
