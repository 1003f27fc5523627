"""A seat's message holds what it needs, and nothing that is not for it."""

import json
from dataclasses import replace

import pytest

from engine import commands as c
from engine.log.events import InjectDelivered, ObservationRecorded
from engine.log.fact import AppRole
from engine.log.parts import Participant
from engine.log.state import State, fold
from engine.running.session import Session
from engine.scenario.resolve import Scenario
from engine.snapshot import Snapshot
from engine.store.memory import MemoryStore
from tests.world import Room, played, rich_exercise, seed_exercise
from ui.news.feed import Feed
from ui.news.message import MOST_PACE_MS, Typist, Viewer, message, pace_ms

NOTE = "A private observation of the evaluator"
ROLES: tuple[AppRole, ...] = ("facilitator", "participant", "evaluator", "observer", "leadership")


def _told(room: Room, participant_id: str | None, **more: object) -> dict:
    snapshot = room.session.current(room.id)
    viewer = Viewer(room.id, participant_id)
    return message(snapshot, viewer, room.clock(), **more)  # type: ignore[arg-type]


def _judging(scenario: Scenario) -> set[str]:
    """Every text that tells how answers are judged, or what the makers of the exercise think."""
    found = {text for inject in scenario.injects for text in (*inject.expected_actions, inject.notes)}
    questions = [question for inject in scenario.injects for question in inject.questions]
    found |= {point.description for item in questions for point in (*item.points, *item.anti_points)}
    return {text for text in found if len(text) > 12}


def _coming(scenario: Scenario, state: State) -> set[str]:
    """Titles and texts of injects that were not delivered, as far as no delivered text says the same."""
    shown = json.dumps([[event.title, event.text] for event in state.delivered.values()], ensure_ascii=False)
    texts = {
        text
        for inject in scenario.injects
        if inject.id not in state.delivered
        for text in (inject.title, inject.event, *(item.text for item in inject.questions))
    }
    return {text.strip().splitlines()[0] for text in texts if text.strip() and text not in shown}


@pytest.mark.parametrize("is_rich", [False, True])
@pytest.mark.parametrize("app_role", [*ROLES, None])
def test_no_message_tells_what_is_coming(app_role: AppRole | None, is_rich: bool) -> None:
    """After every event of a whole exercise: no undelivered inject, expected point or note for any role."""
    loaded = rich_exercise() if is_rich else seed_exercise()
    scenario, events = loaded.scenario, played("playbook", is_rich=is_rich).events
    seat = Participant("p-viewer", app_role or "observer", ("CISO", "Legal"))
    viewer = Viewer("x-1", seat.id if app_role else None)
    for number in range(2, len(events) + 1):
        part = events[:number]
        state = fold(part)
        seated = replace(state, participants={**state.participants, seat.id: seat})
        note = ObservationRecorded(at_ms=part[-1].at_ms, text=NOTE, seq=part[-1].seq + 1)
        snapshot = Snapshot("x-1", scenario, seated, (*part, note))
        told = json.dumps(message(snapshot, viewer, part[-1].recorded_at), ensure_ascii=False)

        assert not [text for text in _coming(scenario, state) if text in told]
        assert not [text for text in _judging(scenario) if text in told]
        assert NOTE not in told


def test_only_those_who_run_or_rate_are_told_when_the_next_inject_is_due() -> None:
    """A participant's, an observer's and the projector's clock have no countdown at all."""
    room = Room().start()
    evaluator, observer = room.join("Eve", app_role="evaluator"), room.join("Olga", app_role="observer")

    assert [_told(room, who)["clock"]["next_due_ms"] for who in (room.facilitator, evaluator)] == [
        900_000
    ] * 2
    for who in (room.responder, observer, None):
        assert "next_due_ms" not in _told(room, who)["clock"]


def test_an_inject_for_one_role_reaches_that_role_alone() -> None:
    """A private inject is in the messages of its role; other participants and the projector have none."""
    room = Room().start()
    change = c.AdjustSchedule(
        by=room.facilitator, change="add", title="Only for you", text="Call the CISO back.", to=("CISO",)
    )
    room.do(change)
    room.session.conduct(room.id)

    assert _told(room, room.ciso)["inject"]["title"] == "Only for you"
    for who in (room.responder, None):
        assert "Only for you" not in json.dumps(_told(room, who))


def test_the_clock_can_be_ticked_from_the_message_alone() -> None:
    """Anchor, rate and server time give the same exercise time as the server's own."""
    room = Room().start(rate=4.0).after(minutes=3)
    clock = _told(room, room.responder)["clock"]
    later_ms = room.clock().timestamp() * 1000 + 90_000
    room.clock.advance(seconds=90)

    ticked = clock["at_ms"] + (later_ms - clock["recorded_ms"]) * clock["rate"]
    assert ticked == pytest.approx(room.session.at_ms(room.id), abs=1)


def test_a_pause_says_why_and_stands_still() -> None:
    """While paused the message says so, with the reason, and nothing runs."""
    room = Room().start().after(minutes=5)
    room.do(c.PauseClock(by=room.facilitator, reason="Fire drill"))
    clock = _told(room, room.responder)["clock"]

    assert (clock["phase"], clock["reason"], clock["is_running"]) == ("paused", "Fire drill", False)
    assert clock["at_ms"] == 300_000


def test_who_is_typing_is_told_to_those_who_have_the_question() -> None:
    """A typing notice names the person, where the question was put to this seat."""
    room = Room().start()
    typists = (Typist("inject-1-q1", room.responder), Typist("inject-9-q9", room.ciso))
    told = _told(room, room.ciso, typists=typists, names={room.responder: "Sam"})

    assert told["typing"] == [{"question": "inject-1-q1", "by": room.responder, "name": "Sam"}]


def test_redraws_are_spread_wider_the_more_people_watch() -> None:
    """A room of forty redraws within a second or two, four hundred within fifteen."""
    assert [pace_ms(count) for count in (0, 40, 100, 400, 4000)] == [1000, 1600, 4000, 15_000, MOST_PACE_MS]


def test_a_message_is_written_once_for_each_audience() -> None:
    """Forty seats with the same roles share one text."""
    room = Room().start()
    feed = Feed(room.session)
    news = feed.news(room.session.current(room.id))
    other = room.join("Second CISO", "CISO")
    texts = [news.text_for(Viewer(room.id, who)) for who in (room.ciso, room.ciso, None, other, None)]

    assert texts[0] is texts[1]
    assert texts[2] is texts[4]
    assert json.loads(texts[0])["version"] == room.state.seq - 1


def test_older_news_never_follow_newer() -> None:
    """A thread that comes late with an older state publishes nothing."""
    session = Session(MemoryStore())
    feed = Feed(session)
    room = Room()
    older = room.session.current(room.id)
    room.start()
    newer = room.session.current(room.id)
    published: list[int] = []
    feed.hub.size = lambda _id: 1  # type: ignore[method-assign]
    feed.hub.publish = lambda _id, news, **_how: published.append(news.snapshot.state.seq)  # type: ignore[method-assign]

    feed.seen(newer)
    feed.ticked(older)
    feed.seen(newer)

    assert published == [newer.state.seq]


def test_events_of_this_process_are_published_when_they_are_stored() -> None:
    """A command's answer is told with the state after it; the conductor need not notice it again."""
    room = Room()
    feed = Feed(room.session)
    published: list[tuple[int, bool]] = []
    feed.hub.size = lambda _id: 1  # type: ignore[method-assign]

    def publish(_id: str, news: object, *, is_urgent: bool = True) -> None:
        published.append((news.snapshot.state.seq, is_urgent))  # type: ignore[attr-defined]

    feed.hub.publish = publish  # type: ignore[method-assign]
    room.start()
    after = room.state.seq
    answer = c.SubmitAnswer(by=room.responder, inject_id="inject-1", question_id="inject-1-q1", text="Look")
    room.do(answer)
    feed.seen(room.session.current(room.id))

    assert isinstance(room.session.current(room.id).events[after - 1], InjectDelivered)
    assert published == [(after - 1, True), (after, True), (after + 1, False)]


def test_everybody_is_told_the_same_public_signals() -> None:
    """Alerts and tiles are what monitoring shows; before the clock starts there are none."""
    room = Room()
    assert _told(room, None)["signals"] is None

    room.do(c.StartClock(by=room.facilitator))
    room.do(c.ApplyContainment(by=room.responder, action="block_user"))
    room.clock.advance(minutes=2)
    shown = _told(room, None)["signals"]

    assert ("Containment level", "1") in [(label, value) for label, value, _ in shown["tiles"]]
    for participant_id in room.state.participants:
        assert _told(room, participant_id)["signals"] == shown
