"""Observing and rating: a moment first and its words later, and nobody's rating before one's own."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import commands as c
from engine.errors import Refused
from engine.log import events as e
from engine.log.observations import observations
from engine.views import blind, timeline
from tests.world import Room

MINUTE = 60_000


@pytest.fixture
def room():
    """A running exercise with three evaluators."""
    made = Room().start()
    made.eve, made.ned, made.oda = (
        made.join(f"{name} Example", app_role="evaluator") for name in ("Eve", "Ned", "Oda")
    )
    return made


def refused(room, command):
    """Why a command is refused; the log stays as it is."""
    before = room.state.seq
    with pytest.raises(Refused) as caught:
        room.do(command)
    assert room.state.seq == before
    return str(caught.value)


def _observed(room, by=None):
    return observations(room.session.current(room.id).events, by)


def test_a_moment_is_marked_with_one_command_and_told_later(room):
    """The moment is the exercise time of the mark, whenever its words come."""
    room.after(minutes=7)
    (mark,) = room.do(c.RecordObservation(by=room.eve))
    room.after(minutes=20)
    words = {"text": "They asked for the scope first.", "criterion": "escalation"}
    (told,) = room.do(c.RecordObservation(by=room.eve, completes=mark.seq, **words))

    (found,) = _observed(room, room.eve)
    assert (found.seq, found.at_ms, found.text, found.criterion) == (mark.seq, 7 * MINUTE, *words.values())
    assert found.seqs == (mark.seq, told.seq)
    assert told.at_ms == 27 * MINUTE


def test_the_words_given_last_stand_and_the_earlier_ones_stay_in_the_log(room):
    """A correction is a new event beside the first."""
    (mark,) = room.do(c.RecordObservation(by=room.eve, text="Calm."))
    room.do(c.RecordObservation(by=room.eve, text="Calm, then hurried.", completes=mark.seq))

    (found,) = _observed(room)
    assert found.text == "Calm, then hurried."
    told = [event.text for event in room.session.current(room.id).events if event.kind == mark.kind]
    assert told == ["Calm.", "Calm, then hurried."]


def test_a_mark_may_be_told_after_the_end(room):
    """The quiet minutes after EndEx are for words."""
    (mark,) = room.do(c.RecordObservation(by=room.eve))
    room.do(c.EndExercise(by=room.facilitator))
    room.do(c.RecordObservation(by=room.eve, text="Nobody spoke.", completes=mark.seq))

    assert [item.is_told for item in _observed(room)] == [True]


def test_nobody_tells_another_persons_moment(room):
    """Only who marked a moment gives it words, and only at its own moment."""
    (mark,) = room.do(c.RecordObservation(by=room.eve))
    (told,) = room.do(c.RecordObservation(by=room.eve, text="Seen.", completes=mark.seq))
    by = {"by": room.ned, "text": "Mine."}

    assert "no observation of yours" in refused(room, c.RecordObservation(completes=mark.seq, **by))
    assert "no observation of yours" in refused(room, c.RecordObservation(completes=1, **by))
    mine = {"by": room.eve, "text": "Again."}
    assert "complete that one" in refused(room, c.RecordObservation(completes=told.seq, **mine))
    moved = c.RecordObservation(completes=mark.seq, moment_ms=0, **mine)
    assert "moment of an observation stays" in refused(room, moved)
    assert "Say what you observed" in refused(room, c.RecordObservation(by=room.eve, completes=mark.seq))


def test_a_participant_notes_in_words_only(room):
    """Marks are for those who evaluate; a participant's note has a text."""
    assert "only facilitators and evaluators" in refused(room, c.RecordObservation(by=room.responder))
    room.do(c.RecordObservation(by=room.responder, text="The vendor is slow."))

    assert [item.text for item in _observed(room)] == ["The vendor is slow."]


def test_reconciling_shows_nobody_a_rating_before_their_own(room):
    """An evaluator who has not rated a criterion can't settle what others gave, so they stay blind."""
    rate = {"criterion": "recovery", "reason": "Seen."}
    room.do(c.RateCriterion(by=room.eve, value=1, **rate))
    room.do(c.RateCriterion(by=room.ned, value=5, **rate))

    settle = c.ReconcileRating(by=room.oda, value=3, **rate)
    assert "yourself first" in refused(room, settle)
    room.do(c.RateCriterion(by=room.oda, value=2, **rate))
    (settled,) = room.do(settle)
    assert isinstance(settled, e.CriterionRated)


@pytest.mark.parametrize("criterion", ["recovery", "communication"])
def test_nothing_an_evaluator_reads_tells_of_a_rating_they_have_not_matched(room, criterion):
    """Timeline and log leave out value, reason and reconciling of what others rated, until one's own."""
    rate = {"criterion": criterion, "reason": "Secret reason."}
    room.do(c.RateCriterion(by=room.eve, value=1, **rate))
    room.do(c.RateCriterion(by=room.ned, value=5, **rate))
    room.do(c.ReconcileRating(by=room.facilitator, value=4, **rate))
    snapshot = room.session.current(room.id)

    def read_by(person):
        shown = timeline(snapshot.scenario, snapshot.state, snapshot.events, person)
        return [line.text for line in shown if line.kind == "criterion_rated"]

    assert read_by(room.oda) == []
    assert len(read_by(room.eve)) == len(read_by(room.ned)) == 3


CRITERIA = st.sampled_from(["recovery", "evidence"])
ACTS = st.tuples(
    st.sampled_from(["eve", "ned", "oda", "facilitator"]), CRITERIA, st.integers(1, 5), st.booleans()
)


@given(acts=st.lists(ACTS, max_size=25))
@settings(max_examples=200, deadline=None)
def test_blindness_holds_whatever_people_try(acts):
    """At every step an evaluator reads only ratings of criteria they rated, and first ratings were blind."""
    room = Room()
    people = {name: room.join(name, app_role="evaluator") for name in ("eve", "ned", "oda")}
    people["facilitator"] = room.facilitator
    for name, criterion, value, settles in acts:
        kind = c.ReconcileRating if settles else c.RateCriterion
        with suppress(Refused):
            room.do(kind(by=people[name], criterion=criterion, value=value, reason="Seen."))
        snapshot = room.session.current(room.id)
        for evaluator in (people["eve"], people["ned"], people["oda"]):
            seen = blind(snapshot.events, snapshot.state, evaluator)
            own = {item.criterion for item in snapshot.state.ratings if item.by == evaluator}
            shown = {item.criterion for item in seen if item.kind == "criterion_rated"}
            assert shown <= own
    first = {(item.by, item.criterion): item.reconciles for item in reversed(room.state.ratings)}
    assert not any(settled for (by, _), settled in first.items() if by != room.facilitator)
