"""The report's tables as a workbook, a sheet for each; no cell is ever a formula."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from scoring.writing.archive import repacked
from scoring.writing.document import Cell, Paragraph, Report, ReportFormat, Table

LONGEST = 32_000
"""Letters of one cell; Excel takes 32,767."""
MOST_IN_FOOT = 60
"""Letters of a name in a foot before version and hash; Excel takes 255 there, doubled signs included."""
WIDE = 140
"""Width of a sheet in letters, shared out among its columns."""
HEAD = PatternFill("solid", start_color="0B5C80")
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def render(report: Report) -> bytes:
    """The workbook; its first sheet says what it is of."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _cover(book.create_sheet("report"), report)
    for table in report.tables():
        _sheet(book.create_sheet(table.id[:31]), table)
    for sheet in book.worksheets:
        _marked(sheet, report)
    book.properties.title = report.title
    book.properties.creator = "Tplus"
    target = BytesIO()
    book.save(target)
    return repacked(target.getvalue(), lambda name, part: _dated(name, part, report.created_at))


def _dated(name: str, part: bytes, created_at: datetime) -> bytes:
    if name != "docProps/core.xml":
        return part
    stamp = f"{created_at:%Y-%m-%dT%H:%M:%SZ}".encode("ascii")
    return _DATES.sub(lambda found: found[1] + stamp, part)


def _marked(sheet: Worksheet, report: Report) -> None:
    """What stands on every page of it in print; `&` begins a code there, so people's are doubled."""
    if report.sheet is None:
        return
    told = f" · {report.sheet.version}"
    said = f"{report.title} · {report.sheet.exercise}"[:MOST_IN_FOOT] + told
    head: Any = sheet.oddHeader
    foot: Any = sheet.oddFooter
    head.left.text, head.right.text = report.sheet.repeated, report.sheet.label
    foot.left.text, foot.right.text = said.replace("&", "&&"), "Page &P of &N"


def _cover(sheet: Worksheet, report: Report) -> None:
    summary = report.sections[0]
    words = [block.text for block in summary.blocks if isinstance(block, Paragraph) and not block.label]
    rows = (*report.facts, *(("Summary", text) for text in words))
    _sheet(sheet, Table("report", report.title, ("Item", "Content"), rows, (22, 78)))


def _sheet(sheet: Worksheet, table: Table) -> None:
    for column, name in enumerate(table.columns, start=1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row, cells in enumerate(table.rows, start=2):
        for column, value in enumerate(cells, start=1):
            _put(sheet, row, column, value)
    _laid_out(sheet, table)


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """A number as a number; a text as a text, also where it looks like a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = value[:LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in tuple("=+-@\t\r")
    else:
        cell.value = value
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _laid_out(sheet: Worksheet, table: Table) -> None:
    whole = sum(table.widths)
    for column, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(10, round(WIDE * width / whole))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions


FORMAT = ReportFormat(
    "xlsx",
    "Excel, all tables",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    render,
)
