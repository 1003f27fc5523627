"""Garbage is collected while nobody waits."""

import gc
from collections.abc import Iterator

import pytest

from engine import commands as c
from tests.world import Room
from ui.server import garbage


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How much garbage there is (the first number), and one more entry for every collection."""
    with garbage.chosen_moments():
        told = [garbage.WORTH]
        monkeypatch.setattr(gc, "get_count", lambda: (0, 0, told[0]))
        monkeypatch.setattr(gc, "collect", lambda: told.append(1))
        yield told


def _look(room: Room) -> None:
    garbage.tidy([room.session.current(room.id)], room.clock())


def test_a_quiet_room_is_tidied(chosen: list[int]) -> None:
    """Two seconds after the latest event and far from the next inject, enough garbage is collected."""
    room = Room().start()
    room.clock.advance(seconds=1)
    _look(room)
    room.clock.advance(seconds=2)
    _look(room)
    chosen[0] = garbage.WORTH - 1
    _look(room)

    assert len(chosen) == 2


def test_nothing_is_collected_before_an_inject(chosen: list[int]) -> None:
    """Just before an inject is due garbage waits, at every rate, unless there is far too much."""
    room = Room().start()
    room.do(c.SetRate(by=room.facilitator, rate=10.0))
    room.clock.advance(seconds=89)
    _look(room)
    assert len(chosen) == 1

    chosen[0] = garbage.MOST
    _look(room)
    assert len(chosen) == 2


def test_a_room_that_stands_still_is_quiet(chosen: list[int]) -> None:
    """While the clock is paused nothing is about to happen."""
    room = Room().start()
    room.clock.advance(minutes=14, seconds=59)
    room.do(c.PauseClock(by=room.facilitator, reason="Fire drill"))
    room.clock.advance(seconds=5)
    _look(room)

    assert len(chosen) == 2


def test_python_collects_by_itself_where_no_server_chose(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal or a test nothing is collected by hand."""
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("collected"))
    room = Room().start()
    room.clock.advance(seconds=5)
    _look(room)


def test_a_server_that_stops_puts_everything_back() -> None:
    """Thresholds and frozen objects are the process's own again, also when the server failed."""
    kept = gc.get_threshold(), gc.get_freeze_count()
    with pytest.raises(RuntimeError), garbage.chosen_moments():
        raise RuntimeError("the port is taken")

    assert kept == (gc.get_threshold(), gc.get_freeze_count())
