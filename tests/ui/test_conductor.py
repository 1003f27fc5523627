"""The conductor delivers what is due, whether or not a browser is open."""

import pytest

from tests.world import Room
from ui.conductor import Conductor


def _conductor(room: Room) -> Conductor:
    made = Conductor(room.session)
    made._open = list(room.session.store.last_seqs())
    return made


def test_what_is_due_is_delivered_in_a_round() -> None:
    """One round delivers every inject whose time has come."""
    room = Room().start()
    room.clock.advance(minutes=31)

    _conductor(room).conduct()

    assert list(room.state.delivered) == ["inject-1", "inject-2", "inject-3"]


def test_an_exercise_that_has_ended_is_left_alone() -> None:
    """Once the time is up the exercise is ended, and no longer looked at."""
    room = Room().start()
    conductor = _conductor(room)
    room.clock.advance(minutes=91)

    conductor.conduct()

    assert room.state.phase == "ended"
    assert conductor._open == []


def test_a_broken_exercise_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A failure is logged, and the round goes on with the next exercise."""
    room = Room().start()
    conductor = _conductor(room)
    conductor._open = ["x-broken", room.id]
    room.clock.advance(minutes=16)
    whole = room.session.conduct

    def conduct(exercise_id: str) -> tuple[object, ...]:
        if exercise_id == "x-broken":
            raise RuntimeError("broken")
        return whole(exercise_id)

    monkeypatch.setattr(room.session, "conduct", conduct)
    conductor.conduct()

    assert "inject-2" in room.state.delivered
    assert "x-broken" in caplog.text
