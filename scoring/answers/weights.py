"""The figures that were fitted: weights of the decision and its two thresholds, for each way to match."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic decision over the figures of a fit, with its thresholds."""

    features: tuple[float, ...]
    """Constant, cue, letters, description, nearest cue, and the margins of these two."""
    possible: float
    """Probability from which a point is suggested."""
    likely: float
    """Probability from which it is called likely."""
    needs_words: bool = True
    """Whether a suggestion needs one of the point's words: a mean of common words is near to much."""

    def chances(self, features: NDArray[Any]) -> NDArray[Any]:
        """How probable it is that each row of figures makes a point."""
        return np.asarray(1.0 / (1.0 + np.exp(-features @ np.array(self.features))))


WORDS_WEIGHTS = Weights(features=(-1.77, 4.04, 1.2, 0.46, -0.21, 0.82, 3.69), possible=0.4, likely=0.74)
"""Fitted by `python -m bench.answers --fit` on twenty questions (docs/answers.md)."""

MEANING_WEIGHTS = Weights(
    features=(-2.19, 3.7, 0.0, 0.98, 1.68, 2.71, 4.08), possible=0.36, likely=0.54, needs_words=False
)
"""The same with the sentence model."""
