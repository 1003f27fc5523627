"""The door: joining, restarting, retrying, and people who act at the same moment."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from engine import commands as c
from engine.errors import ConcurrentAppend, Refused
from engine.log.events import InjectDelivered
from engine.running.session import ATTEMPTS, Session
from engine.seats import identity
from engine.seats.identity import Pass, Seat, is_same_secret, new_join_code, read_pass, sign_pass
from engine.store.memory import MemoryStore
from engine.store.sql import SqlStore
from engine.timeline import facts_hold
from tests.world import ManualClock, Room, rich_exercise, seed_exercise

ANSWER = {"inject_id": "inject-1", "question_id": "inject-1-q1"}


def test_a_join_code_opens_its_exercise():
    """A code is found however it is typed; a wrong one is refused with what to do."""
    room = Room()
    code = room.keys.join_code

    assert room.session.find(f" {code[:3].lower()} {code[3:]}") == room.id
    for wrong in ("", "NOPE22"):
        with pytest.raises(Refused, match="check it with the facilitator"):
            room.session.find(wrong)


def test_join_codes_avoid_letters_that_are_mistaken():
    """A code read from a projector has no O, 0, I, 1 or L."""
    assert not set("".join(new_join_code() for _ in range(200))) & set("O0I1L")


def test_two_exercises_never_share_a_code(monkeypatch):
    """If chance draws a code in use, another is drawn."""
    codes = iter(["AAAAAA", "AAAAAA", "BBBBBB"])
    monkeypatch.setattr("engine.seats.identity.new_join_code", lambda: next(codes))
    session = Session(MemoryStore())

    first, second = (session.create(seed_exercise()) for _ in range(2))

    assert (first.join_code, second.join_code) == ("AAAAAA", "BBBBBB")


def test_secrets_open_their_role_only():
    """Each secret opens one role, and a guess opens none."""
    room = Room()
    keys = room.keys

    opened = [room.session.unlock(room.id, key) for key in (keys.facilitator, keys.evaluator, keys.observer)]

    assert opened == ["facilitator", "evaluator", "observer"]
    assert room.session.unlock(room.id, "guess") is None
    assert is_same_secret("a", "a")


def test_a_seat_token_survives_a_restart_and_cannot_be_forged():
    """The same token gives the same seat in another process; a changed one gives none."""
    room = Room()
    token = room.session.join(room.id, "Ann Example", ["Legal"])
    again = Session(room.session.store, clock=room.clock)

    assert again.seat(token) == room.session.seat(token)
    payload, signature = token.split(".")
    for forged in ("", "x", f"{payload}x.{signature}", f"{payload}.{signature[::-1]}"):
        assert room.session.seat(forged) is None
    stranger = sign_pass(Pass(Seat(room.id, "p-nobody", "facilitator")), room.session.signing)
    other_role = sign_pass(Pass(Seat(room.id, room.ciso, "facilitator")), room.session.signing)
    assert room.session.seat(stranger) is None
    assert room.session.seat(other_role) is None
    assert read_pass(token, "another secret") is None


def test_a_name_is_needed_and_stays_out_of_the_log():
    """Names live beside the log, which holds ids only."""
    room = Room()
    room.session.join(room.id, "Ann Example")
    with pytest.raises(Refused, match="Give the name"):
        room.session.join(room.id, "   ")

    assert "Ann Example" in room.session.names(room.id).values()
    assert all("Ann Example" not in row.text for row in room.session.store.rows(room.id))


def test_a_refused_join_leaves_no_name_behind():
    """Whoever gets no seat is not remembered: wrong role, ended exercise, or none at all."""
    room = Room().start()
    ended = Room().start()
    ended.do(c.EndExercise(by=ended.facilitator))
    before = dict(room.session.names(room.id))
    after_end = dict(ended.session.names(ended.id))

    with pytest.raises(Refused, match="not a role"):
        room.session.join(room.id, "Ann Example", ["Wizard"])
    with pytest.raises(Refused, match="no exercise"):
        room.session.join("x-none", "Ann Example")
    with pytest.raises(Refused, match="has ended"):
        ended.session.join(ended.id, "Ann Example")

    assert dict(room.session.names(room.id)) == before
    assert room.session.names("x-none") == {}
    assert dict(ended.session.names(ended.id)) == after_end


def test_an_unknown_exercise_is_refused():
    """Asking for an exercise that does not exist says so."""
    with pytest.raises(Refused, match="no exercise 'x-none'"):
        Session(MemoryStore()).current("x-none")


def test_exercises_are_listed_latest_first():
    """The list begins with the exercise created last."""
    clock = ManualClock()
    session = Session(MemoryStore(), clock=clock)
    first = session.create(seed_exercise()).exercise_id
    clock.advance(days=1)
    second = session.create(seed_exercise()).exercise_id

    assert [item.exercise_id for item in session.exercises()] == [second, first]


def test_a_conflict_is_decided_anew():
    """When somebody else appends first, the command is decided on the new state and stored behind it."""
    room = Room().start()
    other = Session(room.session.store, clock=room.clock)
    other.current(room.id)
    room.do(c.SubmitAnswer(by=room.responder, text="first", **ANSWER))

    (event,) = other.execute(room.id, c.SubmitAnswer(by=room.ciso, text="second", **ANSWER))

    assert event.seq == room.state.seq
    assert [answer.text for answer in room.state.answers] == ["first", "second"]


def test_endless_conflict_ends_in_a_plain_refusal(monkeypatch):
    """A store that never accepts is given up on, with words a person understands."""
    room = Room().start()
    waits = []
    monkeypatch.setattr("engine.running.session.wait", waits.append)

    def conflict(*_args, **_kwargs):
        raise ConcurrentAppend("x")

    monkeypatch.setattr(room.session.store, "append", conflict)
    with pytest.raises(Refused, match="try again"):
        room.do(c.SubmitAnswer(by=room.responder, text="x", **ANSWER))

    assert len(waits) == ATTEMPTS


def test_two_facilitators_deliver_together_once():
    """Thirty-two simultaneous presses of the same button deliver the inject once."""
    room = Room().start()

    def press(_number):
        return room.do(c.DeliverInject(by=room.facilitator, inject_id="inject-2"))

    with ThreadPoolExecutor(16) as pool:
        stored = [events for events in pool.map(press, range(32)) if events]

    assert len(stored) == 1


def test_the_end_is_recorded_once_by_the_conductor_and_a_facilitator():
    """Whoever ends first ends; the other finds it done."""
    room = Room().start()
    room.clock.advance(minutes=91)
    snapshot = room.session.current(room.id)
    room.do(c.EndExercise(by=room.facilitator))

    assert room.session._end(room.id) == ()
    assert snapshot.state.phase == "running"
    assert room.state.phase == "ended"


RACERS = 16


def _meet(start, url):
    """What a racing process has at hand before the race: the barrier, and a session that has been in use."""
    global _start, _session
    _start, _session = start, Session(SqlStore(url))


def _race(exercise_id):
    _session.current(exercise_id)
    _start.wait()
    return len(_session.execute(exercise_id, c.DeliverInject(inject_id="inject-1", manner="due")))


@pytest.fixture
def cheap_processes():
    """Processes that are copies of one in which this module is imported already, where there are such."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def test_sixteen_processes_deliver_an_inject_once(tmp_path, cheap_processes):
    """Sixteen processes racing to deliver the same due inject store exactly one delivery."""
    url = f"sqlite:///{tmp_path / 'race.db'}"
    session = Session(SqlStore(url))
    exercise_id = session.create(seed_exercise()).exercise_id
    token = session.join(exercise_id, "Fay Example", app_role="facilitator")
    session.execute(exercise_id, c.StartClock(by=session.seat(token).participant_id))
    given = {"mp_context": cheap_processes, "initializer": _meet}
    with ProcessPoolExecutor(RACERS, initargs=(cheap_processes.Barrier(RACERS), url), **given) as racers:
        counts = list(racers.map(_race, [exercise_id] * RACERS))

    delivered = [e for e in session.current(exercise_id).events if isinstance(e, InjectDelivered)]

    assert sum(counts) == len(delivered) == 1


def test_a_new_exercise_gets_a_world_in_which_the_scenarios_figures_hold(monkeypatch) -> None:
    """A seed is drawn again until 47 users are affected at T+15, as the scenario tells."""
    scenario = rich_exercise().scenario
    unfit = next(seed for seed in range(200) if not facts_hold(scenario.ai_system, seed=seed))
    fit = next(seed for seed in range(200) if facts_hold(scenario.ai_system, seed=seed))
    drawn = iter([unfit, unfit, fit])
    monkeypatch.setattr(identity, "new_seed", lambda: next(drawn))
    session = Session(MemoryStore())

    keys = session.create(rich_exercise())

    assert session.current(keys.exercise_id).state.seed == fit
