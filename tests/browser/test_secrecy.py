"""A participant's browser is told neither what is coming, nor what is expected, nor of other rooms."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, WebSocket, expect

from engine import commands as c
from engine.running.session import Session
from engine.snapshot import Snapshot
from tests.browser.conftest import Server
from tests.browser.room import Person, exercise_of, until
from tests.world import rich_exercise

pytestmark = pytest.mark.browser

FEWEST_LETTERS = 14
"""Shorter texts, such as "block rate", are words that anybody may say."""

OTHER = (
    "Zoe Elsewhere",
    "Only the other room says this",
    "Only the other room notes this",
    "Only there it rains",
)
"""A name, an answer, a note and an inject of another exercise."""

EVERYDAY = {"switch to fallback"}
"""A cue that is also what the card of an action says."""

FOR_ANOTHER_ROLE = "Only the engineers read this"


def _texts(value: object) -> Iterator[str]:
    """The beginnings of all texts in a mapping, up to a figure that is filled in."""
    if isinstance(value, str):
        start = re.split(r"[{\n]", value.strip(), maxsplit=1)[0][:60].strip()
        if len(start) >= FEWEST_LETTERS:
            yield start
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _expected(inject: Mapping[str, Any]) -> list[object]:
    """What a good answer or team does, and what is for the facilitator."""
    points = [[question["points"], question["anti_points"]] for question in inject["questions"]]
    return [points, inject["expected_actions"], inject["notes"], inject["controller"]]


def _hidden(snapshot: Snapshot) -> set[str]:
    """What no participant may read yet, but for what they have been told in the same words."""
    hidden: set[str] = set()
    for inject in snapshot.scenario.injects:
        written = inject.model_dump(mode="json")
        hidden |= set(_texts(_expected(written) if inject.id in snapshot.state.delivered else written))
    delivered = (event.model_dump_json() for event in snapshot.state.delivered.values())
    told = snapshot.scenario.model_dump_json(exclude={"injects"}) + "".join(delivered)
    return {text for text in hidden if json.dumps(text)[1:-1] not in told and text not in told}


def _is_in(text: str, frames: bytes) -> bool:
    return any(form.encode() in frames for form in (text, json.dumps(text)[1:-1]))


def _overhear(person: Person) -> list[bytes]:
    """Every frame of every socket of a person's page, from now on."""
    frames: list[bytes] = []

    def keep(payload: str | bytes) -> None:
        frames.append(payload.encode() if isinstance(payload, str) else payload)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", keep)
        socket.on("framesent", keep)

    person.page.on("websocket", listen)
    return frames


def _other_room(session: Session) -> str:
    """Another exercise of the same scenario under way, with texts of its own; its join code."""
    name, answer, note, rain = OTHER
    exercise_id = session.create(rich_exercise()).exercise_id
    desk = session.seat(session.join(exercise_id, "Fay Elsewhere", app_role="facilitator")).participant_id
    by = session.seat(session.join(exercise_id, name, ("Legal",))).participant_id
    for command in (
        c.StartClock(by=desk),
        c.AdjustSchedule(by=desk, change="add", title="Rain", text=rain),
        c.SubmitAnswer(by=by, inject_id="post", question_id="first-action", text=answer),
        c.RecordObservation(by=desk, text=note),
    ):
        session.execute(exercise_id, command)
        session.conduct(exercise_id)
    return session.keys(exercise_id).join_code


def _told(snapshot: Snapshot) -> list[str]:
    return [event.text.strip()[:40] for event in snapshot.state.delivered.values() if not event.to]


def _once_told(
    session: Session, exercise_id: str, delivered: int, overheard: Mapping[Person, list[bytes]]
) -> Snapshot:
    """The exercise once so many injects are delivered, everybody has been told and every page is drawn."""
    page = next(iter(overheard)).page
    until(lambda: len(session.current(exercise_id).state.delivered) == delivered, page)
    snapshot = session.current(exercise_id)
    for person, kept in overheard.items():
        for text in _told(snapshot):
            until(lambda text=text, kept=kept: _is_in(text, b"\n".join(kept)), person.page)
        expect(person.page.locator(".tplus-live-inject")).to_be_empty()
        expect(person.page.locator(".stApp[data-test-script-state=notRunning]")).to_be_attached()
    return snapshot


def test_no_frame_tells_what_a_participant_must_not_know(server: Server, browser: Browser) -> None:
    """Sockets carry no inject before it is delivered, no expected point, and nothing of another exercise."""
    session = server.session()
    code = _other_room(session)
    exercise_id, token = exercise_of(server)
    desk = session.seat(token).participant_id
    people = [Person(browser, server.url) for _role in range(2)]
    overheard = [_overhear(person) for person in people]
    for person, name, role in zip(people, ("Sam", "Lee"), ("Legal", "CISO"), strict=True):
        person.seat(server, f"{name} Example", role)
    added = c.AdjustSchedule(change="add", title="News", text=FOR_ANOTHER_ROLE, to=("AI engineering team",))
    for number, command in enumerate((c.StartClock(), c.SkipTo(), added, c.SkipTo()), start=1):
        session.execute(exercise_id, command.model_copy(update={"by": desk}))
        snapshot = _once_told(session, exercise_id, number, dict(zip(people, overheard, strict=True)))
        for person in people if number == 1 else ():
            for group in ("Contain", "Preserve", "Recover"):
                person.act(group)
            person.turn_to("Log")
            person.sees("Situation log")
        hidden = _hidden(snapshot) - EVERYDAY | {*OTHER, code, FOR_ANOTHER_ROLE}

        assert len(hidden) > 100
        for frames in (b"\n".join(kept) for kept in overheard):
            assert [text for text in sorted(hidden) if _is_in(text, frames)] == []
            assert all(_is_in(text, frames) for text in _told(snapshot))
