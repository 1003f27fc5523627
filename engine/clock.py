"""The only reader of the wall clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment in UTC."""


def utc_now() -> datetime:
    """The present moment in UTC, with microseconds."""
    return datetime.now(UTC)


def wait(seconds: float) -> None:
    """Let other work go on for a while."""
    time.sleep(seconds)
