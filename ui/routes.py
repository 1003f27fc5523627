"""Routes beside Streamlit's: cookies that keep a seat and a host, and a sign of life."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, get_args

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from engine.errors import Refused, StoreUnavailable
from engine.log.fact import AppRole
from engine.seats.tokens import SEAT_LASTS
from ui.charts import figures
from ui.live.pictures import picture
from ui.live.say import say
from ui.live.socket import live
from ui.server import process, trail
from ui.server.entry import access, hosting, visitors
from ui.server.entry.hosts import is_same_site
from ui.server.garbage import chosen_moments
from ui.server.incoming.bodies import NoBody, bounded
from ui.server.incoming.gate import Gate
from ui.server.incoming.halves import closing_halves
from ui.server.incoming.windows import Windows
from ui.server.presses import Presses
from ui.server.private import private_files
from ui.server.redraws import fair_sharing

TOUR_KEPT_S = 365 * 24 * 3600
"""How long a browser remembers that its person knows the tour (assumption)."""


LARGEST = 2_000
"""Bytes of the largest token, key or name that a browser hands over."""


Kept = tuple[str, str]
"""Name and value of a cookie."""


def keeper(find: Callable[[str], Kept | None]) -> Callable[[Request], Awaitable[Response]]:
    """A route that sets the cookie found for the request's body, or refuses where there is none."""

    async def keep(request: Request) -> Response:
        if not is_same_site(request.headers):
            return _answer(False, 403)
        try:
            body = await bounded(request, LARGEST)
        except NoBody as wrong:
            return _answer(False, wrong.status)
        cookie = await run_in_threadpool(find, body.decode(errors="replace"))
        if cookie is None:
            return _answer(False, 403)
        return _with_cookie(request, *cookie)

    return keep


def _seat(token: str) -> Kept | None:
    """The cookie of a seat whose token was given."""
    try:
        seat = process.session().seat(token)
    except (Refused, ValueError):
        return None
    return None if seat is None else (access.seat_cookie(seat.app_role), token)


def _leave(role: str) -> Kept | None:
    """The empty cookie of a seat that is left on this computer."""
    known = next((item for item in get_args(AppRole) if item == role), None)
    return None if known is None else (access.seat_cookie(known), "")


def _projector(given: str) -> Kept | None:
    """The cookie of a browser that opened the projector's link."""
    exercise_id = given.partition(":")[0]
    is_opened = visitors.is_projector({access.PROJECTOR_COOKIE: given}, exercise_id)
    return (access.PROJECTOR_COOKIE, given) if is_opened else None


def _host(mark: str) -> Kept | None:
    """The cookie of a host who gave the key on a screen; the key itself is tried nowhere else."""
    return (access.HOST_COOKIE, mark) if hosting.is_marked(mark) else None


def _tour(_given: str) -> Kept | None:
    """The cookie of a browser whose person has seen or left the guided tour."""
    return access.TOUR_COOKIE, "seen"


def _answer(is_kept: bool, status: int = 200) -> Response:
    return JSONResponse({"kept": is_kept}, status_code=status)


def _with_cookie(request: Request, name: str, value: str) -> Response:
    """A cookie no script can read; an empty one is forgotten."""
    lasts_s = TOUR_KEPT_S if name == access.TOUR_COOKIE else int(SEAT_LASTS.total_seconds())
    response = _answer(True)
    response.set_cookie(
        name,
        value,
        max_age=lasts_s if value else 0,
        httponly=True,
        samesite="lax",
        path="/",
        secure=request.url.scheme == "https",
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
    with private_files(), fair_sharing(), chosen_moments(), trail.lines(), closing_halves():
        hub = process.feed().hub
        figures.warm()
        hub.open(asyncio.get_running_loop())
        yield {}
        hub.close()
        await run_in_threadpool(process.close)


ROUTES = [
    Route("/tplus/seat", keeper(_seat), methods=["POST"]),
    Route("/tplus/leave", keeper(_leave), methods=["POST"]),
    Route("/tplus/projector", keeper(_projector), methods=["POST"]),
    Route("/tplus/host", keeper(_host), methods=["POST"]),
    Route("/tplus/tour", keeper(_tour), methods=["POST"]),
    Route("/tplus/health", health),
    Route("/tplus/say", say, methods=["POST"]),
    Route("/tplus/picture", picture),
    WebSocketRoute("/tplus/live", live),
]

MIDDLEWARE = [Middleware(Gate), Middleware(Windows), Middleware(Presses)]
"""What stands between browsers and Streamlit."""
