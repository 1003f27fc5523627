"""Exercise time: a function of events and now."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine import commands as c
from engine.log.parts import Anchor
from engine.running.session import Session
from tests.world import START, Room

RATES = st.sampled_from([0.5, 1.0, 2.0, 6.0, 60.0])


def test_time_stands_still_before_the_start():
    """Nothing passes in the lobby, however long people take to join."""
    room = Room().after(minutes=30)

    assert room.session.at_ms(room.id) == 0


def test_time_runs_at_the_rate_and_stands_still_while_paused():
    """Two minutes at ×6, a pause of an hour and one minute more make thirteen minutes."""
    room = Room().start(rate=6.0).after(minutes=2)
    room.do(c.PauseClock(by=room.facilitator, reason="real-world fire alarm"))
    room.after(hours=1)
    room.do(c.ResumeClock(by=room.facilitator))
    room.do(c.SetRate(by=room.facilitator, rate=1.0))
    room.after(minutes=1)

    assert room.session.at_ms(room.id) == 13 * 60_000


def test_a_restart_keeps_the_clock():
    """Another process that opens the same log reads the same time to the millisecond."""
    room = Room().start(rate=2.0).after(minutes=3, seconds=7)
    other = Session(room.session.store, clock=room.clock)

    assert other.at_ms(room.id) == room.session.at_ms(room.id) == 2 * 187_000


def test_time_stops_at_the_end():
    """Exercise time never runs past the end, even if nobody was there to end it."""
    room = Room().start()
    room.clock.advance(hours=5)

    assert room.session.at_ms(room.id) == 90 * 60_000


def test_time_never_goes_back_when_the_wall_clock_does():
    """A wall clock that is set back does not set the exercise back."""
    room = Room().start().after(minutes=10)
    room.do(c.PauseClock(by=room.facilitator))
    room.do(c.ResumeClock(by=room.facilitator))
    room.clock.advance(minutes=-5)

    assert room.session.at_ms(room.id) == 10 * 60_000


@given(rate=RATES, micros=st.integers(0, 10**11))
def test_exercise_time_is_whole_milliseconds_rounded_down(rate, micros):
    """Exercise time is the elapsed time times the rate, rounded down."""
    anchor = Anchor(at_ms=5, recorded_at=START, rate=rate, is_running=True)

    at_ms = anchor.exercise_ms(START + timedelta(microseconds=micros))

    assert at_ms == 5 + int(micros * round(rate * 1000)) // 10**6


@given(first=st.integers(0, 10**10), second=st.integers(0, 10**10), rate=RATES)
def test_exercise_time_never_falls(first, second, rate):
    """Later on the wall is never earlier in the exercise."""
    anchor = Anchor(at_ms=0, recorded_at=START, rate=rate, is_running=True)
    early, late = sorted((first, second))

    assert anchor.exercise_ms(START + timedelta(microseconds=early)) <= anchor.exercise_ms(
        START + timedelta(microseconds=late)
    )
