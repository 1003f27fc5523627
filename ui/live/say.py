"""The outbox's route: what somebody typed becomes an event once, however often it is sent."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from time import monotonic
from typing import Annotated, Any, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine import commands as c
from engine.errors import Refused, StoreUnavailable
from engine.log.events import Event
from engine.log.fact import AppRole
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from ui.language.words import t
from ui.server import process
from ui.server.entry import access, visitors
from ui.server.entry.hosts import is_same_site
from ui.server.incoming.bodies import NoBody, bounded
from ui.server.pace import Buckets, Pace
from ui.server.redraws import ahead

LARGEST = 64_000
"""Bytes of the largest body: eight thousand characters of any script, escaped, and its fields."""

AT_ONCE = 64
"""Answers that are stored, or wait for it, at one moment (assumption: a large room; more wait their turn)."""

SAYING = Pace(20, 1.0)
"""How much one seat says: so many texts at once, then sixty a minute (assumption: nobody types more)."""

NO_SEAT = t("This browser has no seat in this exercise; join it again.")

_buckets = Buckets(SAYING)

_writers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="tplus-say")
"""Threads of their own, so that answers which wait for the database take none from those who read."""

CommandKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,60}$")]


class Said(BaseModel):
    """What the outbox sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exercise: str
    seat: AppRole = Field(default="participant", description="Which of the browser's seats speaks.")
    kind: Literal["answer", "message", "request", "note"]
    for_role: str = Field(default="", description="Role in whose name a scribe speaks.")
    key: CommandKey = Field(description="The same for every attempt to send the same text.")
    text: str
    inject_id: str = ""
    question_id: str = ""
    audience: str = ""
    template: str = ""
    approval_id: str = ""
    criterion: str = ""
    moment_ms: int | None = None
    completes: int | None = None


async def say(request: Request) -> Response:
    """Store what was said, and answer with its event; the same key is stored once."""
    if not is_same_site(request.headers):
        return _refused(t("This was sent from another site."), 403)
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        return _refused(t("Send JSON."), 415)
    said = await _said(request)
    if isinstance(said, Response):
        return said
    token = request.cookies.get(access.seat_cookie(said.seat), "")
    held = visitors.signed(token)
    if held is None:
        return _refused(NO_SEAT, 401)
    wait_s = _buckets.wait_s(held.seat.participant_id, monotonic())
    if wait_s:
        return _too_many(wait_s)
    with ahead():
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_writers, _answer, said, dict(request.cookies))


async def _said(request: Request) -> Said | Response:
    try:
        return Said.model_validate_json(await bounded(request, LARGEST))
    except NoBody as wrong:
        return _refused(_unread(wrong), wrong.status)
    except ValidationError as error:
        return _refused(_wrong(error), 422)


def _unread(wrong: NoBody) -> str:
    if wrong.status == 413:
        return t("This is too long; shorten it.")
    return t("This did not arrive whole; it is sent again.")


def _too_many(wait_s: float) -> Response:
    """Not refused for good: the outbox waits and sends it again."""
    reason = t("That was a lot at once; this one is sent in a moment.")
    told = {"reason": reason, "wait_ms": ceil(wait_s * 1000)}
    return JSONResponse(told, status_code=429, headers={"Retry-After": str(ceil(wait_s))})


def _answer(said: Said, cookies: dict[str, str]) -> Response:
    try:
        seat = visitors.seat_of(cookies, said.exercise, said.seat)
        if seat is None:
            return _refused(NO_SEAT, 401)
        return _stored(seat, said)
    except ValidationError as error:
        return _refused(_wrong(error), 422)
    except Refused as error:
        return _refused(str(error), 409)
    except StoreUnavailable as error:
        return JSONResponse({"reason": str(error)}, status_code=503)


def _stored(seat: Seat, said: Said) -> Response:
    """Give the command; an attempt that was stored before answers with the event of that time."""
    key = f"{seat.participant_id}:{said.key}"
    own = {"by": seat.participant_id, "key": key, "for_role": said.for_role}
    command: Any = _command(said).model_copy(update=own)
    events = process.session().execute(seat.exercise_id, command)
    event = events[0] if events else _earlier(process.session().current(seat.exercise_id), key)
    if getattr(event, "text", command.text) != command.text:
        reason = t("Another text was sent from this box, as event {seq}; send this one too.", seq=event.seq)
        return JSONResponse({"refused": True, "anew": True, "reason": reason}, status_code=409)
    return JSONResponse({"seq": event.seq, "at_ms": event.at_ms, "at": offset_label(event.at_ms)})


def _earlier(snapshot: Snapshot, key: str) -> Event:
    """The event that an earlier attempt with this key has stored."""
    return snapshot.events[snapshot.state.keys[key] - 1]


def _command(said: Said) -> c.Command:
    text = said.text
    match said.kind:
        case "answer":
            return c.SubmitAnswer(inject_id=said.inject_id, question_id=said.question_id, text=text)
        case "message":
            return c.SendMessage(
                audience=said.audience, text=text, template=said.template, approval_id=said.approval_id
            )
        case "request":
            return c.RequestApproval(about="message", audience=said.audience, text=text)
        case "note":
            fields = {
                "criterion": said.criterion,
                "moment_ms": said.moment_ms,
                "completes": said.completes,
            }
            return c.RecordObservation.model_validate({"text": text, **fields})
        case _:
            assert_never(said.kind)


def _wrong(error: ValidationError) -> str:
    names = [str(item["loc"][0]).replace("_", " ") for item in error.errors() if item["loc"]]
    named = ", ".join(dict.fromkeys(names)) or t("the text")
    return t("Fill in or shorten: {fields}.", fields=named)


def _refused(reason: str, status: int) -> Response:
    return JSONResponse({"refused": True, "reason": reason}, status_code=status)
