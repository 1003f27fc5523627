"""The playbook and notification clocks in play: ticked and started by people, and on record."""

from datetime import date

import pytest

from engine import commands as c
from engine.errors import Refused
from engine.files.loader import load_exercise
from engine.log.canonical import from_text, to_text
from engine.log.describe import lines
from engine.log.observations import observations
from engine.procedure.clocks import keeps, running, true_clocks
from engine.procedure.pace import USUAL_PACE, pace
from engine.procedure.requests import RecordStep, StartNotificationClock
from engine.procedure.review import review_due
from engine.procedure.steps import forks, steps
from engine.scenario.playbook import Playbook
from engine.scenario.times import HOUR_MS, MINUTE_MS
from engine.views import situation_log
from scoring.case import Case
from scoring.courses import playbook_decisions, signal_ms
from scoring.facts.clocks import clock_facts
from scoring.lessons.pitfalls import pitfalls
from tests.world import SHIPPED, Room, content, rubric, seed_exercise


@pytest.fixture(scope="module")
def leak():
    """A scenario whose first inject starts two clocks, GDPR's and that of contracts, at T+0."""
    return load_exercise(SHIPPED / "helpful-summary-leak.yml", content())


@pytest.fixture
def room(leak):
    """It runs, nobody has declared anything."""
    return Room(leak).start()


def scenario_of(room):
    """The scenario that is played."""
    return room.session.current(room.id).scenario


def tick(room, step="step:1", **more):
    """A step that the responder ticks."""
    return room.do(RecordStep(by=room.responder, step=step, **more))


def begin(room, clock="gdpr", **more):
    """A clock that the responder starts."""
    return room.do(StartNotificationClock(by=room.responder, clock=clock, **more))


def declare(room):
    """The responder declares what it is."""
    room.do(
        c.DeclareIncident(
            by=room.responder, incident_type="data_exfiltration", severity="SEV1", summary="Seen in our logs."
        )
    )


def facts(room):
    """How each clock was kept, by id, after EndEx."""
    room.do(c.EndExercise(by=room.facilitator))
    snapshot = room.session.current(room.id)
    case = Case(snapshot.scenario, snapshot.events, rubric())
    return {fact.true.clock.id: fact.standing for fact in clock_facts(case)}, pitfalls(case)


def test_a_tick_is_on_record_in_the_playbooks_words(room):
    """Everybody reads it in the room's log, with the time; a second tick stores nothing."""
    room.after(minutes=3)
    (event,) = tick(room)
    scenario, state = scenario_of(room), room.state
    first = scenario.playbook.containment.immediate_actions[0]

    assert steps(scenario, state)[0].done == event
    assert situation_log(scenario, room.session.current(room.id).events)[0].text == (
        f"Done, by the playbook: {first.action}"
    )
    assert tick(room) == ()


def test_a_tick_can_be_taken_back(room):
    """The step is open again, and both events stay in the log; what was not ticked can't be taken back."""
    assert tick(room, is_undone=True) == ()
    tick(room)
    tick(room, is_undone=True)

    assert steps(scenario_of(room), room.state)[0].done is None
    told = [line.text for line in lines(scenario_of(room), room.session.current(room.id).events)]
    assert sum("by the playbook" in text for text in told) == 2


def test_time_targets_count_from_the_first_declaration(room):
    """Nothing is due before it; a corrected declaration moves nothing; what is done is never late."""
    assert {step.due_ms for step in steps(scenario_of(room), room.state)} == {None}
    room.after(minutes=4)
    declare(room)
    room.after(minutes=2)
    declare(room)
    first = steps(scenario_of(room), room.state)[0]
    assert first.due_ms == 4 * MINUTE_MS + first.action.time_target

    assert not first.is_late(first.due_ms)
    assert first.is_late(first.due_ms + 1)
    tick(room)
    assert not steps(scenario_of(room), room.state)[0].is_late(first.due_ms + 1)


def test_a_fork_is_asked_when_its_condition_holds_and_its_time_has_come(room):
    """The scope is unknown: thirty minutes after the declaration, while Level 3 was never reached."""
    declare(room)
    scenario = scenario_of(room)
    after_ms = scenario.playbook.containment.decision_points[0].after

    assert not forks(scenario, room.state, after_ms - 1)[0].is_reached
    fork = forks(scenario, room.state, after_ms)[0]
    assert fork.is_reached
    assert fork.decided is None
    tick(room, fork.id)
    assert forks(scenario, room.state, after_ms)[0].decided is not None

    without = [item for item in forks(scenario, room.state, after_ms) if item.point.when is None]
    assert without
    assert not any(item.is_reached for item in without)


@pytest.mark.parametrize("step", ["step:0", "step:99", "fork:99", "clock:gdpr", "anything"])
def test_a_step_the_playbook_does_not_have_is_refused(room, step):
    """Also one that only looks like an id of something else."""
    with pytest.raises(Refused, match="no step of this exercise's playbook"):
        tick(room, step)


def test_nobody_ticks_or_starts_before_startex_or_after_endex(leak):
    """The exercise has not started, or has ended."""
    room = Room(leak)
    for act in (tick, begin):
        with pytest.raises(Refused, match="not started"):
            act(room)
    room.start().do(c.EndExercise(by=room.facilitator))
    for act in (tick, begin):
        with pytest.raises(Refused, match="has ended"):
            act(room)


def test_only_participants_tick_and_start(room):
    """Not the facilitator, an observer or an evaluator."""
    watching = room.join("Ollie Example", app_role="observer")
    for by in (room.facilitator, watching):
        with pytest.raises(Refused, match="can't do this"):
            room.do(RecordStep(by=by, step="step:1"))
        with pytest.raises(Refused, match="can't do this"):
            room.do(StartNotificationClock(by=by, clock="gdpr"))


def test_a_clock_counts_from_the_moment_that_is_given(room):
    """Its deadline lies the rule's hours after it; without a moment it counts from now; in order."""
    room.after(minutes=20)
    begin(room, since_ms=5 * MINUTE_MS)
    begin(room, clock="contract")
    begin(room, clock="sec")

    found = {item.clock.id: (item.since_ms, item.due_ms) for item in running(scenario_of(room), room.state)}
    assert found == {
        "contract": (20 * MINUTE_MS, 20 * MINUTE_MS + 24 * HOUR_MS),
        "gdpr": (5 * MINUTE_MS, 5 * MINUTE_MS + 72 * HOUR_MS),
        "sec": (20 * MINUTE_MS, None),
    }
    assert list(found) == ["contract", "gdpr", "sec"]


def test_a_clock_can_be_corrected_and_stopped(room):
    """The last word counts; one that does not run can't be stopped."""
    with pytest.raises(Refused, match="start it first"):
        begin(room, is_undone=True)
    room.after(minutes=20)
    begin(room)
    begin(room, since_ms=0, note="we knew at once")
    (item,) = running(scenario_of(room), room.state)
    assert item.since_ms == 0
    begin(room, is_undone=True)
    assert running(scenario_of(room), room.state) == ()


@pytest.mark.parametrize(
    ("clock", "since_ms", "words"), [("moon", None, "there are: gdpr"), ("gdpr", 1, "from the future")]
)
def test_a_clock_that_cannot_be_is_refused(room, clock, since_ms, words):
    """One nobody knows, with those there are; and one that counts from what has not been."""
    with pytest.raises(Refused, match=words):
        begin(room, clock=clock, since_ms=since_ms)


def test_the_true_clocks_are_those_of_delivered_injects(leak):
    """None before StartEx; each from the moment of its first inject, told or not."""
    room = Room(leak)
    assert true_clocks(leak.scenario, room.state) == ()
    room.start()
    assert [(item.clock.id, item.since_ms) for item in true_clocks(leak.scenario, room.state)] == [
        ("gdpr", 0),
        ("contract", 0),
    ]


def test_participants_are_not_told_which_clocks_are_true(room):
    """Nothing in the delivered inject names them."""
    shown = next(iter(room.state.delivered.values()))
    assert "starts_clocks" not in to_text(shown)


def test_clocks_are_on_the_seat_of_whoever_keeps_them(leak):
    """Everybody's while no Legal sits here, and Legal's alone from then on."""
    room = Room(leak)
    assert keeps(leak.scenario, room.state, room.responder)
    legal = room.join("Lee Example", "Legal")
    assert keeps(leak.scenario, room.state, legal)
    assert not keeps(leak.scenario, room.state, room.responder)
    assert keeps(leak.scenario, room.state, room.responder, "Legal")


@pytest.mark.parametrize(
    ("at_min", "since_min", "standing"),
    [
        (0, None, "seen"),
        (20, 0, "seen"),
        (21, 0, "late"),
        (10, 5, "seen"),
        (10, 6, "counted_late"),
        (40, 40, "counted_late"),
        (15, 15, "counted_late"),
    ],
)
def test_how_a_clock_was_kept(room, at_min, since_min, standing):
    """By when it was seen, and from when it is counted."""
    room.after(minutes=at_min)
    begin(room, since_ms=None if since_min is None else since_min * MINUTE_MS)
    room.after(minutes=50 - at_min)

    found, mistakes = facts(room)

    assert found == {"gdpr": standing, "contract": "missed"}
    words = next(item.why for item in mistakes if item.id == "missed_clock")
    assert ("GDPR" in words) == (standing != "seen")
    assert "never said that it runs" in words


def test_a_clock_that_is_started_before_anything_is_no_guess_rewarded():
    """Whoever starts every clock at T+0 is told that nothing had started this one yet."""
    room = Room(load_exercise(SHIPPED / "the-neighbours-chat.yml", content())).start()
    begin(room, clock="nis2", since_ms=0)
    for _ in range(80):
        room.after(minutes=1)
    found, mistakes = facts(room)
    assert found["nis2"] == "counted_early"
    assert "missed_clock" in [item.id for item in mistakes]


def test_a_clock_that_was_taken_back_counts_from_its_new_start(room):
    """The first start says nothing any more."""
    begin(room)
    begin(room, is_undone=True)
    room.after(minutes=30)
    begin(room, since_ms=0)
    room.after(minutes=15)
    assert facts(room)[0]["gdpr"] == "late"


def test_a_clock_of_the_last_minutes_is_nobodys_fault(room):
    """An exercise that ends right away shows no mistake."""
    room.after(minutes=19)
    found, mistakes = facts(room)
    assert set(found.values()) == {"open"}
    assert "missed_clock" not in [item.id for item in mistakes]


def test_a_record_is_no_observation_and_is_kept_as_it_is(room):
    """Evaluators' observations leave it out; its event reads back from the log's text."""
    declare(room)
    (event,) = begin(room)
    assert observations(room.session.current(room.id).events) == ()
    assert room.state.observations == room.state.line == ()
    assert from_text(to_text(event)) == event


def test_a_scribe_starts_a_clock_in_the_name_of_legal(leak):
    """In a room that discusses, the facilitator writes down what it decides."""
    room = Room(leak)
    with pytest.raises(Refused, match="don't hold the role"):
        room.start().do(StartNotificationClock(by=room.responder, for_role="Legal", clock="gdpr"))


def test_the_ideal_course_reads_its_pace_from_the_playbook():
    """What scores hold a team against comes later where the organisation's playbook says so."""
    scenario = seed_exercise().scenario
    book = scenario.playbook
    slower = book.containment.model_copy(update={"contain_within": 11 * MINUTE_MS})
    slow = scenario.model_copy(update={"playbook": book.model_copy(update={"containment": slower})})
    bare = scenario.model_copy(update={"playbook": None})

    starts = {
        name: min(decision.at_ms for decision in playbook_decisions(item)) - signal_ms(item)
        for name, item in (("shipped", scenario), ("slow", slow), ("bare", bare))
    }

    assert starts == {"shipped": 5 * MINUTE_MS, "slow": 11 * MINUTE_MS, "bare": 5 * MINUTE_MS}
    assert pace(bare) == USUAL_PACE
    hasty = book.containment.model_copy(update={"declare_within": 9 * MINUTE_MS, "contain_within": MINUTE_MS})
    assert pace(scenario.model_copy(update={"playbook": book.model_copy(update={"containment": hasty})})) == (
        9 * MINUTE_MS,
        9 * MINUTE_MS,
    )


@pytest.mark.parametrize(
    ("reviewed", "due"),
    [
        ("2025-11-28", None),
        ("2025-11-27", date(2026, 11, 27)),
        ("", None),
        ("last spring", None),
        ("9999-12-31", None),
    ],
)
def test_a_review_holds_for_a_year(reviewed, due):
    """Due on the day after 365 days; nothing can be said of a playbook without a date."""
    assert review_due(Playbook(name="Example", last_reviewed=reviewed), date(2026, 11, 28)) == due
