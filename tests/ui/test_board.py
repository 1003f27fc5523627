"""The projector's board tells what everybody may know, in three signals, one ladder and two numbers."""

import pytest

from engine import commands as c
from engine.log.events import InjectDelivered
from engine.scenario.times import MINUTE_MS
from tests.world import Room, rich_exercise
from ui.news.message import Viewer, message
from ui.shown import board


def shown(room: Room) -> dict:
    """The board as it stands now."""
    snapshot = room.session.current(room.id)
    found = board.board(snapshot, snapshot.at_ms(room.clock()))
    assert found is not None
    return found


@pytest.fixture
def room() -> Room:
    """A running exercise, some minutes old."""
    return Room(rich_exercise()).start().after(minutes=16)


def test_before_startex_and_after_endex_there_is_no_board() -> None:
    """What stands beside the clock then is another thing."""
    lobby = Room(rich_exercise())
    ended = Room(rich_exercise()).start().after(minutes=5)
    ended.do(c.EndExercise(by=ended.facilitator))

    for room in (lobby, ended):
        snapshot = room.session.current(room.id)
        assert board.board(snapshot, snapshot.at_ms(room.clock())) is None


def test_signals_follow_telemetry_and_their_curves_end_where_they_stand(room: Room) -> None:
    """Three signals; the last point of each curve is its value, and harm tells its alert line."""
    snapshot = room.session.current(room.id)
    seen = snapshot.timeline.telemetry(16 * MINUTE_MS)
    harm, served, queue = shown(room)["signals"]

    assert harm["value"] == f"{seen.suspected_bypasses}"
    assert harm["points"][-1] == seen.suspected_bypasses
    assert harm["line"] == snapshot.scenario.ai_system.alert_lines.suspected_bypasses
    assert served["points"][-1] == pytest.approx(seen.full_share, abs=1e-4)
    assert queue["value"] == f"{seen.human_queue}"
    assert len(harm["points"]) == len(served["points"]) == 18


def test_harm_beyond_its_line_is_an_alarm_and_service_lost_is_one_too(room: Room) -> None:
    """Mood follows the figures: above the line alarm; offline, nobody is served."""
    assert shown(room)["signals"][0]["mood"] == "alarm"
    assert shown(room)["signals"][1]["mood"] == "calm"

    room.do(c.RequestApproval(by=room.responder, about="containment", level=4, reason="It spreads."))
    room.do(c.DecideApproval(by=room.ciso, approval_id="APP-1", granted=True, reason="Agreed."))
    order = {
        "action": "shutdown",
        "params": {"approval": "APP-1"},
        "approval_id": "APP-1",
        "reason": "It spreads.",
    }
    room.do(c.ApplyContainment(by=room.responder, **order))
    room.after(minutes=8)

    assert shown(room)["signals"][1]["mood"] == "alarm"
    assert [step["level"] for step in shown(room)["ladder"] if step["is_on"]] == [4]


def test_the_ladder_says_which_level_holds_and_since_when(room: Room) -> None:
    """One step at most is lit, with the time of the order that reached it."""
    assert not any(step["is_on"] for step in shown(room)["ladder"])

    room.do(
        c.ApplyContainment(by=room.responder, action="set_mode", params={"mode": "restricted"}, reason="Now.")
    )
    room.after(minutes=2)

    lit = [step for step in shown(room)["ladder"] if step["is_on"]]
    assert [(step["level"], step["since"]) for step in lit] == [(2, "T+16:00")]


def test_what_was_declared_and_what_waits_is_told(room: Room) -> None:
    """Severity with its time, and how many approvals wait."""
    assert shown(room)["declared"] == ""
    room.do(
        c.DeclareIncident(by=room.responder, incident_type="jailbreak", severity="SEV2", summary="A bypass.")
    )
    room.do(c.RequestApproval(by=room.responder, about="containment", level=4, reason="It spreads."))

    assert shown(room)["declared"] == "SEV2 declared T+16:00"
    assert shown(room)["pending"] == 1


def test_answers_are_counted_by_person(room: Room) -> None:
    """Two answers of one person count once, for the inject and for its question."""
    newest = max(
        (event for event in room.session.current(room.id).events if isinstance(event, InjectDelivered)),
        key=lambda event: event.seq,
    )
    question = newest.questions[0]
    before, here = board.answered(room.session.current(room.id).state)
    for text in ("Look", "Look again"):
        room.do(
            c.SubmitAnswer(by=room.responder, inject_id=newest.inject_id, question_id=question.id, text=text)
        )
    state = room.session.current(room.id).state

    assert board.answered(state) == (before + 1, here)
    assert board.asked(state, newest.inject_id, newest.questions)[0] == {"text": question.text, "answered": 1}


def test_only_the_projector_is_told_of_the_board(room: Room) -> None:
    """Seats have screens of their own; the message to them stays small."""
    snapshot, now = room.session.current(room.id), room.clock()
    projector = message(snapshot, Viewer(room.id), now)
    seat = message(snapshot, Viewer(room.id, room.responder), now)

    assert projector["board"]["title"] == snapshot.title
    assert projector["inject"]["questions"]
    assert seat["board"] is None
    assert "questions" not in seat["inject"]
