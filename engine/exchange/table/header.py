"""The row of a table that names its columns, below titles and above injects."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine.exchange.table.columns import Field, field_of, plain
from engine.exchange.table.grid import Grid, Row, as_text

_SEARCHED = 60
"""Rows in which the header is looked for (assumption)."""
_SAMPLE = 30
"""Rows below a header that tell what a column holds (assumption)."""
_LONGEST = 60
"""Letters of a heading (assumption)."""
_MERGED: tuple[Field, ...] = ("expected", "question", "notes", "picture", "exhibit", "technical", "score")
"""Fields that several columns may share."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what it is called and what it is."""

    index: int
    heading: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: its place among the table's rows, and its columns."""

    at: int
    columns: tuple[Column, ...]

    def of(self, field: Field) -> tuple[Column, ...]:
        """The columns of a field."""
        return tuple(column for column in self.columns if column.field == field)

    @property
    def score(self) -> int:
        """How many fields the row names."""
        return len({column.field for column in self.columns} - {None})

    @property
    def is_msel(self) -> bool:
        """Whether the row names a text and anything else an inject has."""
        return bool(self.of("title") or self.of("text")) and self.score >= 2


def find_header(grid: Grid) -> Header | None:
    """The row that names most columns; None where none names enough."""
    found = (_header(grid, at, row) for at, row in enumerate(grid.rows[:_SEARCHED]))
    fitting = [header for header in found if header is not None and header.is_msel]
    return max(fitting, key=lambda header: (header.score, -header.at), default=None)


def _header(grid: Grid, at: int, row: Row) -> Header | None:
    filled = [(n, as_text(cell)) for n, cell in row.filled()]
    named = [(n, text, field_of(text) if len(text) <= _LONGEST else None) for n, text in filled]
    known = [item for item in named if item[2] is not None]
    if len(known) < 2 or (len(known) < len(named) / 2 and grid.origin != "json"):
        return None
    return Header(at, _settled(named, grid.rows[at + 1 : at + 1 + _SAMPLE]))


def _settled(
    named: Iterable[tuple[int, str, tuple[Field, int] | None]], below: Iterable[Row]
) -> tuple[Column, ...]:
    """Columns with one owner for each field; those that come second have none."""
    rows, named = list(below), list(named)
    is_technical = any(claim is not None and claim[0] == "technical" for _, _, claim in named)
    claims: list[tuple[int, str, Field | None, int]] = []
    for n, text, claim in named:
        field, rank = claim or (None, 0)
        if is_technical and plain(text) in ("action", "actions"):
            field = "technical"
        if (
            field == "text"
            and text.strip().lower() in ("inject", "event", "scenario")
            and _holds_numbers(n, rows)
        ):
            field = "id"
        claims.append((n, text, field, rank))
    owners: dict[Field, int] = {}
    for n, _, field, _ in sorted(claims, key=lambda item: item[3]):
        if field is not None:
            owners.setdefault(field, n)
    if "time" not in owners and "date" in owners:
        claims = [
            (n, text, "time" if n == owners["date"] else field, rank) for n, text, field, rank in claims
        ]
        owners["time"] = owners.pop("date")
    return tuple(
        Column(n, text, field if field in _MERGED or (field is not None and owners[field] == n) else None)
        for n, text, field, _ in claims
    )


def _holds_numbers(column: int, rows: Iterable[Row]) -> bool:
    cells = [as_text(row.at(column)) for row in rows]
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(
        bool(re.fullmatch(r"\W*\d+(?:[.\d]*)[a-z]?", cell.lower())) for cell in filled
    ) > (len(filled) / 2)
