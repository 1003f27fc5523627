"""The figures that were fitted: weights of the decision and its two thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic decision over the features of a fit, with its thresholds."""

    features: tuple[float, ...]
    """Constant, cue, mass, likeness, margin, likeness margin, factual."""
    possible: float
    """Probability from which a point is suggested."""
    likely: float
    """Probability from which it is called likely."""

    def probability(self, features: Sequence[float]) -> float:
        """How probable it is that a passage makes a point."""
        total = sum(weight * value for weight, value in zip(self.features, features, strict=True))
        return 1.0 / (1.0 + exp(-total))


FITTED = Weights(
    features=(-2.18, 3.92, 0.21, 1.73, 2.0, 0.67, -0.16),
    possible=0.36,
    likely=0.74,
)
"""Fitted by `python -m bench.answers --fit` on twelve questions (docs/answers.md)."""
