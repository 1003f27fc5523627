"""The figures that were fitted: weights of the decision and its two thresholds."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic decision over the features of a fit, with its thresholds."""

    features: tuple[float, ...]
    """Constant, cue, letters, description, nearest cue, and the margins of these two."""
    possible: float
    """Probability from which a point is suggested."""
    likely: float
    """Probability from which it is called likely."""

    def chances(self, features: NDArray[Any]) -> NDArray[Any]:
        """How probable it is that each row of figures makes a point."""
        return np.asarray(1.0 / (1.0 + np.exp(-features @ np.array(self.features))))


WORDS_WEIGHTS = Weights(features=(-1.8, 3.98, 1.16, 0.6, -0.22, 0.74, 3.6), possible=0.4, likely=0.74)
MEANING_WEIGHTS = Weights(features=(-2.2, 3.6, 0.0, 1.2, 2.0, 2.8, 3.9), possible=0.4, likely=0.55)
