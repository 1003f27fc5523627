"""The live WebSocket tells a seat its own exercise, and answers pings."""

import json

import pytest
from starlette.websockets import WebSocketDisconnect

from engine import commands as c
from engine.clock import utc_now
from tests.ui.live.conftest import Played, Visit
from tests.world import seed_exercise
from ui.live.socket import NO_SEAT, TRY_AGAIN
from ui.news.feed import News


def _path(played: Played, **query: str) -> str:
    asked = {"exercise": played.id, **query}
    return "/tplus/live?" + "&".join(f"{name}={value}" for name, value in asked.items())


def test_a_seat_is_told_at_once_and_again_when_something_happens(played: Played, visit: Visit) -> None:
    """The first message is the present state; a command in this process brings the next."""
    with visit("participant").websocket_connect(_path(played)) as socket:
        first = socket.receive_json()
        played.do(c.PauseClock(by=played.seat("facilitator").participant_id, reason="Lunch"))
        second = socket.receive_json()

    assert (first["clock"]["phase"], second["clock"]["phase"]) == ("running", "paused")
    assert second["clock"]["reason"] == "Lunch"
    assert second["version"] == first["version"] + 1


def test_a_ping_is_answered_with_the_servers_time(played: Played, visit: Visit) -> None:
    """What was sent comes back with the server's time between the two."""
    before_ms = utc_now().timestamp() * 1000
    with visit("participant").websocket_connect(_path(played)) as socket:
        socket.receive_json()
        socket.send_json({"ping": 12.5})
        pong = socket.receive_json()

    assert pong["pong"] == 12.5
    assert before_ms - 1 <= pong["server"] <= utc_now().timestamp() * 1000 + 1


@pytest.mark.parametrize("query", [{}, {"as": "facilitator"}, {"as": "nobody"}, {"as": "projector"}])
def test_a_stranger_is_sent_away(played: Played, visit: Visit, query: dict[str, str]) -> None:
    """Without a seat's cookie or the projector's secret nothing is told."""
    with (
        visit().websocket_connect(_path(played, **query)) as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_json()

    assert closed.value.code == NO_SEAT


def test_a_seat_of_another_exercise_is_sent_away(played: Played, visit: Visit) -> None:
    """A seat opens its own exercise alone, whatever exercise is asked for."""
    other = played.session.create(seed_exercise(), seed=2).exercise_id
    token = played.session.join(other, "Olga", ["Legal"])
    with (
        visit(participant=token).websocket_connect(_path(played)) as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_json()

    assert closed.value.code == NO_SEAT


def test_a_seat_of_one_kind_does_not_pass_for_another(played: Played, visit: Visit) -> None:
    """A participant's token in a facilitator's cookie opens nothing."""
    client = visit(facilitator=played.tokens["participant"])
    with (
        client.websocket_connect(_path(played, **{"as": "facilitator"})) as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_json()

    assert closed.value.code == NO_SEAT


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://testserver.example"])
def test_another_site_is_not_answered(played: Played, visit: Visit, origin: str) -> None:
    """A page of another origin can't open the socket with this browser's cookies."""
    client = visit("participant")
    opened = client.websocket_connect(_path(played), headers={"origin": origin})
    with pytest.raises(WebSocketDisconnect), opened as socket:
        socket.receive_json()


def test_the_projector_opens_with_its_secret_and_has_no_private_inject(played: Played, visit: Visit) -> None:
    """The link's secret opens the projector's view, which tells what all were sent."""
    change = c.AdjustSchedule(
        by=played.seat("facilitator").participant_id,
        change="add",
        title="For Legal",
        text="Call me",
        to=("Legal",),
    )
    played.do(change)
    played.session.conduct(played.id)
    path = _path(played, **{"as": "projector"})
    with visit(projector=f"{played.id}:{played.keys.projector}").websocket_connect(path) as socket:
        told = socket.receive_json()

    assert "exhibits" in told["inject"]
    assert "For Legal" not in json.dumps(told)


def test_typing_is_told_to_the_room_and_only_for_questions_one_has(played: Played, visit: Visit) -> None:
    """A notice for one's question reaches the others; for a question that was not put it goes nowhere."""
    client = visit("participant", "facilitator")
    with client.websocket_connect(_path(played)) as socket:
        socket.receive_json()
        socket.send_text("not json")
        socket.send_json(["neither"])
        socket.send_json({"typing": "inject-1-q1"})
        told = socket.receive_json()

    assert told["typing"] == [
        {"question": "inject-1-q1", "by": played.seat().participant_id, "name": "Sam Example"}
    ]
    with client.websocket_connect(_path(played)) as socket:
        first = socket.receive_json()
        socket.send_json({"typing": "inject-3-q1"})
        socket.send_json({"ping": 1})
        assert "pong" in socket.receive_json()

    assert "inject-3-q1" not in json.dumps(first)


def test_a_browser_that_cannot_be_told_is_let_go(
    played: Played, visit: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """When a message can't be written the socket is closed, so that the page knows it is not live."""

    def fail(*_args: object) -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr(News, "text_for", fail)
    opened = visit("participant").websocket_connect(_path(played))
    with opened as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()

    assert closed.value.code == TRY_AGAIN
    assert "let go" in caplog.text
