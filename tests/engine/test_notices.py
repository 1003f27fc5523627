"""What is meant for somebody reaches them, once, and nobody else."""

import pytest

from engine import commands as c
from engine.errors import Refused
from engine.notices import notices_for
from engine.running.reading import acknowledge, read_by
from engine.seats.identity import Seat
from tests.world import Room, rich_exercise

TOLD, SENT, WHY = "The regulator called.", "Hold all outside words.", "It spreads."


@pytest.fixture
def room() -> Room:
    """A running exercise in which Legal was told something, sent a message, and a request was granted."""
    made = Room(rich_exercise())
    made.legal = made.join("Lea Example", "Legal")  # type: ignore[attr-defined]
    made.start()
    made.do(c.NotifyRole(by=made.responder, role="Legal", text=TOLD))
    made.do(c.SendMessage(by=made.responder, audience="Legal", text=SENT))
    made.do(c.RequestApproval(by=made.responder, about="containment", level=4, reason=WHY))
    made.do(c.DecideApproval(by=made.ciso, approval_id="APP-1", granted=True, reason="Agreed."))
    return made


def texts(room: Room, who: str, **how: object) -> list[str]:
    """What waits for somebody."""
    return [notice.text for notice in notices_for(room.state, who, **how)]  # type: ignore[arg-type]


def test_each_is_told_what_is_meant_for_them(room: Room) -> None:
    """Legal reads both texts, the latest first; the asker reads the decision; the approver nothing."""
    assert texts(room, room.legal) == [SENT, TOLD]
    assert texts(room, room.responder) == ["Agreed."]
    assert texts(room, room.ciso) == []
    assert texts(room, room.facilitator) == []


def test_nobody_is_told_what_they_said(room: Room) -> None:
    """Who holds the role that they told themselves has nothing to read."""
    room.do(c.NotifyRole(by=room.legal, role="Legal", text="I know."))

    assert "I know." not in texts(room, room.legal)


def test_what_was_read_waits_no_longer(room: Room) -> None:
    """An acknowledgement is kept for this person and this event, and a second one changes nothing."""
    store, seat = room.session.store, Seat(room.id, room.legal, "participant")
    first = room.state.notified[0].seq
    for at_ms in (60_000, 90_000):
        acknowledge(store, room.state, seat, first, at_ms=at_ms)

    assert texts(room, room.legal, read=read_by(store, seat)) == [SENT]
    assert [kept.body for kept in store.documents("read", room.id)] == ["60000"]
    assert read_by(store, Seat(room.id, room.responder, "participant")) == frozenset()


@pytest.mark.parametrize("who", ["responder", "ciso", "facilitator"])
def test_nobody_acknowledges_for_another(room: Room, who: str) -> None:
    """What was said to Legal is Legal's to acknowledge."""
    seat = Seat(room.id, getattr(room, who), "participant")

    with pytest.raises(Refused, match="not sent to you"):
        acknowledge(room.session.store, room.state, seat, room.state.notified[0].seq, at_ms=0)
    assert room.session.store.documents("read", room.id) == ()


def test_a_scribe_reads_for_the_role_they_speak_for(room: Room) -> None:
    """Speaking for Legal, somebody sees what Legal was told."""
    assert TOLD in texts(room, room.ciso, for_role="Legal")
