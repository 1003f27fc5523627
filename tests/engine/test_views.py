"""Nobody learns what their role may not know."""

import pytest

from engine import commands as c
from engine import views
from engine.errors import Refused
from engine.log.describe import describe, lines
from engine.scenario.times import offset_label
from engine.views import (
    approvals_for,
    briefing_for,
    clock_view,
    injects_for,
    may_see_results,
    msel_for,
    pause_reason,
    situation_log,
    timeline,
)
from tests.world import Room, played, rich_exercise, seed_exercise

ANSWER = {"inject_id": "inject-1", "question_id": "inject-1-q1", "text": "We check our own logs."}


def everything(room, participant):
    """All that the views give a participant, as one text."""
    snapshot = room.session.current(room.id)
    scenario, state = snapshot.scenario, snapshot.state
    parts = [
        injects_for(state, participant),
        situation_log(scenario, snapshot.events),
        clock_view(scenario, state, 0),
        msel_for(scenario, state, participant, 0),
        briefing_for(scenario, state, participant),
        approvals_for(scenario, state, participant),
    ]
    return repr(parts)


@pytest.mark.parametrize("minute", [0, 14, 16, 29, 31, 59, 61])
def test_no_participant_sees_an_undelivered_inject_or_how_answers_are_judged(minute):
    """At any minute a participant's views hold no coming inject and no expected point."""
    room = Room(rich_exercise()).start().after(minutes=minute)
    seen = everything(room, room.responder)

    for inject in rich_exercise().scenario.injects:
        if inject.id not in room.state.delivered:
            assert inject.event[:60] not in seen
        for question in inject.questions:
            for point in (*question.points, *question.anti_points):
                assert point.description not in seen


def test_an_inject_is_read_by_those_it_was_sent_to():
    """A participant reads what their roles were sent; a facilitator all; the projector what all were sent."""
    room = Room(rich_exercise()).start().after(minutes=45)
    sent = room.state.delivered.values()

    legal = room.join("Lea Example", "Legal")

    assert {view.event.inject_id for view in injects_for(room.state, legal)} == {
        event.inject_id for event in sent if not event.to or "Legal" in event.to
    }
    assert len(injects_for(room.state, room.facilitator)) == len(sent)
    assert all(not view.event.to for view in injects_for(room.state, None))
    assert all(not question.answers for view in injects_for(room.state, None) for question in view.questions)


def test_the_room_shares_answers_but_the_log_line_does_not_repeat_them():
    """Answers stand with their question, not in the situation log."""
    room = Room().start()
    room.do(c.SubmitAnswer(by=room.responder, **ANSWER))
    snapshot = room.session.current(room.id)
    (inject,) = injects_for(snapshot.state, room.ciso)

    assert [answer.text for answer in inject.questions[0].answers] == [ANSWER["text"]]
    assert all(ANSWER["text"] not in line.text for line in situation_log(snapshot.scenario, snapshot.events))


def test_the_msel_is_for_those_who_run_or_rate():
    """A participant gets an empty MSEL, a facilitator and an evaluator the whole."""
    room = Room().start()
    evaluator = room.join("Eve Example", app_role="evaluator")
    snapshot = room.session.current(room.id)

    assert msel_for(snapshot.scenario, snapshot.state, room.responder, 0) == ()
    assert len(msel_for(snapshot.scenario, snapshot.state, evaluator, 0)) == 4
    assert len(msel_for(snapshot.scenario, snapshot.state, room.facilitator, 0)) == 4


def test_a_briefing_is_for_its_role():
    """A participant reads the briefings of the roles they hold."""
    room = Room(rich_exercise())
    legal = room.join("Lea Example", "Legal")
    snapshot = room.session.current(room.id)

    assert [role for role, _ in briefing_for(snapshot.scenario, snapshot.state, legal)] == ["Legal"]


def test_an_approval_reaches_those_who_can_decide_it():
    """A request for level 4 shows up with the CISO and with nobody else."""
    room = Room().start()
    room.do(c.RequestApproval(by=room.responder, about="containment", level=4))
    snapshot = room.session.current(room.id)

    assert len(approvals_for(snapshot.scenario, snapshot.state, room.ciso)) == 1
    assert approvals_for(snapshot.scenario, snapshot.state, room.responder) == ()


@pytest.mark.parametrize("who", ["responder", "observer", "stranger", "projector"])
def test_private_data_refuses_by_itself(who):
    """Timeline, blinded log and previews are refused to who runs and rates nothing, until EndEx."""
    room = Room().start()
    observer = room.join("Olga Example", app_role="observer")
    people = {"responder": room.responder, "observer": observer, "stranger": "p-0", "projector": None}
    viewer = people[who]

    def private():
        snapshot = room.session.current(room.id)
        yield lambda: views.blind(snapshot.events, snapshot.state, viewer)
        yield lambda: timeline(snapshot.scenario, snapshot.state, snapshot.events, viewer)
        yield lambda: views.as_role(snapshot.state, "CISO", viewer)

    for read in private():
        with pytest.raises(Refused):
            read()
    room.do(c.EndExercise(by=room.facilitator))
    *open_, preview = private()
    assert all(read() for read in open_)
    with pytest.raises(Refused):
        preview()


def test_results_open_at_the_end():
    """Participants see results after EndEx, those who run and rate at any time."""
    room = Room().start()
    before = [may_see_results(room.state, who) for who in (room.responder, None, room.facilitator)]
    room.do(c.EndExercise(by=room.facilitator))

    assert before == [False, False, True]
    assert may_see_results(room.state, room.responder)


def test_the_clock_view_tells_when_not_what_and_only_to_those_who_run_or_rate():
    """The next inject's due time is told to facilitators and evaluators, after the start."""
    room = Room()
    evaluator, observer = room.join("Eve", app_role="evaluator"), room.join("Olga", app_role="observer")

    def due_ms(participant):
        snapshot = room.session.current(room.id)
        return clock_view(snapshot.scenario, snapshot.state, 0, participant_id=participant).next_due_ms

    before = due_ms(room.facilitator)
    room.start()

    assert before is None
    assert [due_ms(who) for who in (room.facilitator, evaluator)] == [15 * 60_000] * 2
    assert [due_ms(who) for who in (room.responder, observer, None)] == [None] * 3


def test_the_reason_of_a_pause_is_told_while_it_lasts():
    """Everyone may read why the clock stands still; once it runs there is no reason any more."""
    room = Room().start()
    room.do(c.PauseClock(by=room.facilitator, reason="Lunch"))
    paused = room.session.current(room.id)
    room.do(c.ResumeClock(by=room.facilitator))
    running = room.session.current(room.id)

    assert pause_reason(paused.state, paused.events) == "Lunch"
    assert pause_reason(running.state, running.events) == ""


def test_every_event_of_a_whole_exercise_has_a_sentence():
    """The timeline reads as plain sentences, without an id nobody knows."""
    told = lines(rich_exercise().scenario, played("playbook", is_rich=True).events)

    assert all(line.text and "None" not in line.text for line in told)
    assert told[0].text == f"Created the exercise {rich_exercise().scenario.name}"


def test_schedule_and_clock_changes_are_described():
    """Each change of schedule and clock says what was changed."""
    room, by = Room().start(), "x"
    by = room.facilitator
    for change in ("hold", "release", "drop"):
        room.do(c.AdjustSchedule(by=by, change=change, inject_id="inject-3"))
    room.do(c.AdjustSchedule(by=by, change="move", inject_id="inject-4", due_ms=50 * 60_000))
    room.do(c.AdjustSchedule(by=by, change="end", end_ms=80 * 60_000))
    room.do(c.SkipTo(by=by, to_ms=60_000))
    room.do(c.SetRate(by=by, rate=2))
    room.do(c.PauseClock(by=by, reason="Fire alarm"))
    snapshot = room.session.current(room.id)

    texts = [describe(snapshot.scenario, event) for event in snapshot.events[-8:]]

    assert texts == [
        "Held back inject inject-3",
        "Released inject inject-3",
        "Dropped inject inject-3",
        "Moved inject inject-4 to T+50:00",
        "Moved the end to T+80:00",
        "Skipped 01:00 forward",
        "Set the clock to ×2",
        "Paused the clock: Fire alarm",
    ]


def test_times_read_as_minutes_and_seconds():
    """Exercise time is written as minutes and seconds, past the hour too."""
    assert [offset_label(ms) for ms in (0, 61_500, 75 * 60_000)] == ["T+00:00", "T+01:01", "T+75:00"]
    assert seed_exercise().scenario.duration_ms == 90 * 60_000


def test_an_evaluator_sees_no_rating_before_giving_one() -> None:
    """What an evaluator may read of the log holds others' ratings only of criteria they have rated too."""
    room = Room().start()
    eve, ned = (room.join(name, app_role="evaluator") for name in ("Eve Example", "Ned Example"))
    for criterion in ("recovery", "evidence"):
        room.do(c.RateCriterion(by=eve, criterion=criterion, value=2, reason="Seen."))
    room.do(c.RateCriterion(by=ned, criterion="recovery", value=5, reason="Seen too."))
    events = room.session.current(room.id).events

    def rated(participant_id: str | None) -> list[tuple[str, str]]:
        seen = views.blind(events, room.state, participant_id)
        return [(event.by, event.criterion) for event in seen if event.kind == "criterion_rated"]

    assert rated(ned) == [(eve, "recovery"), (ned, "recovery")]
    assert rated(eve) == [(eve, "recovery"), (eve, "evidence"), (ned, "recovery")]
    assert len(rated(room.facilitator)) == 3
