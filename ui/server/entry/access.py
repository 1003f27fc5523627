"""Who may see what beside an exercise they sit in, and the cookies that say who it is; pure."""

from collections.abc import Iterable

from engine.log.fact import AppRole
from engine.log.state import Phase
from ui.server.entry.hosts import LOOPBACK

HOST_COOKIE = "tplus_host"
TOUR_COOKIE = "tplus_tour"
PROJECTOR_COOKIE = "tplus_projector"
"""Holds an exercise and the secret that opens its presenter view, and nothing else of it."""

SHORTEST_KEY = 12
"""Characters of the shortest facilitator key that opens anything."""


def seat_cookie(app_role: AppRole) -> str:
    """Name of the cookie that keeps a seat of this kind."""
    return f"tplus_{app_role}"


def is_long_enough(key: str) -> bool:
    """Whether a facilitator key is too long to be guessed over a network."""
    return len(key.strip()) >= SHORTEST_KEY


def has_host_rights(*, key: str, is_marked: bool, address: str, is_forwarded: bool) -> bool:
    """Whether a browser may create exercises and read the library and readiness.

    With a key set on the server, whoever proved to know it; without one, whoever sits at the machine itself.
    """
    return is_marked if key else address in LOOPBACK and not is_forwarded


def offers_trial(*, setting: str, key: str, is_local: bool) -> bool:
    """Whether a newcomer is offered to try Tplus alone.

    The host's setting decides, ``1`` or ``0``; without it only a server without a key that serves nobody
    but its own machine offers it.
    """
    if setting in ("0", "1"):
        return setting == "1"
    return is_local and not key


def is_only_playing(held: Iterable[tuple[AppRole, Phase]]) -> bool:
    """Whether a browser's only seats are a participant's, one of them in an exercise that has not ended."""
    seats = tuple(held)
    roles = {role for role, _ in seats}
    return roles == {"participant"} and any(phase != "ended" for _, phase in seats)
