"""Spreadsheets as tables: read without formulas, macros and links, and no further than a limit."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from engine.exchange.losses import Losses, counted
from engine.exchange.reading.limits import MAX_COLUMNS, MAX_ROWS, check_archive, refuse
from engine.exchange.table.grid import Grid, Row, is_empty, letter

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zone
"""The day that spreadsheets count from: what lies a year after it is a length, and no date."""
_MINUTES = re.compile(r"\[?m{1,2}\]?:ss", re.IGNORECASE)
_UNSOLVED = re.compile(rb"<c\b[^<>]*><f\b[^<>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    OSError,
    EOFError,
    OverflowError,
    AssertionError,
    RecursionError,
    LookupError,
)


def read_workbook(raw: bytes, file: str, losses: Losses) -> tuple[Grid, ...]:
    """Every sheet of a spreadsheet that holds something.

    Raises:
        ScenarioInvalid: the file is damaged, locked, too large or not safe to unpack.

    """
    check_archive(raw, file)
    _say_parts(raw, losses)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            grids = [Grid(sheet.title, tuple(_rows(sheet, losses)), "sheet") for sheet in book.worksheets]
            book.close()
    except _UNREADABLE as error:
        why = " ".join(str(error).split())[:120] or type(error).__name__
        refuse(
            file, f"the spreadsheet can't be read: {why}", "open it, save it anew as .xlsx, and import that"
        )
    return tuple(grid for grid in grids if grid.rows)


def _rows(sheet: Any, losses: Losses) -> Iterator[Row]:
    sheet.reset_dimensions()
    place = f'sheet "{sheet.title}"'
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_ROWS:
            losses.left_out(f"rows after row {MAX_ROWS:,}", place, "a limit of the import")
            return
        if len(cells) > MAX_COLUMNS:
            losses.left_out(f"columns after column {MAX_COLUMNS}", place, "a limit of the import")
        where = f"{place}, row {number}, column"
        values = [_value(cell, where, n, losses) for n, cell in enumerate(cells[:MAX_COLUMNS])]
        while values and is_empty(values[-1]):
            values.pop()
        if values:
            yield Row(number, tuple(values))


def _value(cell: Any, place: str, column: int, losses: Losses) -> Any:
    value = cell.value
    if isinstance(value, str) and not value.startswith("#"):
        return value
    if isinstance(value, time) and _MINUTES.fullmatch(str(cell.number_format).split(";")[0].strip()):
        return f"T+{value.hour * 60 + value.minute} min {value.second} s"
    if isinstance(value, datetime) and value.year <= _EPOCH.year + 1:
        return value - _EPOCH
    if value in _ERRORS:
        losses.left_out(
            f"the error {value}", f"{place} {letter(column)}", "mend the formula, or write its value"
        )
        return None
    return value


def _say_parts(raw: bytes, losses: Losses) -> None:
    """Say what a spreadsheet holds beside its cells, and formulas whose value it does not hold."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        for pattern, what, why in _BESIDE:
            found = [name for name in names if re.search(pattern, name)]
            if found:
                losses.left_out(f"{what} ({counted(len(found), 'part')})", "", why)
        sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        unsolved = sum(len(_UNSOLVED.findall(archive.read(name))) for name in sheets)
    if unsolved:
        what = counted(
            unsolved, "cell holds a formula without its value", "cells hold formulas without their values"
        )
        losses.left_out(what, "", "open the file in a spreadsheet program, save it, and import it again")


_BESIDE = (
    (r"vbaProject", "macros", "nothing in a file is ever run"),
    (r"^xl/externalLinks/.*\.xml$", "links to other files", "they are not followed"),
    (r"^xl/media/", "pictures", "save them beside the scenario, and name them as exhibits"),
    (r"^xl/(?:threadedC|c)omments", "comments on cells", "copy those you need into a column Notes"),
    (r"^xl/charts/", "charts", "no scenario holds them"),
)
