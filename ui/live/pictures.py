"""The pictures of injects, for those who have received the inject or may see the schedule."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from engine.errors import Refused, StoreUnavailable
from engine.files.loader import picture_in
from engine.files.places import usable_folders
from engine.snapshot import Snapshot
from engine.views import injects_for, may_see_schedule
from ui.language.words import t
from ui.news.message import Viewer
from ui.server import process
from ui.server.entry import visitors

HEADERS = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}


async def picture(request: Request) -> Response:
    """The picture at `path` beside the scenario that the exercise plays."""
    try:
        found = await run_in_threadpool(_found, request)
    except (Refused, StoreUnavailable) as error:
        return JSONResponse({"reason": str(error)}, status_code=503)
    if found is None:
        return JSONResponse({"reason": t("There is no such picture for you.")}, status_code=404)
    return FileResponse(found, media_type=mimetypes.guess_type(found.name)[0], headers=HEADERS)


def _found(request: Request) -> Path | None:
    viewer = visitors.viewer_of(request.cookies, request.query_params)
    if viewer is None:
        return None
    snapshot, path = process.glance(viewer.exercise_id), request.query_params.get("path", "")
    if path not in set(_known(snapshot, viewer)):
        return None
    return picture_in(_folders(snapshot.scenario.id), path)


def _folders(scenario_id: str) -> Iterator[Path]:
    """Where its pictures may lie: beside the scenario's file, and beside all others once it is gone."""
    loaded = process.offered().get(scenario_id)
    if loaded is not None:
        yield Path(loaded.path).parent
    yield from (place / "exercises" for place in reversed(usable_folders()[0]))


def _known(snapshot: Snapshot, viewer: Viewer) -> Iterator[str]:
    """Paths of the pictures that somebody may see now."""
    for view in injects_for(snapshot.state, viewer.participant_id):
        yield from (item.path or "" for item in view.exhibits)
    if may_see_schedule(snapshot.state, viewer.participant_id):
        for inject in snapshot.scenario.injects:
            yield from (str(item.path) for item in inject.exhibits if item.path)
