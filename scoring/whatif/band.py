"""A figure over many worlds: its mean, and the band that holds nine in ten of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOW, HIGH = 5, 95
"""Percentiles at the ends of a band."""


@dataclass(frozen=True, slots=True)
class Band:
    """Mean, median, 5th and 95th percentile over worlds."""

    mean: float
    median: float
    low: float
    high: float

    @property
    def is_noise(self) -> bool:
        """Whether a difference of this band could as well be none: the band holds zero."""
        return self.low <= 0.0 <= self.high

    def to_json(self) -> dict[str, float]:
        """Plain numbers, rounded to 4 decimals."""
        named = {"mean": self.mean, "p5": self.low, "p50": self.median, "p95": self.high}
        return {name: round(value, 4) for name, value in named.items()}


def band(values: NDArray[np.float64]) -> Band:
    """The band of one figure, [world]."""
    low, median, high = np.percentile(values, (LOW, 50, HIGH)).tolist()
    return Band(float(values.mean()), median, low, high)
