"""Decisions about answers and feedback: whose they are, when they are taken, and that they stand once."""

import pytest

from engine import commands as c
from engine.after import keeping
from engine.after.feedback import Feedback
from engine.after.points import PointDecision, of_person
from engine.errors import Refused
from engine.seats.identity import Seat
from tests.world import Room

FORM = Feedback(agreement={"structured": 4}, strengths="Calm lead", knew_before="no", knows_now="yes")


@pytest.fixture
def room():
    """A running exercise with an evaluator and one answer."""
    made = Room().start()
    made.eve = made.join("Eve Example", app_role="evaluator")
    (shown,) = made.state.delivered.values()
    question = shown.questions[0].id
    (made.answer,) = made.do(
        c.SubmitAnswer(by=made.responder, inject_id=shown.inject_id, question_id=question, text="Declare it.")
    )
    return made


def _decision(room, by, *, made=True, seq=None):
    answer = room.answer.seq if seq is None else seq
    return PointDecision(answer_seq=answer, point_id="declare", decided_by=by, is_made=made, chip="likely")


def _decide(room, decision):
    keeping.decide_point(room.session.store, room.id, room.state, decision)


def _give(room, participant_id, form):
    role = room.state.app_role(participant_id)
    keeping.give_feedback(room.session.store, room.state, Seat(room.id, participant_id, role), form)


def test_each_evaluator_has_one_decision_about_a_point(room):
    """A changed mind replaces the person's own decision, and a decision taken back stands no more."""
    _decide(room, _decision(room, room.eve))
    _decide(room, _decision(room, room.eve, made=False))
    _decide(room, _decision(room, room.facilitator))
    found = keeping.point_decisions(room.session.store, room.id)

    assert len(found) == 2
    key = (room.answer.seq, "declare")
    assert of_person(found, room.eve)[key].is_made is False
    assert of_person(found, room.facilitator)[key].is_made is True
    _decide(room, _decision(room, room.eve, made=None))
    assert of_person(keeping.point_decisions(room.session.store, room.id), room.eve) == {}


def test_decisions_leave_the_log_alone(room):
    """They are no events: the exercise's number does not move."""
    before = room.state.seq
    _decide(room, _decision(room, room.eve))

    assert room.state.seq == before


def test_only_who_evaluates_decides_and_only_about_answers(room):
    """A participant is refused, and so is a number that is no answer."""
    for wrong, says in (
        (_decision(room, room.responder), "Only facilitators and evaluators"),
        (_decision(room, "stranger"), "Only facilitators and evaluators"),
        (_decision(room, room.eve, seq=1), "Event 1 is no answer"),
    ):
        with pytest.raises(Refused, match=says):
            _decide(room, wrong)
    assert keeping.point_decisions(room.session.store, room.id) == ()


def test_feedback_opens_at_endex_and_stays_editable_until_closed(room):
    """One form a seat, sent twice is there once, and after closing the last one stands."""
    store = room.session.store
    seat = Seat(room.id, room.responder, "participant")
    host = Seat(room.id, room.facilitator, "facilitator")
    with pytest.raises(Refused, match="has not ended"):
        _give(room, room.responder, FORM)
    with pytest.raises(Refused, match="has not ended"):
        keeping.close_feedback(store, room.state, host)
    room.do(c.EndExercise(by=room.facilitator))

    for form in (FORM, FORM, FORM.model_copy(update={"strengths": "Clear lead"})):
        _give(room, room.responder, form)
    keeping.close_feedback(store, room.state, host)
    with pytest.raises(Refused, match="closed"):
        _give(room, room.responder, Feedback())

    (only,) = keeping.feedback(store, room.id)
    assert only.strengths == "Clear lead"
    assert keeping.own_feedback(store, seat) == only
    assert keeping.is_closed(store, room.id)


def test_feedback_is_for_participants_and_closing_for_facilitators(room):
    """Evaluators note observations instead, and a participant can't close the form for others."""
    room.do(c.EndExercise(by=room.facilitator))

    with pytest.raises(Refused, match="participants"):
        _give(room, room.eve, FORM)
    with pytest.raises(Refused, match="no statement"):
        _give(room, room.ciso, Feedback(agreement={"weather": 3}))
    seat = Seat(room.id, room.ciso, "participant")
    with pytest.raises(Refused, match="Only a facilitator"):
        keeping.close_feedback(room.session.store, room.state, seat)
    assert keeping.feedback(room.session.store, room.id) == ()


def test_an_empty_form_counts_for_nobody(room):
    """A form sent without anything in it is kept, and left out of what is counted."""
    room.do(c.EndExercise(by=room.facilitator))
    _give(room, room.ciso, Feedback())

    assert keeping.feedback(room.session.store, room.id) == ()
