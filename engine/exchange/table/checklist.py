"""The checklist that OpenBAS reads as spreadsheet, which often comes without its header row."""

from engine.exchange.table.columns import Field
from engine.exchange.table.grid import Grid, is_empty
from engine.exchange.table.header import Column, Header
from engine.exchange.times.cells import read_time

_COLUMNS: tuple[tuple[str, Field], ...] = (
    ("Action to be taken", "delivery"),
    ("Timeline", "time"),
    ("Teams", "to"),
    ("Subject", "title"),
    ("Content", "text"),
    ("Comments", "notes"),
    ("Expectation Description", "expected"),
    ("Expectation Name", "expected"),
    ("Expectation Score", "score"),
    ("Done/To do", "status"),
)
_SAMPLE = 30
"""Rows by which a checklist is told (assumption)."""


def checklist(grid: Grid) -> Header | None:
    """The columns of a checklist, found by where its times are; None where the rows are none."""
    rows = grid.rows[:_SAMPLE]
    for column in range(1, 4):
        timed = sum(read_time(row.at(column)) is not None for row in rows if isinstance(row.at(column), str))
        before = sum(isinstance(row.at(column - 1), str) for row in rows)
        after = any(not is_empty(row.at(column + 3)) for row in rows)
        if after and min(timed, before) >= max(1, len(rows) / 2):
            named = (Column(column - 1 + n, heading, field) for n, (heading, field) in enumerate(_COLUMNS))
            return Header(-1, tuple(named))
    return None
