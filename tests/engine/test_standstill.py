"""A server that sleeps, stops or has its clock set: the exercise stands still where the server did."""

from datetime import timedelta

import pytest

from engine import commands as c
from engine.errors import Refused, StoreUnavailable
from engine.log import events as e
from engine.log.fact import SYSTEM
from engine.rehearsal.live import play_due
from engine.rehearsal.trial import begin
from engine.running.conductor import Conductor
from engine.running.session import Session
from engine.store.memory import MemoryStore
from engine.store.sql import SqlStore
from terminal import playing
from tests.world import ManualClock, Room, seed_exercise

MINUTE = 60_000


class Quiet:
    """A listener that tells nobody."""

    def seen(self, _snapshot):
        """Nothing."""

    def ticked(self, _snapshot):
        """Nothing."""


class Served:
    """An exercise with a server that conducts it, on a clock that obeys."""

    def __init__(self, store=None, **fields):
        self.room = Room(store=store).start(**fields)
        self.clock = self.room.clock
        self.serve()

    def serve(self):
        """A new process on the same database and clock."""
        self.session = Session(self.room.session.store, clock=self.clock)
        self.conductor = Conductor(self.session, Quiet(), play=play_due)
        self.round()

    def round(self):
        """Look for exercises and conduct them once."""
        self.conductor.look()
        self.conductor.conduct()

    def run(self, **by):
        """Let time pass with a round every twenty seconds."""
        until = self.clock.now + timedelta(**by)
        while self.clock.now < until:
            self.clock.now = min(until, self.clock.now + timedelta(seconds=20))
            self.round()
        return self

    def leap(self, **by):
        """The clock shows another time from one round to the next."""
        self.clock.advance(**by)
        self.round()
        return self

    @property
    def state(self):
        """The present state."""
        return self.session.current(self.room.id).state

    @property
    def last(self):
        """The last event."""
        return self.session.current(self.room.id).events[-1]

    @property
    def at_ms(self):
        """Exercise time now."""
        return self.session.at_ms(self.room.id)

    def do(self, command):
        """Give a command as the facilitator."""
        return self.session.execute(self.room.id, command.model_copy(update={"by": self.room.facilitator}))


@pytest.fixture(params=["memory", "sqlite"])
def served(request, tmp_path):
    """An exercise ten minutes after StartEx, with one inject delivered."""
    store = MemoryStore() if request.param == "memory" else SqlStore(f"sqlite:///{tmp_path / 'tplus.db'}")
    yield Served(store).run(minutes=10)
    store.close()


@pytest.mark.parametrize("by", [{"hours": 1}, {"hours": 12}, {"seconds": 31}], ids=str)
def test_a_leap_of_the_clock_pauses_where_the_server_was_last_heard(served, by):
    """After sleep or a step forward nothing is delivered, no time has passed, and the reason is said."""
    served.leap(**by)

    assert served.state.phase == "paused"
    assert served.at_ms == 10 * MINUTE
    assert list(served.state.delivered) == ["inject-1"]
    assert served.last.by == SYSTEM
    assert served.last.reason.startswith("The server stood still from 2026-03-03 14:25:00 to 2026-03-0")
    served.run(minutes=5)
    assert served.at_ms == 10 * MINUTE


@pytest.mark.parametrize("seconds", [1, 29, 30])
def test_a_short_silence_is_played_on(served, seconds):
    """A restart or a stutter of up to thirty seconds pauses nothing."""
    served.leap(seconds=seconds)

    assert served.state.phase == "running"
    assert served.at_ms == 10 * MINUTE + seconds * 1000


def test_a_server_that_is_down_for_twenty_minutes_takes_none_of_the_exercise(served):
    """The next process finds by the stored heartbeat when the last one ran, and pauses there."""
    served.clock.advance(minutes=20)
    served.serve()

    assert served.state.phase == "paused"
    assert served.at_ms == 10 * MINUTE
    assert served.state.lost_ms == 20 * MINUTE
    served.do(c.ResumeClock())
    served.run(minutes=5)
    assert served.at_ms == 15 * MINUTE
    assert list(served.state.delivered) == ["inject-1", "inject-2"]


def test_a_quick_restart_changes_nothing(served):
    """A process that is back within thirty seconds goes on as if it had never been away."""
    served.clock.advance(seconds=20)
    served.serve()

    assert served.state.phase == "running"
    assert served.at_ms == 10 * MINUTE + 20_000


def test_the_facilitator_may_count_the_gap_as_played(served):
    """Resumed that way, exercise time is where it would have been, and what fell due is delivered."""
    served.leap(minutes=6)
    served.do(c.ResumeClock(counts_lost=True))
    served.round()

    assert served.at_ms == 16 * MINUTE
    assert list(served.state.delivered) == ["inject-1", "inject-2"]
    assert served.state.lost_ms == 0


def test_a_gap_counted_as_played_ends_the_exercise_at_most(served):
    """Twelve hours counted as played are the rest of the exercise, and not more."""
    served.leap(hours=12)
    served.do(c.ResumeClock(counts_lost=True))
    served.round()

    assert served.state.phase == "ended"
    assert served.state.at_ms == 90 * MINUTE


def test_a_gap_is_counted_once(served):
    """After skipping in the pause, or resuming twice, no gap is left to count."""
    served.leap(minutes=6)
    served.do(c.SkipTo(to_ms=12 * MINUTE))
    served.do(c.ResumeClock(counts_lost=True))
    assert served.at_ms == 12 * MINUTE
    served.do(c.PauseClock())
    served.do(c.ResumeClock(counts_lost=True))

    assert served.at_ms == 12 * MINUTE


def test_only_the_server_says_how_much_was_lost(served):
    """A pause that a person gives loses no time, whatever the command claims."""
    served.do(c.PauseClock(lost_ms=50 * MINUTE))

    assert served.state.lost_ms == 0


def test_an_answer_that_comes_first_after_sleep_finds_the_clock_standing(served):
    """Whoever is quicker than the server's next round does not carry the gap into the exercise."""
    served.clock.advance(hours=1)
    answer = c.SubmitAnswer(
        by=served.room.responder, inject_id="inject-1", question_id="inject-1-q1", text="Check the logs."
    )

    (event,) = served.session.execute(served.room.id, answer)

    assert event.at_ms == 10 * MINUTE
    assert served.state.phase == "paused"


@pytest.mark.parametrize("process", ["the same", "a new one"])
def test_a_clock_set_back_is_said_and_time_goes_on(served, process):
    """Eight minutes back change nothing for the exercise: it goes on from where it was, and says so."""
    served.clock.advance(minutes=-8)
    served.round() if process == "the same" else served.serve()

    assert served.state.phase == "running"
    assert served.at_ms == 10 * MINUTE
    assert isinstance(served.last, e.ClockAdjusted)
    assert "set back by 8 min 0 s" in served.last.reason
    served.run(minutes=6)
    assert served.at_ms == 16 * MINUTE
    assert list(served.state.delivered) == ["inject-1", "inject-2"]


def test_a_correction_below_a_second_is_no_step(served):
    """What a network time service does all day leaves no trace in the log."""
    before = served.last
    served.leap(milliseconds=-900).run(minutes=1)

    assert served.last == before


def test_exercise_time_never_falls_from_event_to_event(served):
    """Through steps forward and back, answers and resumptions the log's times only go up."""
    for by in ({"hours": 1}, {"minutes": -8}, {"hours": -2}, {"seconds": 40}, {"minutes": -50}, {"hours": 9}):
        served.leap(**by)
        served.do(c.RecordObservation(text="x"))
        served.do(c.ResumeClock())
        served.run(seconds=20)

    times = [event.at_ms for event in served.session.current(served.room.id).events]
    assert times == sorted(times)
    assert served.at_ms <= 13 * MINUTE


def test_another_process_that_ran_on_is_no_standstill(served):
    """Of two servers on one database only the one that slept was away; the exercise was not."""
    awake = Session(served.room.session.store, clock=served.clock)
    conductor = Conductor(awake, Quiet(), play=play_due)
    for _ in range(12):
        served.clock.advance(seconds=25)
        conductor.look()
        conductor.conduct()

    served.round()

    assert served.state.phase == "running"
    assert served.at_ms == 15 * MINUTE


def test_two_processes_that_wake_pause_once(served):
    """Whichever looks first pauses; the other finds it paused."""
    other = Session(served.room.session.store, clock=served.clock)
    conductor = Conductor(other, Quiet(), play=play_due)
    conductor.look()
    conductor.conduct()
    served.clock.advance(hours=1)

    conductor.conduct()
    served.round()

    pauses = [x for x in served.session.current(served.room.id).events if x.kind == "clock_paused"]
    assert len(pauses) == 1


@pytest.mark.parametrize("act", ["pause", "rate", "skip"])
def test_what_the_facilitator_did_is_no_standstill(served, act):
    """A long pause, another rate or a skip is the facilitator's, also for a process that starts then."""
    if act == "pause":
        served.do(c.PauseClock())
        served.run(minutes=40)
        served.do(c.ResumeClock())
    elif act == "rate":
        served.do(c.SetRate(rate=20.0))
    else:
        served.do(c.SkipTo(to_ms=14 * MINUTE))
    served.serve()

    assert served.state.phase == "running"
    assert served.state.lost_ms == 0


def test_a_gap_at_another_rate_is_measured_on_the_wall(served):
    """At ×20 twenty seconds are played on, and a minute is lost as twenty of the exercise."""
    served.do(c.SetRate(rate=20.0))
    served.round()
    served.leap(seconds=20)
    assert served.state.phase == "running"
    served.leap(seconds=60)

    assert served.state.phase == "paused"
    assert served.state.lost_ms == 20 * MINUTE


def test_an_exercise_nobody_can_write_stands_still_from_then_on(served, monkeypatch):
    """While nothing can be stored nobody can act, so that time is lost and not played."""

    def fail(*_args, **_named):
        raise StoreUnavailable("Nothing can be stored.", reason="disk is full")

    with monkeypatch.context() as patched:
        for name in ("put", "append"):
            patched.setattr(served.session.store, name, fail)
        served.run(minutes=7)
        assert served.session.storing.failure.reason == "disk is full"
        assert served.state.phase == "running"
    served.run(seconds=10)

    assert served.session.storing.failure is None
    assert served.session.storing.last.reason == "disk is full"
    assert served.state.phase == "paused"
    assert served.last.reason.startswith("Nothing could be stored from 2026-03-03 14:2")
    assert 9.9 * MINUTE <= served.at_ms <= 10.1 * MINUTE
    assert list(served.state.delivered) == ["inject-1"]


def test_an_older_exercise_without_a_heartbeat_runs_on():
    """Where no server has left a heartbeat nothing is known to be wrong."""
    room = Room().start()
    room.clock.advance(minutes=20)
    conductor = Conductor(room.session, Quiet(), play=play_due)
    conductor.look()
    conductor.conduct()

    assert room.state.phase == "running"
    assert list(room.state.delivered) == ["inject-1", "inject-2"]


def test_a_trial_goes_on_by_itself():
    """Its facilitator is simulated: after sleep the clock is paused and resumed where it stood."""
    clock = ManualClock()
    session = Session(MemoryStore(), clock=clock)
    begin(session, seed_exercise(), name="Ann Example", seed=1)
    conductor = Conductor(session, Quiet(), play=play_due)
    conductor.look()
    conductor.conduct()
    clock.advance(hours=8)
    conductor.conduct()

    (trial,) = session.exercises(with_trials=True)
    assert trial.state.phase == "running"
    assert trial.at_ms(clock()) < MINUTE


@pytest.mark.parametrize("has_host", [False, True])
def test_a_simulated_exercise_goes_on_unless_somebody_runs_it(has_host):
    """Played by simulated people alone it resumes by itself; once a person runs it, that person resumes."""
    clock = ManualClock()
    session = Session(MemoryStore(), clock=clock)
    exercise_id = playing.begin(session, seed_exercise(), "playbook", seed=1, rate=1.0)
    if has_host:
        session.join(exercise_id, "Fay Example", app_role="facilitator")
    conductor = Conductor(session, Quiet(), play=play_due)
    conductor.look()
    conductor.conduct()
    clock.advance(hours=8)
    conductor.conduct()

    assert session.current(exercise_id).state.phase == ("paused" if has_host else "running")
    assert session.at_ms(exercise_id) < MINUTE


def _ended(served):
    """Let the time run out."""
    served.do(c.SkipTo(to_ms=90 * MINUTE))
    served.round()
    assert served.state.phase == "ended"
    return served


def test_an_end_that_came_by_itself_is_taken_back(served):
    """Within ten minutes a facilitator reopens it: paused where it ended, with time left, and it goes on."""
    _ended(served).clock.advance(minutes=9)
    served.do(c.ReopenExercise(minutes=15))

    assert served.state.phase == "paused"
    assert served.at_ms == 90 * MINUTE
    assert served.state.end_ms == 105 * MINUTE
    served.do(c.ResumeClock())
    served.run(minutes=14)
    assert served.state.phase == "running"
    served.run(minutes=2)
    assert served.state.phase == "ended"
    assert served.state.at_ms == 105 * MINUTE


def test_what_cannot_be_reopened_is_refused_in_words(served):
    """Not what still runs, nor what a person ended, nor after ten minutes, nor by a participant."""
    with pytest.raises(Refused, match="has not ended"):
        served.do(c.ReopenExercise())
    _ended(served)
    with pytest.raises(Refused, match="a facilitator can"):
        served.session.execute(served.room.id, c.ReopenExercise(by=served.room.responder))
    served.clock.advance(minutes=10, seconds=1)
    with pytest.raises(Refused, match="more than 10 minutes ago"):
        served.do(c.ReopenExercise())
    other = Served().run(minutes=1)
    other.do(c.EndExercise())
    with pytest.raises(Refused, match="A facilitator ended"):
        other.do(c.ReopenExercise())


def test_the_moment_of_asking_cannot_be_claimed(served):
    """Whatever the command says about when it was asked, the session's clock decides."""
    asked_at = _ended(served).clock.now
    served.clock.advance(hours=1)

    with pytest.raises(Refused, match="minutes ago"):
        served.do(c.ReopenExercise(asked_at=asked_at))
