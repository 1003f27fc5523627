"""The scale from 1 to 5 without cliffs: exact values by interpolation, printed values by rounding."""

from collections.abc import Sequence
from itertools import pairwise
from math import floor

BEST, WORST = 5.0, 1.0

LIMITS = (4.5, 3.5, 2.5, 1.5)
"""Exact values at the limits of 5, 4, 3 and 2: where rounding half up turns to the next printed value."""

LAST_LIMIT_TIMES = 2.0
"""How many times the last limit of minutes gives the worst value (assumption)."""


def printed(exact: float) -> int:
    """The value as people read it: the exact one rounded half up."""
    return floor(exact + 0.5)


def by_share(share: float, limits: Sequence[float]) -> float:
    """The exact value of a share of credit: 5.0 at the whole, 1.0 at none, `LIMITS` at the limits between."""
    return _between(-share, [(-1.0, BEST), *((-at, value) for at, value in _limits(limits)), (0.0, WORST)])


def by_minutes(minutes: float, limits: Sequence[float]) -> float:
    """The exact value of a number of minutes: 5.0 at none, 1.0 at twice the last limit."""
    return _between(minutes, [(0.0, BEST), *_limits(limits), (LAST_LIMIT_TIMES * limits[-1], WORST)])


def by_time(taken_ms: int, allowed_ms: int) -> float:
    """Credit for something with a time allowed: 1 within it, falling evenly to 0 at three times the time."""
    if taken_ms <= allowed_ms:
        return 1.0
    return max(0.0, 1.0 - (taken_ms - allowed_ms) / (2 * allowed_ms)) if allowed_ms > 0 else 0.0


def _limits(limits: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(limits, LIMITS, strict=True))


def _between(at: float, points: Sequence[tuple[float, float]]) -> float:
    """The value on the line through these points, held at both ends."""
    if at <= points[0][0]:
        return points[0][1]
    for (left, high), (right, low) in pairwise(points):
        if at <= right:
            return high if right == left else high + (low - high) * (at - left) / (right - left)
    return points[-1][1]
