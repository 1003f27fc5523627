"""CSV as a table: its delimiter is found, and quoted cells may hold lines."""

import csv
import io
from collections.abc import Iterator

from engine.exchange.losses import Losses
from engine.exchange.reading.limits import MAX_COLUMNS, MAX_ROWS, refuse
from engine.exchange.table.grid import Grid, Row
from engine.files.looks.sniff import table_delimiter

_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_CLOSE = 'close the quotation marks, or write a quotation mark inside a cell twice: ""'


def read_csv(text: str, file: str, losses: Losses) -> Grid | None:
    """The table in a text; None where its lines are no table.

    Raises:
        ScenarioInvalid: quotation marks don't close.

    """
    delimiter = table_delimiter(text)
    if delimiter is None:
        return None
    losses.taken(f"a table with columns parted by {_NAMES.get(delimiter, repr(delimiter))}")
    rows = tuple(_rows(text, delimiter, file, losses))
    return Grid(file, rows, "csv") if rows else None


def _rows(text: str, delimiter: str, file: str, losses: Losses) -> Iterator[Row]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=_is_strict(text, delimiter)
    )
    start = 1
    try:
        for cells in reader:
            is_declaration = start == 1 and len(cells) <= 2 and cells[:1] == ["sep="]
            if any(cell.strip() for cell in cells) and not is_declaration:
                yield Row(start, tuple(cells[:MAX_COLUMNS]))
            if len(cells) > MAX_COLUMNS:
                losses.left_out(
                    f"columns after column {MAX_COLUMNS}", f"line {start}", "a limit of the import"
                )
            if start > MAX_ROWS:
                losses.left_out(f"lines after line {start:,}", "", "a limit of the import")
                return
            start = reader.line_num + 1
    except csv.Error as error:
        refuse(file, f"the row that starts here does not end: {error}", _CLOSE, line=start)


def _is_strict(text: str, delimiter: str) -> bool:
    """Whether quotation marks are used as the format wants; otherwise stray ones are let be.

    A mark that never closes is told from one inside a cell by reading strictly first.
    """
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error) or "field larger" in str(error)
    return True
