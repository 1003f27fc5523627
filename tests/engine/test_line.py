"""The line to the facilitator: asked in private, answered to one or to all, on record and never scored."""

import json

import pytest

from engine import commands as c
from engine.errors import Refused
from engine.log.canonical import to_text
from engine.log.describe import lines
from engine.log.fact import EVERYBODY, FACILITATOR
from engine.log.line import dialogue, open_questions
from engine.log.observations import observations
from engine.notices import notices_for
from engine.views import blind, hides_ratings, situation_log
from scoring.case import Case
from scoring.score import score
from tests.world import Room, rubric, seed_exercise

QUESTION = "May we ring the provider, or is that you?"
ANSWER = "Ring me, I play the provider."


@pytest.fixture
def room():
    """A running exercise with an evaluator beside facilitator, responder and CISO."""
    live = Room().start()
    live.evaluator = live.join("Eva Example", app_role="evaluator")
    live.observer = live.join("Ollie Example", app_role="observer")
    return live


def ask(room, text=QUESTION, **more):
    """A question of the responder, as its event."""
    (event,) = room.do(c.RecordObservation(by=room.responder, text=text, to=FACILITATOR, **more))
    return event


def say(room, to, text=ANSWER, answers=None):
    """A word of the facilitator, as its event."""
    (event,) = room.do(c.RecordObservation(by=room.facilitator, text=text, to=to, answers=answers))
    return event


def test_a_question_waits_until_it_is_answered(room):
    """It is open to the desk until an answer names it; both stand in the asker's dialogue, in order."""
    asked = ask(room)
    assert [item.seq for item in open_questions(room.state, room.facilitator)] == [asked.seq]

    answer = say(room, room.responder, answers=asked.seq)

    assert open_questions(room.state, room.facilitator) == ()
    assert [item.seq for item in dialogue(room.state, room.responder)] == [asked.seq, answer.seq]
    assert dialogue(room.state, room.ciso) == ()


def test_an_answer_is_a_notice_to_whom_it_is_said(room):
    """One participant is told alone, everybody together, and nobody is told their own question."""
    asked = ask(room)
    say(room, room.responder, answers=asked.seq)
    say(room, EVERYBODY, "Ten minutes of break after this.")

    assert [item.text for item in notices_for(room.state, room.responder)] == [
        "Ten minutes of break after this.",
        ANSWER,
    ]
    assert [item.text for item in notices_for(room.state, room.ciso)] == ["Ten minutes of break after this."]
    assert notices_for(room.state, room.facilitator) == ()


def test_what_is_said_privately_is_read_by_its_two_ends_and_facilitators(room):
    """Neither the room's log, nor an evaluator, nor another participant after the end reads it."""
    asked = ask(room)
    answer = say(room, room.responder, answers=asked.seq)
    aloud = say(room, EVERYBODY, "Read the second exhibit again.")
    snapshot = room.session.current(room.id)
    assert QUESTION not in str(situation_log(snapshot.scenario, snapshot.events))
    room.do(c.EndExercise(by=room.facilitator))
    snapshot = room.session.current(room.id)

    def read(viewer):
        found = {event.seq for event in blind(snapshot.events, snapshot.state, viewer)}
        return found & {asked.seq, answer.seq, aloud.seq}

    assert read(room.facilitator) == read(room.responder) == {asked.seq, answer.seq, aloud.seq}
    assert read(room.evaluator) == read(room.ciso) == read(room.observer) == read(None) == {aloud.seq}


def test_nothing_of_it_is_an_observation_or_a_score(room):
    """Scores, observations and their sentences are as they were without it."""
    before = room.session.current(room.id)
    asked = ask(room)
    say(room, room.responder, answers=asked.seq)
    after = room.session.current(room.id)

    def values(snapshot):
        return [item.exact for item in score(Case(snapshot.scenario, snapshot.events, rubric())).findings]

    assert values(after) == values(before)
    assert observations(after.events) == ()
    assert after.state.observations == ()
    told = [line.text for line in lines(after.scenario, after.events)][-2:]
    assert told == [f"Asked the facilitator: {QUESTION}", f"Answered to one participant: {ANSWER}"]


@pytest.mark.parametrize(
    ("who", "fields", "reason"),
    [
        ("responder", {"to": EVERYBODY}, "leads to the facilitator"),
        ("responder", {"to": "ciso"}, "leads to the facilitator"),
        ("responder", {"to": FACILITATOR, "answers": 1}, "no question to you"),
        ("facilitator", {"to": "nobody"}, "no participant"),
        ("facilitator", {"to": "evaluator"}, "no participant"),
        ("facilitator", {"to": EVERYBODY, "answers": 1}, "no question to you"),
        ("facilitator", {"to": "ciso", "answers": "asked"}, "whoever asked"),
        ("evaluator", {"to": FACILITATOR}, "Only participants and facilitators"),
        ("observer", {"to": FACILITATOR}, None),
        ("responder", {"to": FACILITATOR, "text": ""}, "Write what you want to say"),
    ],
)
def test_who_may_not_use_it_so_is_told_why(room, who, fields, reason):
    """Each refusal says what would fit, and leaves nothing behind."""
    asked = ask(room)
    given = {
        "text": "x",
        **{key: asked.seq if value == "asked" else value for key, value in fields.items()},
    }
    if given["to"] in ("ciso", "evaluator"):
        given["to"] = getattr(room, given["to"])
    count = room.state.seq

    with pytest.raises(Refused, match=reason):
        room.do(c.RecordObservation(by=getattr(room, who), **given))

    assert room.state.seq == count


def test_a_line_of_an_older_log_reads_as_before():
    """An observation without a receiver is written and read as it always was."""
    live = Room(seed_exercise()).start()
    (noted,) = live.do(c.RecordObservation(by=live.facilitator, text="They are quick."))

    written = json.loads(to_text(noted))
    assert set(written) == {"kind", "at_ms", "by", "seq", "recorded_at", "text"}
    assert type(noted).model_validate(written).to == ""
    assert [item.text for item in observations(live.session.current(live.id).events)] == ["They are quick."]


def test_the_desk_shows_what_waits_to_facilitators_only(room):
    """Evaluators, other participants and strangers have no open question; the asker has theirs."""
    asked = ask(room)

    def waits(viewer):
        return [item.seq for item in open_questions(room.state, viewer)]

    assert waits(room.facilitator) == waits(room.responder) == [asked.seq]
    assert waits(room.evaluator) == waits(room.ciso) == waits(room.observer) == waits("") == []


def test_a_private_word_makes_no_evaluation_partial(room):
    """Only ratings that are hidden do: words between two people hide none."""
    ask(room)
    rating = {"criterion": "recovery", "value": 3, "reason": "As seen."}
    before = room.session.current(room.id)
    room.do(c.RateCriterion(by=room.facilitator, **rating))
    after = room.session.current(room.id)

    assert not hides_ratings(before.events, before.state, room.evaluator)
    assert hides_ratings(after.events, after.state, room.evaluator)
    assert not hides_ratings(after.events, after.state, room.facilitator)


def test_after_the_end_nothing_more_is_said(room):
    """Neither a question nor a hint is stored that nobody would read."""
    room.do(c.EndExercise(by=room.facilitator))

    for by, to in ((room.responder, FACILITATOR), (room.facilitator, EVERYBODY)):
        with pytest.raises(Refused, match="has ended"):
            room.do(c.RecordObservation(by=by, text="Late.", to=to))


def test_who_asked_and_left_is_answered_all_the_same(room):
    """The question of a removed seat can be closed in private."""
    asked = ask(room)
    room.do(c.LeaveExercise(by=room.facilitator, participant_id=room.responder))
    say(room, room.responder, answers=asked.seq)

    assert open_questions(room.state, room.facilitator) == ()
