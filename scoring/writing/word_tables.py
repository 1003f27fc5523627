"""Tables of a Word document as its XML, because hundreds of rows cell by cell take seconds."""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from scoring.writing.document import Cell
from scoring.writing.right_to_left import begins_right
from scoring.writing.word_direction import RUN, TURNED

STYLE = "Table Text"
HEAD, BAND = "0B5C80", "F3F6F9"
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="D5DCE3"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
PADDING = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
)
FREE = "\n\n\u00a0"
"""What a line to write on adds to a cell: about 8 mm of small print, ended so that no reader drops it."""
TWIPS = 635
"""English metric units in a twentieth of a point, Word's unit of widths."""


def add_table(
    document: Docx,
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    columns: Sequence[str] = (),
    *,
    room: int = 0,
) -> None:
    """A table of fixed widths, so that a long word breaks instead of pushing columns aside.

    Its header row, where it has one, stands at the top of every page the table runs over; a row breaks over
    pages only where it is longer than one. `room` is how many lines are left free below the text of a row.
    """
    table: Any = document.add_table(rows=0, cols=len(widths))
    table._tbl.replace(table._tbl.tblPr, _properties(round(sum(widths) / TWIPS)))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    twips = [round(width / TWIPS) for width in widths]
    if columns:
        table._tbl.append(_row(columns, twips, fill=HEAD, is_head=True))
    for number, values in enumerate(rows):
        fill = BAND if number % 2 else ""
        table._tbl.append(_row(values, twips, fill=fill, is_labelled=not columns, room=room))


def _properties(width: int) -> Any:
    """Fixed widths, faint lines, room around the words; in the order Word's schema asks for."""
    return parse_xml(
        f'<w:tblPr {nsdecls("w")}><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{PADDING}</w:tblCellMar><w:tblLook w:val="0420" w:firstRow="1"/></w:tblPr>'
    )


def _row(
    values: Sequence[Cell],
    twips: Sequence[int],
    *,
    fill: str,
    is_head: bool = False,
    is_labelled: bool = False,
    room: int = 0,
) -> Any:
    cells = "".join(
        _cell(
            f"{value}{FREE * room if place == 0 else ''}",
            width,
            fill,
            _look(is_head=is_head, is_bold=is_labelled and place == 0),
        )
        for place, (value, width) in enumerate(zip(values, twips, strict=True))
    )
    head = "<w:tblHeader/>" if is_head else ""
    return parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>")


def _look(*, is_head: bool, is_bold: bool) -> str:
    if is_head:
        return '<w:b/><w:color w:val="FFFFFF"/>'
    return "<w:b/>" if is_bold else ""


def _cell(text: str, width: int, fill: str, look: str) -> str:
    turned, run = (TURNED, RUN) if begins_right(text) else ("", "")
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    looks = f"<w:rPr>{look}{run}</w:rPr>" if look or run else ""
    lines = "<w:br/>".join(map(_text, text.splitlines() or [""]))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{STYLE.replace(" ", "")}"/>{turned}</w:pPr>'
        f"<w:r>{looks}{lines}</w:r></w:p></w:tc>"
    )


def _text(line: str) -> str:
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t"))
    return "<w:tab/>".join(parts)
