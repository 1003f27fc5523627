"""The scenario inside a spreadsheet that Tplus wrote, and the rows of its MSEL as they are now."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.exchange.losses import Losses
from engine.exchange.source import Options, Source
from engine.exchange.table.grid import Grid, Row, as_text
from engine.exchange.table.header import Header, find_header
from engine.exchange.table.own import HEADINGS, time_cell
from engine.exchange.table.times import Asked, row_times
from engine.exchange.whole.edits import Edited
from engine.exchange.whole.lines import DIGEST, SHEET, digest_of, text_of_cells


@dataclass(frozen=True, slots=True)
class Embedded:
    """A scenario's text inside a file, and whether it is as it was written."""

    text: str
    is_whole: bool


def embedded(source: Source) -> Embedded | None:
    """The scenario inside a spreadsheet; None where there is no such sheet."""
    grid = next((item for item in source.grids if item.name == SHEET), None)
    if grid is None:
        return None
    digest = next((as_text(row.at(1)) for row in grid.rows if as_text(row.at(0)) == DIGEST), None)
    if digest is None:
        return None
    try:
        text = text_of_cells(_cells(grid))
    except ValueError:
        return Embedded("", is_whole=False)
    return Embedded(text, digest_of(text) == digest)


def _cells(grid: Grid) -> Iterator[tuple[int, str]]:
    for row in grid.rows:
        number = row.at(0)
        if isinstance(number, int | float) and not isinstance(number, bool):
            cell = row.at(1)
            yield int(number), cell if isinstance(cell, str) else as_text(cell)


def msel_rows(source: Source, options: Options, losses: Losses) -> list[Edited] | None:
    """The rows of the MSEL; None where no sheet has its column of ids.

    Raises:
        ScenarioInvalid: its times can be read in two ways.

    """
    for grid in source.grids:
        header = find_header(grid) if grid.name != SHEET else None
        if header is not None and {"Inject ID", "Time"} <= {column.heading for column in header.columns}:
            return _rows(grid, header, options, source.file, losses)
    return None


def _rows(grid: Grid, header: Header, options: Options, file: str, losses: Losses) -> list[Edited]:
    own = {column.heading: column.index for column in header.columns if column.heading in HEADINGS}
    for column in header.columns:
        if column.heading not in own:
            losses.left_out(
                "the whole column",
                grid.column_place(column.index, column.heading),
                "it is no column of the MSEL that Tplus wrote",
            )
    for heading in HEADINGS:
        if heading not in own:
            losses.guessed(f"{heading} is as the scenario has it", "", "the MSEL has no such column any more")
    rows = [row for row in grid.rows[header.at + 1 :] if _is_inject(row, own)]
    times = row_times(grid, header, rows, Asked(file, options.times), losses)
    return [
        Edited(_row_cells(row, own, at_ms), grid.place(row.number))
        for row, at_ms in zip(rows, times, strict=True)
    ]


def _is_inject(row: Row, own: dict[str, int]) -> bool:
    return any(as_text(row.at(own[name])) for name in ("Inject ID", "Title", "Message") if name in own)


def _row_cells(row: Row, own: dict[str, int], at_ms: int | None) -> dict[str, str]:
    cells = {heading: as_text(row.at(index)) for heading, index in own.items()}
    return cells if at_ms is None else {**cells, "Time": time_cell(at_ms)}
