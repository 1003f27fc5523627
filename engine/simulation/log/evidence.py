"""The log as evidence: what the artifacts hold that are made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from engine.simulation.log.columns import OUTCOMES, Log
from engine.simulation.log.export import to_attributes

ROWS = 40
"""Latest rows an artifact shows; its totals cover all of them."""


def _requests(log: Log, _since_ms: int) -> dict[str, Any]:
    """Every request counted, the latest in full; nothing ever overwrites them."""
    outcome = log.columns.outcome
    return {
        "requests": len(log),
        "users": len(np.unique(log.columns.user)),
        "outcomes": {name: int(np.count_nonzero(outcome == n)) for n, name in enumerate(OUTCOMES)},
        "rows": [to_attributes(row) for row in log.rows(np.arange(max(0, len(log) - ROWS), len(log)))],
    }


def _conversations(log: Log, since_ms: int) -> dict[str, Any]:
    """Conversations with a request since a time, those with the latest request last."""
    columns = log.columns.take(log.columns.at_ms >= since_ms)
    talks, turns = np.unique(columns.conversation, return_counts=True)
    last = len(columns) - 1 - np.unique(columns.conversation[::-1], return_index=True)[1]
    latest = np.argsort(last)[-ROWS:].tolist()
    people, times = columns.user[last].tolist(), columns.at_ms[last].tolist()
    return {
        "sessions": len(talks),
        "latest": [{"user": f"u-{people[n]}", "turns": int(turns[n]), "last_ms": times[n]} for n in latest],
    }


LOGGED: Mapping[str, Callable[[Log, int], dict[str, Any]]] = {
    "inference_logs": _requests,
    "session_logs": _conversations,
}
"""What each artifact made of the log holds: the log until now, since its content was last cut off."""
