"""The report as a Word document of real styles, tables and pictures that can be edited."""

from io import BytesIO
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section as Page
from docx.shared import Cm, Emu, Mm, Pt, RGBColor

from scoring.writing import word_direction, word_pages, word_tables
from scoring.writing.archive import repacked
from scoring.writing.document import (
    Banner,
    Blank,
    Block,
    Bullets,
    Chart,
    Code,
    Paragraph,
    Report,
    ReportFormat,
    Section,
    Table,
)
from scoring.writing.pictures import picture, qr

PAGE = (Cm(21.0), Cm(29.7))
MARGIN = Cm(2.0)
ACCENT, INK, FAINT = RGBColor(0x0B, 0x5C, 0x80), RGBColor(0x1C, 0x27, 0x33), RGBColor(0x5B, 0x68, 0x75)
FONT = "Calibri"


def render(report: Report) -> bytes:
    """The document; its properties hold the report's own time and nothing of the machine."""
    document = Document()
    _styles(document)
    _properties(document, report)
    _page(document.sections[0], is_wide=report.starts_wide)
    word_pages.furnish(document.sections[0], report)
    _cover(document, report)
    has_cover = bool(report.has_title or report.facts)
    for section in report.sections:
        _section(document, section, is_first=section is report.sections[0] and not has_cover)
    target = BytesIO()
    document.save(target)
    return repacked(target.getvalue())


def _properties(document: Docx, report: Report) -> None:
    core = document.core_properties
    core.title, core.subject, core.author = report.title, report.exercise[:255], "Tplus"
    core.last_modified_by, core.comments, core.revision = "Tplus", "", 1
    core.created = core.modified = report.created_at.replace(tzinfo=None, microsecond=0)


def _styles(document: Docx) -> None:
    styles: Any = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10.5), INK
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(5)
    for name, size, before in (("Title", 26, 0), ("Heading 1", 17, 20), ("Heading 2", 13, 14)):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
        style.font.color.rgb = ACCENT
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    styles["List Bullet"].paragraph_format.space_after = Pt(2)
    caption = styles["Caption"]
    caption.font.name, caption.font.size, caption.font.color.rgb, caption.font.bold = FONT, Pt(9), FAINT, True
    cell = styles.add_style(word_tables.STYLE, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    cell.font.size = Pt(8.5)
    cell.paragraph_format.space_after = Pt(0)


def _page(page: Page, *, is_wide: bool) -> None:
    short, long = PAGE
    page.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (long, short) if is_wide else (short, long)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    page.header_distance = page.footer_distance = Cm(1.0)


def _cover(document: Docx, report: Report) -> None:
    if report.has_title:
        document.add_paragraph(report.title, style="Title").paragraph_format.space_after = Pt(14)
    if report.facts:
        word_tables.add_table(document, report.facts, _measures((22, 78), report.starts_wide))


def _section(document: Docx, section: Section, *, is_first: bool) -> None:
    is_wide = document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    if section.is_wide != is_wide:
        _page(document.add_section(WD_SECTION.NEW_PAGE), is_wide=section.is_wide)
    heading = document.add_heading(section.title, level=section.level)
    starts_page = section.starts_page and section.is_wide == is_wide and not is_first
    heading.paragraph_format.page_break_before = starts_page
    word_direction.turn(heading, section.title)
    for block, following in zip_longest(section.blocks, section.blocks[1:]):
        _block(document, block, section)
        if isinstance(block, Paragraph) and isinstance(following, Table):
            document.paragraphs[-1].paragraph_format.keep_with_next = True


def _block(document: Docx, block: Block, section: Section) -> None:
    match block:
        case Paragraph(text, label):
            _paragraph(document, text, label)
        case Bullets(items):
            for item in items:
                word_direction.turn(document.add_paragraph(item, style="List Bullet"), item)
        case Table():
            _table(document, block, section)
        case Chart():
            _figure(document, block)
        case _:
            _by_hand(document, block)


def _by_hand(document: Docx, block: Banner | Code | Blank) -> None:
    """What only a paper to be printed has."""
    match block:
        case Banner(text, points):
            line = document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = line.add_run(text)
            run.font.size, run.font.bold, run.font.color.rgb = Pt(points), True, ACCENT
        case Code(address, width_mm):
            line = document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            shape = line.add_run().add_picture(BytesIO(qr(address)), width=Mm(width_mm))
            shape._inline.docPr.set("descr", f"QR code of {address}")
        case Blank(label, lines):
            if label:
                _paragraph(document, "", label)
            word_pages.add_rules(document, lines)


def _paragraph(document: Docx, text: str, label: str) -> None:
    line = document.add_paragraph()
    if label:
        line.add_run(f"{label}. " if text else label).bold = True
        line.paragraph_format.keep_with_next = not text
    line.add_run(text)
    word_direction.turn(line, text)


def _figure(document: Docx, chart: Chart) -> None:
    line = document.add_paragraph()
    line.paragraph_format.keep_with_next = True
    shape = line.add_run().add_picture(BytesIO(picture(chart)), width=Emu(PAGE[0] - 2 * MARGIN))
    properties = shape._inline.docPr
    properties.set("descr", chart.alt)
    document.add_paragraph(chart.caption, style="Caption")


def _table(document: Docx, table: Table, section: Section) -> None:
    caption = section.caption(table)
    if caption:
        line = document.add_paragraph(caption, style="Caption")
        line.paragraph_format.keep_with_next = True
    if not table.rows:
        document.add_paragraph(table.empty)
        return
    widths = _measures(table.widths, section.is_wide)
    word_tables.add_table(document, table.rows, widths, table.columns, room=table.room)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _measures(widths: tuple[int, ...], is_wide: bool) -> list[int]:
    whole = PAGE[1 if is_wide else 0] - 2 * MARGIN
    return [int(whole * width / sum(widths)) for width in widths]


FORMAT = ReportFormat(
    "docx",
    "Word, to be edited",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    render,
)
