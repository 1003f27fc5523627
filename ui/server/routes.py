"""Routes beside Streamlit's: cookies that keep a seat and a host, and a sign of life."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from engine.errors import Refused, StoreUnavailable
from engine.identity import Seat, is_same_secret
from ui.charts import figures
from ui.live.pictures import picture
from ui.live.say import say
from ui.live.socket import live
from ui.server import access, process
from ui.server.garbage import chosen_moments
from ui.server.presses import Presses
from ui.server.private import private_files
from ui.server.redraws import fair_sharing

KEEP_S = 14 * 24 * 3600
"""How long a browser keeps a seat: longer than any exercise and its follow-up (assumption)."""

TOUR_KEPT_S = 365 * 24 * 3600
"""How long a browser remembers that its person knows the tour (assumption)."""


async def keep_seat(request: Request) -> Response:
    """Set the cookie of a seat whose token is the request's body."""
    token = await _body(request)
    seat = await run_in_threadpool(_seat, token)
    if seat is None:
        return JSONResponse({"kept": False}, status_code=403)
    return _kept(request, access.seat_cookie(seat.app_role), token)


async def keep_host(request: Request) -> Response:
    """Set the cookie of a host whose key is the request's body."""
    key = os.environ.get("TPLUS_FACILITATOR_KEY", "")
    if not key or not is_same_secret(await _body(request), key):
        return JSONResponse({"kept": False}, status_code=403)
    return _kept(request, access.HOST_COOKIE, access.host_mark(key))


async def keep_tour(_request: Request) -> Response:
    """Set the cookie of a browser whose person has seen or left the guided tour."""
    response = JSONResponse({"kept": True})
    response.set_cookie(access.TOUR_COOKIE, "seen", max_age=TOUR_KEPT_S, samesite="lax", path="/")
    return response


async def _body(request: Request) -> str:
    return (await request.body())[:2000].decode(errors="replace")


def _seat(token: str) -> Seat | None:
    try:
        return process.session().seat(token)
    except (Refused, ValueError):
        return None


def _kept(request: Request, name: str, value: str) -> Response:
    response = JSONResponse({"kept": True})
    is_secure = request.url.scheme == "https"
    response.set_cookie(
        name, value, max_age=KEEP_S, httponly=True, samesite="lax", path="/", secure=is_secure
    )
    return response


async def health(_request: Request) -> Response:
    """Whether the app answers, its database can be read and written, and what waits because it can't."""
    try:
        found = await run_in_threadpool(process.health)
    except StoreUnavailable as error:
        return JSONResponse({"status": "database unavailable", "reason": str(error)}, status_code=503)
    is_well = process.session().storing.failure is None
    status = "ok" if is_well else "nothing can be stored"
    return JSONResponse({"status": status, **found}, status_code=200 if is_well else 503)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the store and the hub and start the conductor before the first visitor; close them at the end."""
    with private_files(), fair_sharing(), chosen_moments():
        hub = process.feed().hub
        figures.warm()
        hub.open(asyncio.get_running_loop())
        yield {}
        hub.close()
        await run_in_threadpool(process.close)


ROUTES = [
    Route("/tplus/seat", keep_seat, methods=["POST"]),
    Route("/tplus/host", keep_host, methods=["POST"]),
    Route("/tplus/tour", keep_tour, methods=["POST"]),
    Route("/tplus/health", health),
    Route("/tplus/say", say, methods=["POST"]),
    Route("/tplus/picture", picture),
    WebSocketRoute("/tplus/live", live),
]

MIDDLEWARE = [Middleware(Presses)]
"""What stands between browsers and Streamlit."""
