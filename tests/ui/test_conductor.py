"""The conductor delivers what is due, whether or not a browser is open."""

import pytest

from engine import commands as c
from engine.running.conductor import Conductor
from tests.world import Room
from ui.news.feed import Feed


def _conductor(room: Room) -> Conductor:
    made = Conductor(room.session, Feed(room.session))
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


def test_an_exercise_that_was_deleted_is_dropped(caplog: pytest.LogCaptureFixture) -> None:
    """What is no longer there is no failure, and is not looked at again."""
    room = Room().start()
    conductor = _conductor(room)
    room.session.store.delete_exercise(room.id)
    conductor.look()
    conductor._open = [room.id]

    conductor.conduct()

    assert conductor._open == []
    assert caplog.text == ""


def test_the_next_round_comes_with_the_next_tick() -> None:
    """At ×60 a tick of half a minute is due twice a second, and no round sleeps past it."""
    room = Room().start(rate=60.0)
    conductor = _conductor(room)

    pause_s = conductor.conduct()

    assert 0.0 < pause_s <= 0.2


def test_the_next_round_comes_with_the_next_inject() -> None:
    """No round sleeps past the moment an inject is due, or the time is up, at any rate of the clock."""
    room = Room().start(rate=10.0)
    conductor = _conductor(room)
    conductor.conduct()
    for minutes, left_s in ((15, 0.05), (90, 0.1)):
        room.do(c.SkipTo(by=room.facilitator, to_ms=minutes * 60_000 - 100_000))
        conductor.conduct()
        room.clock.advance(seconds=10 - left_s)

        assert conductor.conduct() == pytest.approx(left_s, abs=0.002)


def test_lateness_is_told_for_every_tick_that_came_late() -> None:
    """Ticks that were computed a moment after they were due say by how much, in wall-clock time."""
    room = Room().start(rate=4.0)
    conductor = _conductor(room)
    conductor.conduct()
    room.clock.advance(seconds=25)

    conductor.conduct()

    assert conductor.ticks.lateness_ms() == {"p50": 10_000.0, "p95": 17_500.0, "max": 17_500.0, "ticks": 3}


def test_a_paused_clock_is_never_late() -> None:
    """While exercise time stands still no tick is due."""
    room = Room().start()
    conductor = _conductor(room)
    conductor.conduct()
    room.do(c.PauseClock(by=room.facilitator))
    room.clock.advance(minutes=10)

    conductor.conduct()
    room.do(c.ResumeClock(by=room.facilitator))
    conductor.conduct()

    assert conductor.ticks.lateness_ms() == {}


def test_time_that_was_skipped_is_not_late() -> None:
    """Ticks that a skip jumped over were never due."""
    room = Room().start()
    conductor = _conductor(room)
    conductor.conduct()
    room.do(c.SkipTo(by=room.facilitator, to_ms=40 * 60_000))

    conductor.conduct()

    assert conductor.ticks.lateness_ms() == {}
