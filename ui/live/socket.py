"""The live WebSocket: an exercise's news to one seat, the server's time, and who is typing."""

import asyncio
import contextlib
import json
import logging
from time import monotonic
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from engine.clock import utc_now
from engine.errors import Refused, StoreUnavailable
from engine.snapshot import Snapshot
from engine.views import injects_for
from ui.news.feed import News
from ui.news.message import Typist, Viewer, epoch_ms
from ui.server import process
from ui.server.entry import visitors
from ui.server.entry.hosts import is_same_site

log = logging.getLogger("tplus.live")

NO_SEAT = 4401
"""Close code for a browser without a seat in the exercise it asked for."""

TRY_AGAIN = 1013
"""Close code while the database can't be read."""

TOO_MANY = 4429
"""Close code for one window more of a seat than is told at once; its page asks every two seconds instead."""

WINDOWS = 4
"""Windows of one seat that are told at once (assumption: phone, computer, and one too many of each)."""

PROJECTORS = 20
"""Projectors of one exercise that are (assumption: rooms that exercise together)."""

CHECK_S = 15.0
"""How long at most a window is told after its seat was taken away or handed to another browser."""

STALLED_S = 20.0
"""How long a message may wait for a client that does not read before the client is let go."""

TYPING_EVERY_S = 1.0
"""Typing notices of one browser that come faster are dropped."""

LONGEST = 400
"""Characters of the longest message a browser may send here."""


async def live(socket: WebSocket) -> None:
    """Tell a seat everything that happens in its exercise, until it goes."""
    if not is_same_site(socket.headers):
        await socket.close(1008)
        return
    await socket.accept()
    try:
        viewer = await run_in_threadpool(visitors.viewer_of, socket.cookies, socket.query_params)
    except StoreUnavailable:
        await socket.close(TRY_AGAIN, "the database can't be read")
        return
    if viewer is None:
        await socket.close(NO_SEAT, "no seat in this exercise")
        return
    hub, who = process.feed().hub, viewer.participant_id or visitors.PROJECTOR
    if hub.windows(viewer.exercise_id, who) >= (WINDOWS if viewer.participant_id else PROJECTORS):
        await socket.close(TOO_MANY, "open in too many windows")
        return
    with hub.listening(viewer.exercise_id, who) as queue:
        sender = asyncio.create_task(_send(socket, viewer, queue))
        try:
            await _receive(socket, viewer)
        finally:
            sender.cancel()


async def _send(socket: WebSocket, viewer: Viewer, queue: asyncio.Queue[News]) -> None:
    """Pass news on; a client that can't be told any more is let go, which ends its receiving too."""
    try:
        news = await run_in_threadpool(_first, viewer.exercise_id)
        while _sits(news, viewer):
            await asyncio.wait_for(socket.send_text(news.text_for(viewer)), STALLED_S)
            news = await queue.get()
        await socket.close(NO_SEAT, "no seat in this exercise any more")
        return
    except WebSocketDisconnect:
        return
    except (StoreUnavailable, TimeoutError):
        log.warning("A browser of exercise %s could not be told and was let go", viewer.exercise_id)
    except Exception:  # a browser that is told nothing must not believe it is live
        log.exception("A browser of exercise %s was let go", viewer.exercise_id)
    if socket.application_state == WebSocketState.CONNECTED:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # gone already
            await socket.close(TRY_AGAIN)


def _sits(news: News, viewer: Viewer) -> bool:
    """Whether somebody sits there still; a projector needs no seat."""
    return viewer.participant_id in (None, *news.snapshot.state.participants)


def _first(exercise_id: str) -> News:
    return process.feed().news(process.session().current(exercise_id))


async def _receive(socket: WebSocket, viewer: Viewer) -> None:
    quiet_until, check_at = 0.0, monotonic() + CHECK_S
    while True:
        try:
            told = _read(await socket.receive_text())
        except (WebSocketDisconnect, KeyError):  # gone, or a frame that is no text
            return
        if monotonic() >= check_at:
            check_at = monotonic() + CHECK_S
            if not await run_in_threadpool(_still_holds, socket, viewer):
                await socket.close(NO_SEAT, "no seat in this exercise any more")
                return
        if "ping" in told:
            await socket.send_json({"pong": told["ping"], "server": epoch_ms(utc_now())})
        elif "typing" in told and monotonic() >= quiet_until:
            quiet_until = monotonic() + TYPING_EVERY_S
            await run_in_threadpool(_typed, viewer, str(told["typing"]))


def _still_holds(socket: WebSocket, viewer: Viewer) -> bool:
    """Whether the browser's cookie still opens what it is told of."""
    try:
        return visitors.viewer_of(socket.cookies, socket.query_params) == viewer
    except StoreUnavailable:
        return True


def _read(text: str) -> dict[str, Any]:
    """What a browser said; nothing where it is not a short JSON object."""
    try:
        told = json.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _typed(viewer: Viewer, question_id: str) -> None:
    """Pass on that somebody types an answer, if the question was put to them."""
    try:
        snapshot = process.session().current(viewer.exercise_id)
    except (Refused, StoreUnavailable):
        return
    if _is_asked(snapshot, viewer, question_id):
        process.feed().typed(snapshot, Typist(question_id, str(viewer.participant_id)))


def _is_asked(snapshot: Snapshot, viewer: Viewer, question_id: str) -> bool:
    if snapshot.state.app_role(viewer.participant_id or "") != "participant":
        return False
    seen = injects_for(snapshot.state, viewer.participant_id)
    return any(item.id == question_id and item.is_mine for view in seen for item in view.questions)
