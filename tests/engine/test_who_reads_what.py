"""Who reads what: every kind of thing that is private to somebody, against every kind of reader."""

from functools import cache

import pytest

from engine import commands as c
from engine import views
from engine.errors import Refused
from tests.world import Room, rich_exercise

LEGAL, SECURITY = "Legal", "Security operations"

TO_ALL = "Everybody hears that the lights go out."
TO_LEGAL = "Legal alone is told that the regulator called."
ASKED_OF_LEGAL = "Legal alone is asked what the regulator may know."
ANSWER = "Legal answers that the regulator knows enough."
ASK = "We ask for level four because variants keep passing."
NOTE = "The evaluator notes that one person leads."
RATING = "The evaluator rates it two, because nobody tested."
TOLD = "The responder tells the board that we know."
MESSAGE = "The room writes to support that we look into it."
REASON = "The facilitator stops the clock for a fire drill."

READERS = ("addressed", "other", "facilitator", "evaluator", "observer", "stranger")
SHARED = frozenset({TO_ALL, MESSAGE})
"""What the whole room may know has happened, and the projector shows."""

PLAYED = {
    "addressed": SHARED | {TO_LEGAL, ASKED_OF_LEGAL, ANSWER},
    "other": SHARED,
    "facilitator": SHARED | {TO_LEGAL, ASKED_OF_LEGAL, ANSWER},
    "evaluator": SHARED | {TO_LEGAL, ASKED_OF_LEGAL, ANSWER},
    "observer": SHARED | {TO_LEGAL, ASKED_OF_LEGAL, ANSWER},
    "stranger": SHARED,
}


class Everybody:
    """A running exercise with one of each kind of reader, in which everything private has happened."""

    def __init__(self) -> None:
        self.room = room = Room(rich_exercise())
        self.ids: dict[str, str | None] = {
            "addressed": room.join("Lea Example", LEGAL),
            "other": room.join("Olaf Example", SECURITY),
            "facilitator": room.facilitator,
            "evaluator": room.join("Eve Example", app_role="evaluator"),
            "observer": room.join("Olga Example", app_role="observer"),
            "stranger": None,
        }
        room.start()
        to_legal = {"title": TO_LEGAL, "text": TO_LEGAL, "to": (LEGAL,), "questions": (ASKED_OF_LEGAL,)}
        room.do(c.AdjustSchedule(by=room.facilitator, change="add", title=TO_ALL, text=TO_ALL))
        room.do(c.AdjustSchedule(by=room.facilitator, change="add", **to_legal))
        room.after(seconds=1)
        lea, eve = self.ids["addressed"], self.ids["evaluator"]
        room.do(c.SubmitAnswer(by=lea, inject_id="ad-hoc-2", question_id="ad-hoc-2-q1", text=ANSWER))
        room.do(c.RequestApproval(by=room.responder, about="containment", level=4, reason=ASK))
        room.do(c.NotifyRole(by=room.responder, role="Board", text=TOLD))
        room.do(c.SendMessage(by=room.responder, audience="Customer support agents", text=MESSAGE))
        room.do(c.RecordObservation(by=eve, text=NOTE, criterion="escalation"))
        room.do(c.RateCriterion(by=eve, criterion="escalation", value=2, reason=RATING))

    def views(self, reader: str) -> dict[str, object]:
        """All that the views give a reader, by the door that gives it."""
        snapshot = self.room.session.current(self.room.id)
        scenario, state, events = snapshot.scenario, snapshot.state, snapshot.events
        who = self.ids[reader]
        return {
            "injects": views.injects_for(state, who),
            "situation log": views.situation_log(scenario, events),
            "clock": views.clock_view(scenario, state, 0, participant_id=who),
            "msel": views.msel_for(scenario, state, who or "", 0),
            "expectations": views.expectations_for(scenario, state, who or ""),
            "briefings": views.briefing_for(scenario, state, who or ""),
            "approvals": views.approvals_for(scenario, state, who or ""),
            "timeline": _timeline(scenario, state, events, who),
        }


def _timeline(scenario, state, events, who: str | None) -> tuple[views.Line, ...]:
    """The timeline as this reader is given it, or nothing where it is refused."""
    try:
        return views.timeline(scenario, state, events, who)
    except Refused:
        return ()


@cache
def everybody() -> Everybody:
    """The exercise, played once."""
    return Everybody()


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_is_told_what_is_theirs_and_no_more(reader: str) -> None:
    """Injects and the shared log hold what was sent to the room or to a role of the reader's, and no more."""
    found = everybody().views(reader)
    seen = repr((found["injects"], found["situation log"]))
    texts = {TO_ALL, TO_LEGAL, ASKED_OF_LEGAL, ANSWER, ASK, NOTE, RATING, TOLD, MESSAGE}

    assert {text for text in texts if text in seen} == PLAYED[reader]


def test_the_shared_log_holds_nothing_that_was_for_some_alone() -> None:
    """The situation log is the same for all, so that what one role was told is not in it for anybody."""
    (log,) = {repr(everybody().views(reader)["situation log"]) for reader in READERS}

    assert [text for text in (TO_LEGAL, ASKED_OF_LEGAL, ANSWER, NOTE, RATING) if text in log] == []
    assert [text for text in SHARED if text not in log] == []


@pytest.mark.parametrize("reader", READERS)
def test_what_is_coming_and_expected_is_for_those_who_run_or_rate(reader: str) -> None:
    """MSEL, expectations and the next due time are a facilitator's and an evaluator's; nobody else's."""
    found = everybody().views(reader)
    knows = reader in ("facilitator", "evaluator")

    assert bool(found["msel"]) is knows
    assert bool(found["expectations"]) is knows
    assert found["clock"].knows_schedule is knows
    assert (found["clock"].next_due_ms is not None) is knows


@pytest.mark.parametrize("reader", READERS)
def test_a_briefing_is_read_by_its_role_alone(reader: str) -> None:
    """Whoever holds a role reads its briefing; running, rating or watching opens none."""
    roles = {"addressed": [LEGAL], "other": [SECURITY]}.get(reader, [])
    written = [role.role for role in rich_exercise().scenario.roles if role.briefing]

    assert [role for role, _ in everybody().views(reader)["briefings"]] == [
        role for role in roles if role in written
    ]


@pytest.mark.parametrize(
    ("phase", "may"),
    [
        ("lobby", set()),
        ("running", {"addressed", "other", "facilitator", "evaluator"}),
        ("paused", {"addressed", "other", "facilitator", "evaluator"}),
        ("ended", {"addressed", "other", "facilitator", "evaluator"}),
    ],
)
def test_the_inference_log_is_open_from_the_start_on_to_those_who_play_run_or_rate(
    phase: str, may: set[str]
) -> None:
    """Before StartEx nobody searches it; who only watches never does."""
    state = views.replace(everybody().room.state, phase=phase)
    ids = everybody().ids

    assert {reader for reader in READERS if views.may_search_log(state, ids[reader])} == may


@pytest.mark.parametrize("phase", ["lobby", "running", "paused", "ended"])
def test_results_are_open_to_all_only_at_the_end(phase: str) -> None:
    """Until EndEx scores, rubric and timeline are for those who run and rate."""
    state = views.replace(everybody().room.state, phase=phase)
    ids = everybody().ids
    early = {"facilitator", "evaluator"}

    found = {reader for reader in READERS if views.may_see_results(state, ids[reader])}
    assert found == (set(READERS) if phase == "ended" else early)


@pytest.mark.parametrize("phase", ["lobby", "running", "paused", "ended"])
def test_the_next_due_time_is_told_only_while_the_exercise_is_open(phase: str) -> None:
    """Before StartEx and after EndEx nothing is due."""
    scenario = rich_exercise().scenario
    state = views.replace(everybody().room.state, phase=phase)
    who = everybody().ids["facilitator"]

    told = views.clock_view(scenario, state, 0, participant_id=who).next_due_ms
    assert (told is not None) is (phase in ("running", "paused"))


def test_a_question_is_answered_by_those_it_was_put_to() -> None:
    """A question of the inject for Legal is Legal's; one put to nobody in particular is everybody's."""
    seen = {
        reader: {
            question.text: (question.is_mine, len(question.answers))
            for view in everybody().views(reader)["injects"]
            for question in view.questions
        }
        for reader in READERS
    }

    assert seen["addressed"][ASKED_OF_LEGAL] == (True, 1)
    assert ASKED_OF_LEGAL not in seen["other"]
    assert seen["observer"][ASKED_OF_LEGAL] == (True, 1)
    assert all(answers == 0 for _mine, answers in seen["stranger"].values())


def test_an_approver_who_cannot_be_reached_is_offered_nothing() -> None:
    """Where the scenario makes the CISO unreachable, a request waits for another approver alone."""
    room = Room(rich_exercise())
    vp = room.join("Vic Example", "VP Engineering")
    room.start().do(c.RequestApproval(by=room.responder, about="containment", level=4, reason=ASK))
    snapshot = room.session.current(room.id)
    away = snapshot.scenario.model_copy(update={"unreachable": ("CISO",)})

    def offered(scenario, who: str) -> int:
        return len(views.approvals_for(scenario, snapshot.state, who))

    assert [offered(snapshot.scenario, who) for who in (room.ciso, vp, room.responder)] == [1, 1, 0]
    assert [offered(away, who) for who in (room.ciso, vp, room.responder)] == [0, 1, 0]


def test_the_latest_inject_is_read_first() -> None:
    """Injects are listed latest first, the situation log too; the timeline runs in order."""
    found = everybody().views("facilitator")

    assert [view.event.inject_id for view in found["injects"]][:2] == ["ad-hoc-2", "ad-hoc-1"]
    assert [line.seq for line in found["situation log"]] == sorted(
        (line.seq for line in found["situation log"]), reverse=True
    )
    assert [line.seq for line in found["timeline"]] == sorted(line.seq for line in found["timeline"])


def test_a_preview_reads_as_the_role_would() -> None:
    """A preview of Legal reads what Legal was sent, a preview of another role does not, and neither stays."""
    state = everybody().room.state
    evaluator = everybody().ids["evaluator"]
    as_legal, legal = views.as_role(state, LEGAL, evaluator)
    as_other, other = views.as_role(state, SECURITY, evaluator)

    assert TO_LEGAL in repr(views.injects_for(as_legal, legal))
    assert TO_LEGAL not in repr(views.injects_for(as_other, other))
    assert set(as_legal.participants) - set(state.participants) == {legal}


def test_the_reason_of_a_pause_is_the_latest_and_read_only_while_it_lasts() -> None:
    """Of two pauses the later one's reason is told, and none once the clock runs."""
    room = Room().start()
    for reason in ("Lunch", REASON):
        room.do(c.PauseClock(by=room.facilitator, reason=reason))
        paused = room.session.current(room.id)
        room.do(c.ResumeClock(by=room.facilitator))
    running = room.session.current(room.id)

    assert views.pause_reason(paused.state, paused.events) == REASON
    assert views.pause_reason(running.state, running.events) == ""
