"""A scenario's MSEL as a spreadsheet, with the whole scenario in a second sheet."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from engine.exchange.exported import ExportFormat, Whole
from engine.exchange.losses import Losses, counted
from engine.exchange.table.own import FORMULA, HEADINGS
from engine.exchange.whole.lines import DIGEST, NOTE, SHEET, cells_of, digest_of
from engine.exchange.whole.rows import rows_of

_WIDTHS = (14, 14, 16, 26, 60, 20, 24, 12, 40, 40, 40, 16, 18)
"""Widths of the columns in letters."""
_HEAD = PatternFill("solid", start_color="0B5C80")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write(whole: Whole, losses: Losses) -> bytes:
    """The workbook; no cell of it is a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    rows = rows_of(whole.exercise)
    _msel(book.create_sheet("MSEL"), [tuple(row[heading] for heading in HEADINGS) for row in rows])
    _scenario(book.create_sheet(SHEET), whole.text)
    book.properties.title = whole.exercise.name
    book.properties.creator = "Tplus"
    losses.taken(f"{counted(len(rows), 'inject')} as an MSEL")
    losses.taken(f'the whole scenario, letter for letter, in the sheet "{SHEET}"')
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _msel(sheet: Worksheet, rows: list[tuple[str, ...]]) -> None:
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), start=1):
        _put(sheet, 1, column, heading)
        cell = sheet.cell(1, column)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            _put(sheet, number, column, text)
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"


def _scenario(sheet: Worksheet, text: str) -> None:
    _put(sheet, 1, 2, NOTE)
    _put(sheet, 2, 1, DIGEST)
    _put(sheet, 2, 2, digest_of(text))
    for number, (line, cell) in enumerate(cells_of(text), start=3):
        sheet.cell(number, 1, line)
        _put(sheet, number, 2, cell)
    sheet.column_dimensions["B"].width = 120


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A text as a text, also where it looks like a formula."""
    if not text:
        return
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)
    cell.alignment = _WRAPPED


FORMAT = ExportFormat(
    "xlsx",
    "MSEL as spreadsheet, with the whole scenario",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write,
    "the same file, letter for letter; what was edited in the MSEL counts",
)
