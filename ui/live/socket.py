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
from ui.live import visitors
from ui.live.feed import News
from ui.live.snapshot import Typist, Viewer, epoch_ms
from ui.server import process

log = logging.getLogger("tplus.live")

NO_SEAT = 4401
"""Close code for a browser without a seat in the exercise it asked for."""

TRY_AGAIN = 1013
"""Close code while the database can't be read."""

STALLED_S = 20.0
"""How long a message may wait for a client that does not read before the client is let go."""

TYPING_EVERY_S = 1.0
"""Typing notices of one browser that come faster are dropped."""

LONGEST = 400
"""Characters of the longest message a browser may send here."""


async def live(socket: WebSocket) -> None:
    """Tell a seat everything that happens in its exercise, until it goes."""
    if not visitors.is_same_site(socket.headers):
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
    with process.feed().hub.listening(viewer.exercise_id) as queue:
        sender = asyncio.create_task(_send(socket, viewer, queue))
        try:
            await _receive(socket, viewer)
        finally:
            sender.cancel()


async def _send(socket: WebSocket, viewer: Viewer, queue: asyncio.Queue[News]) -> None:
    """Pass news on; a client that can't be told any more is let go, which ends its receiving too."""
    try:
        news = await run_in_threadpool(_first, viewer.exercise_id)
        while True:
            await asyncio.wait_for(socket.send_text(news.text_for(viewer)), STALLED_S)
            news = await queue.get()
    except WebSocketDisconnect:
        return
    except (StoreUnavailable, TimeoutError):
        log.warning("A browser of exercise %s could not be told and was let go", viewer.exercise_id)
    except Exception:  # a browser that is told nothing must not believe it is live
        log.exception("A browser of exercise %s was let go", viewer.exercise_id)
    if socket.application_state == WebSocketState.CONNECTED:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # gone already
            await socket.close(TRY_AGAIN)


def _first(exercise_id: str) -> News:
    return process.feed().news(process.session().current(exercise_id))


async def _receive(socket: WebSocket, viewer: Viewer) -> None:
    quiet_until = 0.0
    while True:
        try:
            told = _read(await socket.receive_text())
        except WebSocketDisconnect:
            return
        if "ping" in told:
            await socket.send_json({"pong": told["ping"], "server": epoch_ms(utc_now())})
        elif "typing" in told and monotonic() >= quiet_until:
            quiet_until = monotonic() + TYPING_EVERY_S
            await run_in_threadpool(_typed, viewer, str(told["typing"]))


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
