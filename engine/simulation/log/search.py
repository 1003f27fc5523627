"""Rows of the log that fit a question, and how many people and conversations they come from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.simulation.log.columns import OUTCOMES, Log, LogRow
from engine.simulation.pattern import found_in

MOST_ROWS = 1_000
"""Most rows one answer lists; its counts cover all of them."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; a field left empty fits every row."""

    text: str = ""  # a pattern
    user: str = ""
    outcome: str = ""
    from_ms: int | None = None  # first moment that fits
    until_ms: int | None = None  # first moment that no longer fits


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    rows: tuple[LogRow, ...]  # newest first
    total: int
    distinct_users: int
    conversations: int


def search(log: Log, query: Query, *, limit: int = 50) -> Found:
    """The newest rows that fit, and how many there are in all.

    Raises:
        ValueError: the query can't be read; says which part and what to write instead.

    """
    found = places(log, query)
    newest = found[::-1][: max(0, min(limit, MOST_ROWS))]
    return Found(
        rows=tuple(log.rows(newest)),
        total=len(found),
        distinct_users=len(np.unique(log.columns.user[found])),
        conversations=len(np.unique(log.columns.conversation[found])),
    )


def places(log: Log, query: Query) -> NDArray[np.int64]:
    """Places of the rows that fit, oldest first.

    Raises:
        ValueError: the query can't be read; says which part and what to write instead.

    """
    columns = log.columns
    fits = np.ones(len(columns), np.bool_)
    if query.from_ms is not None:
        fits &= columns.at_ms >= query.from_ms
    if query.until_ms is not None:
        fits &= columns.at_ms < query.until_ms
    if query.user.strip():
        fits &= columns.user == _user(query.user)
    if query.outcome:
        fits &= columns.outcome == _outcome(query.outcome)
    if query.text.strip():
        fits &= found_in(log.texts, query.text)[columns.text]
    return np.flatnonzero(fits)


def _user(text: str) -> int:
    digits = text.strip().lower().removeprefix("u-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise ValueError(f"{text.strip()!r} is not a user id; write one as in the log, such as u-1042.")
    return int(digits)


def _outcome(text: str) -> int:
    known: tuple[str, ...] = OUTCOMES
    if text not in known:
        raise ValueError(f"{text!r} is not an outcome; choose {', '.join(known)}.")
    return known.index(text)
