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
    features=(-2.15, 3.94, 0.2, 1.76, 2.08, 0.63, -0.2),
    possible=0.38,
    likely=0.76,
)
"""Fitted by `python -m bench.answers --fit` on twelve questions (docs/answers.md)."""
