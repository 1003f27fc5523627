"""What goes wrong with storing is said: on the desk of those who run the exercise, and to monitoring."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from engine.errors import StoreUnavailable
from engine.log.events import ClockAdjusted, ExerciseEnded
from engine.log.fact import SYSTEM
from engine.running.conductor import Conductor
from engine.running.session import Session
from engine.running.storing import Storing
from tests.ui.live.conftest import Played, Visit
from tests.world import START, Room
from ui.news.feed import Feed
from ui.news.message import Viewer
from ui.news.standing import of_server, warnings
from ui.server import process

PLACE = "/srv/secret-place/tplus.db"


@contextmanager
def full(session: Session) -> Iterator[None]:
    """A disk that is full: nothing can be stored, everything can be read."""

    def fail(*_: object, **_named: object) -> None:
        raise StoreUnavailable("Nothing can be stored.", reason="database or disk is full", detail=PLACE)

    with pytest.MonkeyPatch.context() as patched:
        for name in ("put", "append", "put_setting"):
            patched.setattr(session.store, name, fail)
        yield


class Desk:
    """A room with a conductor and a feed, on a clock that obeys."""

    def __init__(self) -> None:
        self.room = Room().start()
        self.feed = Feed(self.room.session)
        self.conductor = Conductor(self.room.session, self.feed)
        self.conductor.look()
        self.conductor.conduct()

    def after(self, **by: float) -> "Desk":
        """Let time pass in rounds of five seconds."""
        until = self.room.clock.now + timedelta(**by)
        while self.room.clock.now < until:
            self.room.clock.advance(seconds=5)
            self.conductor.conduct()
        return self

    def warned(self, participant_id: str | None) -> str:
        """What somebody's bar is told to warn of."""
        news = self.feed.news(self.room.session.current(self.room.id))
        return news.text_for(Viewer(self.room.id, participant_id))


def test_the_desk_says_within_a_round_that_nothing_can_be_stored() -> None:
    """Within five seconds the facilitator reads it with the database's reason; nobody else does."""
    desk = Desk()
    with full(desk.room.session):
        desk.after(seconds=5)
        told = desk.warned(desk.room.facilitator)

        assert "Nothing can be stored since 14:15:05 UTC: database or disk is full." in told
        for other in (desk.room.responder, None):
            assert '"warnings":[]' in desk.warned(other)
            assert PLACE not in desk.warned(other)
        assert PLACE not in told
    desk.after(seconds=5)

    assert '"warnings":[]' in desk.warned(desk.room.facilitator)


def test_an_inject_that_could_not_be_delivered_is_named() -> None:
    """An inject that falls due while nothing can be stored is on the desk with its title."""
    desk = Desk().after(minutes=14, seconds=55)
    with full(desk.room.session):
        desk.after(seconds=15)
        snapshot = desk.room.session.current(desk.room.id)
        said = warnings(desk.room.session, snapshot, desk.room.clock())

    title = snapshot.scenario.injects[1].title
    assert said[1] == f"Due and not delivered: {title}."
    desk.after(seconds=5)
    assert "inject-2" in desk.room.state.delivered


def test_browsers_are_told_when_a_warning_comes_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """News go out when the warnings change, though nothing was stored, and only then."""
    desk, sent = Desk(), []
    monkeypatch.setattr(desk.feed.hub, "size", lambda _exercise: 1)
    monkeypatch.setattr(desk.feed.hub, "publish", lambda _id, news, **_named: sent.append(news.warnings))
    with full(desk.room.session):
        desk.after(seconds=20)
    desk.after(seconds=10)

    changes = [said for before, said in zip([(), *sent], sent, strict=False) if said != before]
    assert [bool(said) for said in changes] == [True, False]


def test_a_clock_that_was_set_back_is_said_for_ten_minutes() -> None:
    """The desk reads by how much, until everybody has seen it."""
    desk = Desk().after(minutes=1)
    desk.room.clock.advance(minutes=-8)
    desk.conductor.conduct()

    assert "set back by 8 min 0 s" in desk.warned(desk.room.facilitator)
    assert isinstance(desk.room.session.current(desk.room.id).events[-1], ClockAdjusted)
    desk.after(minutes=11)
    assert "set back" not in desk.warned(desk.room.facilitator)


def test_the_desk_asks_for_a_backup_after_a_week() -> None:
    """What ended more than seven days ago and is in no backup is said; a demonstration is not worth one."""
    storing = Storing()
    storing.ended("x-1", START)

    assert storing.backup_due_since(START + timedelta(days=7)) is None
    assert storing.backup_due_since(START + timedelta(days=8)) == START
    storing.backed_up_at = START - timedelta(hours=1)
    assert storing.backup_due_since(START + timedelta(days=8)) == START
    storing.backed_up_at = START + timedelta(days=2)
    assert storing.backup_due_since(START + timedelta(days=80)) is None


def test_an_end_counts_for_the_backup() -> None:
    """The conductor knows which exercises ended, also those that had ended before it began."""
    desk = Desk()
    end = ExerciseEnded(at_ms=1, by=SYSTEM, seq=desk.room.state.seq + 1, recorded_at=desk.room.clock())
    desk.room.session.store.append(desk.room.id, [end], after_seq=desk.room.state.seq)
    desk.conductor.conduct()
    desk.room.clock.advance(days=9)

    (said,) = of_server(desk.room.session)
    assert said == "What ended 9 days ago is in no backup; `tplus backup` makes one."


def test_monitoring_is_told_what_can_not_be_stored(played: Played, visit: Visit) -> None:
    """Health is 503 while nothing can be stored, says since when and why, and names no place."""
    client = visit()
    well = client.get("/tplus/health")
    with full(played.session), pytest.raises(StoreUnavailable):
        played.session.join(played.id, "Ann Example")
    ill = client.get("/tplus/health")
    played.session.join(played.id, "Ann Example")
    again = client.get("/tplus/health")

    assert (well.status_code, well.json()["status"], well.json()["last_failed_write"]) == (200, "ok", None)
    assert (ill.status_code, ill.json()["status"]) == (503, "nothing can be stored")
    assert ill.json()["last_failed_write"]["reason"] == "database or disk is full"
    assert PLACE not in ill.text
    assert (again.status_code, again.json()["last_failed_write"]["is_over"]) == (200, True)


def test_no_message_to_a_participant_names_the_place(played: Played, visit: Visit) -> None:
    """Where an answer can't be stored the browser is told so, and not where the database lies."""
    body = {
        "exercise": played.id,
        "kind": "answer",
        "key": "0123456789ab",
        "text": "Our logs.",
        "inject_id": "inject-1",
        "question_id": "inject-1-q1",
    }
    with full(process.session()):
        answer = visit("participant").post("/tplus/say", json=body)

    assert answer.status_code == 503
    assert answer.json() == {"reason": "Nothing can be stored."}
