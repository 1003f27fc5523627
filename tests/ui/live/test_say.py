"""What the outbox sends is stored once, or answered with what to do."""

import json
import threading

import pytest
from starlette.testclient import TestClient

from engine import commands as c
from engine.errors import StoreUnavailable
from engine.log.events import AnswerSubmitted, ApprovalRequested, MessageSent, ObservationRecorded
from engine.scenario.times import offset_label
from tests.ui.live.conftest import Played, Visit
from ui.live import say as saying
from ui.server.pace import Buckets

KEY = "0123456789abcdef"


def _answer(played: Played, **fields: object) -> dict[str, object]:
    said = {"exercise": played.id, "kind": "answer", "key": KEY, "text": "We look at the logs"}
    return said | {"inject_id": "inject-1", "question_id": "inject-1-q1"} | fields


def _stored(played: Played, kind: type) -> list:
    return [event for event in played.session.current(played.id).events if isinstance(event, kind)]


def test_an_answer_is_stored_once_however_often_it_is_sent(played: Played, visit: Visit) -> None:
    """Every attempt with a key is answered with the event of the first."""
    client = visit("participant")
    answers = [client.post("/tplus/say", json=_answer(played)).json() for _attempt in range(3)]
    (event,) = _stored(played, AnswerSubmitted)

    assert answers == [{"seq": event.seq, "at_ms": event.at_ms, "at": offset_label(event.at_ms)}] * 3
    assert event.text == "We look at the logs"


def test_attempts_at_the_same_moment_store_once(played: Played, visit: Visit) -> None:
    """Eight threads with one key leave one event, and all are told its number."""
    client, got = visit("participant"), []
    cookies = dict(client.cookies)

    def send() -> None:
        alone = TestClient(client.app, cookies=cookies)
        got.append(alone.post("/tplus/say", json=_answer(played)).json()["seq"])

    threads = [threading.Thread(target=send) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (event,) = _stored(played, AnswerSubmitted)
    assert got == [event.seq] * 8


def test_another_text_under_the_same_key_is_not_taken_for_the_first(played: Played, visit: Visit) -> None:
    """The sender is told to send it anew, so that it is not lost in silence."""
    client = visit("participant")
    client.post("/tplus/say", json=_answer(played))
    answer = client.post("/tplus/say", json=_answer(played, text="Something else"))

    assert (answer.status_code, answer.json()["anew"]) == (409, True)
    assert len(_stored(played, AnswerSubmitted)) == 1


def test_two_people_may_use_the_same_key(played: Played, visit: Visit) -> None:
    """Keys belong to a seat; nobody can block another's answer."""
    other = played.session.join(played.id, "Lee", ["Legal"])
    first = visit("participant").post("/tplus/say", json=_answer(played)).json()
    second = visit(participant=other).post("/tplus/say", json=_answer(played)).json()

    assert second["seq"] == first["seq"] + 1


def test_messages_requests_and_notes_are_stored_as_what_they_are(played: Played, visit: Visit) -> None:
    """Each kind becomes its own event, by the seat that speaks."""
    client = visit("participant", "facilitator")
    base = {"exercise": played.id, "text": "We are looking into it"}
    said: list[dict[str, object]] = [
        {"kind": "message", "key": "message-1", "audience": "Legal"},
        {"kind": "request", "key": "request-1", "audience": "Legal"},
        {"kind": "note", "key": "a-note-01", "seat": "facilitator", "criterion": "detection"},
    ]
    answers = [client.post("/tplus/say", json=base | item) for item in said]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert _stored(played, MessageSent)[0].audience == "Legal"
    assert _stored(played, ApprovalRequested)[0].about == "message"
    (note,) = _stored(played, ObservationRecorded)
    assert (note.by, note.criterion) == (played.seat("facilitator").participant_id, "detection")


@pytest.mark.parametrize(
    ("fields", "status", "reason"),
    [
        ({"text": "  "}, 422, "Fill in or shorten: text."),
        ({"text": "x" * 8001}, 422, "Fill in or shorten: text."),
        ({"question_id": "inject-9-q1"}, 409, "puts no question"),
        ({"inject_id": "inject-4"}, 409, "has not been delivered to you"),
        ({"seat": "facilitator"}, 401, "no seat"),
        ({"exercise": "x-000000000000"}, 401, "no seat"),
        ({"key": "short"}, 422, "key"),
        ({"by": "p-somebody"}, 422, "by"),
        ({"text": "x" * 70_000}, 413, "too long"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(
    played: Played, visit: Visit, fields: dict[str, str], status: int, reason: str
) -> None:
    """Nothing is stored, and the answer says what to do."""
    answer = visit("participant").post("/tplus/say", json=_answer(played, **fields))

    assert (answer.status_code, answer.json()["refused"]) == (status, True)
    assert reason in answer.json()["reason"]
    assert not _stored(played, AnswerSubmitted)


def test_a_refusal_of_the_exercise_is_told_in_its_words(played: Played, visit: Visit) -> None:
    """A message while the clock is paused is refused as the engine says it."""
    played.do(c.PauseClock(by=played.seat("facilitator").participant_id))
    said = {"exercise": played.id, "kind": "message", "key": KEY, "text": "Hello", "audience": "Legal"}
    answer = visit("participant").post("/tplus/say", json=said)

    assert (answer.status_code, "paused" in answer.json()["reason"]) == (409, True)


def test_without_its_database_the_server_says_try_again(
    played: Played, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that could not be stored is not acknowledged, and not refused."""

    def fail(*_args: object, **_more: object) -> None:
        raise StoreUnavailable("The disk is full.")

    client = visit("participant")
    monkeypatch.setattr(played.session.store, "append", fail)
    answer = client.post("/tplus/say", json=_answer(played))

    assert (answer.status_code, answer.json()) == (503, {"reason": "The disk is full."})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://elsewhere.example", "content-type": "application/json"}, 403),
        ({"origin": "null", "content-type": "application/json"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_nothing_is_taken_from_another_sites_page(
    played: Played, visit: Visit, headers: dict[str, str], status: int
) -> None:
    """Another origin, or a body that a form could send, stores nothing."""
    body = json.dumps(_answer(played))
    answer = visit("participant").post("/tplus/say", content=body, headers=headers)

    assert answer.status_code == status
    assert not _stored(played, AnswerSubmitted)


def test_the_same_site_behind_a_proxy_is_the_same_site(played: Played, visit: Visit) -> None:
    """The host that a proxy was asked for counts as one's own."""
    headers = {"origin": "https://tplus.example", "x-forwarded-host": "tplus.example"}
    answer = visit("participant").post("/tplus/say", json=_answer(played), headers=headers)

    assert answer.status_code == 200


def test_one_text_too_many_is_told_to_wait_and_not_lost(
    played: Played, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After twenty at once a seat waits, with a sentence and for how long; another seat does not."""
    now = [100.0]
    monkeypatch.setattr(saying, "_buckets", Buckets(saying.SAYING))
    monkeypatch.setattr(saying, "monotonic", lambda: now[0])
    note = {"exercise": played.id, "seat": "facilitator", "kind": "note"}
    texts = [note | {"key": f"note-{number:04d}", "text": f"Note {number}"} for number in range(21)]
    client = visit("participant", "facilitator")
    statuses = [client.post("/tplus/say", json=said).status_code for said in texts]
    waits = client.post("/tplus/say", json=texts[20])
    other = client.post("/tplus/say", json=_answer(played)).status_code
    now[0] += waits.json()["wait_ms"] / 1000

    assert statuses == [200] * 20 + [429]
    assert (waits.headers["retry-after"], waits.json()["wait_ms"]) == ("1", 1000)
    assert "sent in a moment" in waits.json()["reason"]
    assert "refused" not in waits.json()
    assert other == 200
    assert client.post("/tplus/say", json=texts[20]).status_code == 200
    assert len(_stored(played, ObservationRecorded)) == 21
