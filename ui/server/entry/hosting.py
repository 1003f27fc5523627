"""Who hosts: the facilitator key of this server, guesses at it, and the cookie that proves it."""

import os
from time import monotonic

from engine.seats.identity import is_same_secret, sealed
from ui.server import process, trail
from ui.server.entry import access
from ui.server.pace import Buckets, Pace

GUESSES = Pace(10, 1.0)
"""How many keys one address may try at once, and then one a second (assumption: people mistype less)."""

_guesses = Buckets(GUESSES)


class TooMany(Exception):
    """One key more than an address may try now; `wait_s` until the next."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


def lan_addresses() -> tuple[str, ...]:
    """Where others in the same network reach this server, if it was started for them."""
    return tuple(filter(None, os.environ.get("TPLUS_LAN_ADDRESSES", "").split(",")))


def key() -> str:
    """The facilitator key of this server; empty where it has none."""
    return os.environ.get("TPLUS_FACILITATOR_KEY", "")


def is_key(given: str, who: str) -> bool:
    """Whether it is this server's key. Every try is written down, by the address it came from.

    Raises:
        TooMany: this address has tried too often.

    """
    wait_s = _guesses.wait_s(who, monotonic())
    if wait_s:
        raise TooMany(wait_s)
    is_right = access.is_long_enough(key()) and is_same_secret(given, key())
    if is_right:
        trail.note("host let in", address=who)
    else:
        trail.warn("wrong facilitator key", address=who)
    return is_right


def mark() -> str:
    """What the cookie of a host holds: proof of the key, good for this server and this key alone."""
    return sealed("host", key(), process.session().signing)


def is_marked(given: str) -> bool:
    """Whether what a browser holds proves the key."""
    return access.is_long_enough(key()) and is_same_secret(given, mark())
