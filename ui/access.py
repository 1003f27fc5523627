"""Who may see what beside an exercise they sit in, and the cookies that say who it is; pure."""

import hashlib
from collections.abc import Iterable

from engine.events import AppRole
from engine.identity import is_same_secret
from engine.state import Phase

LOOPBACK = ("127.0.0.1", "::1", "localhost")
HOST_COOKIE = "tplus_host"


def seat_cookie(app_role: AppRole) -> str:
    """Name of the cookie that keeps a seat of this kind."""
    return f"tplus_{app_role}"


def host_mark(key: str) -> str:
    """What the cookie of a host holds: proof of the key without the key."""
    return hashlib.sha256(f"tplus-host:{key}".encode()).hexdigest() if key else ""


def has_host_rights(*, key: str, given: str, address: str, is_forwarded: bool) -> bool:
    """Whether a browser may create exercises and read the library and readiness.

    With a key set on the server, whoever gave it; without one, whoever sits at the machine itself.
    """
    if key:
        return is_same_secret(given, key)
    return address in LOOPBACK and not is_forwarded


def is_only_playing(held: Iterable[tuple[AppRole, Phase]]) -> bool:
    """Whether a browser's only seats are a participant's, one of them in an exercise that has not ended."""
    seats = tuple(held)
    roles = {role for role, _ in seats}
    return roles == {"participant"} and any(phase != "ended" for _, phase in seats)
