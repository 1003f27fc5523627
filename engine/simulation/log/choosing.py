"""Texts drawn from a group of templates, perhaps only those a pattern matches, or doesn't."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.simulation.corpus import TextSpan


def choose(
    templates: Sequence[TextSpan], allowed: NDArray[np.bool_] | None, chance: NDArray[np.float64]
) -> NDArray[np.int64]:
    """A text of the group for each chance in [0, 1), by weight; from all of it where nothing is allowed."""
    texts = np.concatenate([np.arange(each.start, each.stop) for each in templates])
    weights = np.concatenate(
        [np.full(each.stop - each.start, each.weight / (each.stop - each.start)) for each in templates]
    )
    if allowed is not None and allowed[texts].any():
        texts, weights = texts[allowed[texts]], weights[allowed[texts]]
    edges = np.cumsum(weights)
    places = np.searchsorted(edges, chance * edges[-1], side="right")
    chosen: NDArray[np.int64] = texts[np.minimum(places, len(texts) - 1)]
    return chosen
