"""The figures that were fitted: weights of the decision and its two thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic decision over the features of a fit, with its thresholds."""

    features: tuple[float, ...]
    """Constant, cue, letters, their margin, description, nearest cue, and the margins of these two."""
    possible: float
    """Probability from which a point is suggested."""
    likely: float
    """Probability from which it is called likely."""

    def probability(self, features: Sequence[float]) -> float:
        """How probable it is that a passage makes a point."""
        total = sum(weight * value for weight, value in zip(self.features, features, strict=True))
        return 1.0 / (1.0 + exp(-total))


WORDS_WEIGHTS = Weights(features=(-2.3, 3.0, 1.5, 0.5, 1.5, 1.5, 1.0, 1.0), possible=0.4, likely=0.55)
MEANING_WEIGHTS = Weights(features=(-2.3, 3.0, 0.5, 0.5, 2.5, 2.5, 2.0, 2.0), possible=0.4, likely=0.55)
