"""Whose seat a request to our own routes comes from; nothing is answered across sites."""

from collections.abc import Mapping
from typing import get_args

from engine.errors import Refused
from engine.log.fact import AppRole
from engine.seats.identity import Pass, Seat
from engine.seats.keys import opens_projector
from ui.news.message import Viewer
from ui.server import process
from ui.server.entry import access

PROJECTOR = "projector"
WATCHERS: tuple[AppRole, ...] = ("facilitator", "evaluator", "observer")
"""Who may open the projector's view without its link."""


def seat_of(cookies: Mapping[str, str], exercise_id: str, app_role: str) -> Seat | None:
    """The seat of that kind in that exercise which the browser's cookie proves."""
    role = next((known for known in get_args(AppRole) if known == app_role), None)
    if role is None:
        return None
    token = cookies.get(access.seat_cookie(role), "")
    try:
        seat = process.session().seat(token)
    except (Refused, ValueError):
        return None  # the exercise is gone, or the cookie was cut off
    if seat is None or (seat.exercise_id, seat.app_role) != (exercise_id, app_role):
        return None
    return seat


def signed(token: str) -> Pass | None:
    """What a token of this database says, read from the token alone; whether it still holds is not asked."""
    try:
        return process.session().read(token)
    except ValueError:
        return None


def person_of(cookies: Mapping[str, str]) -> str:
    """Whose seat a browser proves by its signature, whether or not it still holds; empty for no seat."""
    tokens = (value for name, value in sorted(cookies.items()) if name.startswith("tplus_"))
    held = next(filter(None, map(signed, tokens)), None)
    return "" if held is None else held.seat.participant_id


def viewer_of(cookies: Mapping[str, str], query: Mapping[str, str]) -> Viewer | None:
    """Who looks on: a seat of the exercise asked for, or its projector; None for everyone else."""
    exercise_id, app_role = query.get("exercise", ""), query.get("as", "participant")
    if app_role == PROJECTOR:
        return Viewer(exercise_id) if _may_project(cookies, exercise_id) else None
    seat = seat_of(cookies, exercise_id, app_role)
    return None if seat is None else Viewer(exercise_id, seat.participant_id)


def _may_project(cookies: Mapping[str, str], exercise_id: str) -> bool:
    watches = any(seat_of(cookies, exercise_id, role) for role in WATCHERS)
    return watches or is_projector(cookies, exercise_id)


def is_projector(cookies: Mapping[str, str], exercise_id: str) -> bool:
    """Whether a browser has opened the projector's link of that exercise, and it still counts."""
    opened, _, secret = cookies.get(access.PROJECTOR_COOKIE, "").partition(":")
    try:
        return opened == exercise_id and opens_projector(process.session().store, exercise_id, secret)
    except ValueError:
        return False
