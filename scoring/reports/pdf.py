"""The report as a PDF with its own fonts, the same bytes every time."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Words

from scoring.writing.document import (
    Block,
    Bullets,
    Chart,
    Paragraph,
    Report,
    ReportFormat,
    Section,
    Table,
)
from scoring.writing.pictures import FONTS, picture

MARGIN = 1.8 * cm
ACCENT, INK, FAINT, LINE, BAND = (
    HexColor(code) for code in ("#0b5c80", "#1c2733", "#5b6875", "#d5dce3", "#f3f6f9")
)
FONT, BOLD, EAST_ASIAN = "DejaVuSans", "DejaVuSans-Bold", "HeiseiKakuGo-W5"
"""DejaVu travels with the report; what it lacks of Chinese, Japanese and Korean comes from the reader."""
EAST_ASIAN_FROM = 0x2E80
BODY = ParagraphStyle("body", fontName=FONT, fontSize=9, leading=12.5, textColor=INK, spaceAfter=5)
ROOM = {1: 7 * cm, 2: 4 * cm}
"""What must be left of a page below a heading of each level."""
SHORT = 20
"""Rows of an upright table that is kept on one page where it fits, unless a heading stands right above."""
LONG = 400
"""Letters from which a cell is measured: less fit on a page even in the narrowest column."""
STYLES = {
    "title": ParagraphStyle("title", BODY, fontName=BOLD, fontSize=19, leading=24, textColor=ACCENT),
    "h1": ParagraphStyle(
        "h1", BODY, fontName=BOLD, fontSize=14, leading=18, textColor=ACCENT, spaceBefore=16, spaceAfter=6
    ),
    "h2": ParagraphStyle(
        "h2", BODY, fontName=BOLD, fontSize=11, leading=14, textColor=ACCENT, spaceBefore=12, spaceAfter=4
    ),
    "bullet": ParagraphStyle("bullet", BODY, leftIndent=12, bulletIndent=2, spaceAfter=2),
    "caption": ParagraphStyle("caption", BODY, fontName=BOLD, fontSize=8, leading=11, textColor=FAINT),
    "cell": ParagraphStyle("cell", BODY, fontSize=7, leading=9, spaceAfter=0, alignment=TA_LEFT),
    "head": ParagraphStyle("head", BODY, fontName=BOLD, fontSize=7, leading=9, spaceAfter=0, textColor=white),
    "lead": ParagraphStyle("lead", BODY, keepWithNext=1),
    "label": ParagraphStyle("label", BODY, fontName=BOLD, fontSize=8, leading=11, spaceAfter=0),
}


def render(report: Report) -> bytes:
    """The document, portrait with wide appendices on their side."""
    _fonts()
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        invariant=1,
        title=report.title,
        author="Tplus",
        subject=report.exercise,
        lang="en",
    )
    document.addPageTemplates([_template("tall", A4, report), _template("wide", landscape(A4), report)])
    document.build(_story(report))
    return target.getvalue()


@cache
def _fonts() -> TTFont:
    regular = TTFont(FONT, FONTS / "DejaVuSans.ttf")
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont(BOLD, FONTS / "DejaVuSans-Bold.ttf"))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)
    pdfmetrics.registerFont(UnicodeCIDFont(EAST_ASIAN))
    return regular


def _template(name: str, size: tuple[float, float], report: Report) -> PageTemplate:
    width, height = size
    frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN, 0, 0, 0, 0, id=name)

    def furnish(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 7)
        canvas.setFillColor(FAINT)
        head = _fitting(f"{report.title}: {report.exercise}", width - 2 * MARGIN)
        canvas.drawString(MARGIN, height - 1.1 * cm, head)
        canvas.drawString(MARGIN, 1.0 * cm, f"Created {report.created_at:%Y-%m-%d %H:%M} UTC")
        canvas.drawRightString(width - MARGIN, 1.0 * cm, f"Page {document.page}")

    return PageTemplate(name, [frame], onPage=furnish, pagesize=size)


def _fitting(text: str, width: float) -> str:
    """A text cut to one line."""
    line = " ".join(text.split())
    while pdfmetrics.stringWidth(line, FONT, 7) > width:
        line = line[: max(1, len(line) * 9 // 10)].rstrip(" …") + "…"
    return line


def _story(report: Report) -> list[Flowable]:
    story: list[Flowable] = [Words(marked(report.title), STYLES["title"]), Spacer(0, 8)]
    facts = [(Words(marked(label), STYLES["label"]), _cell(value, "body")) for label, value in report.facts]
    whole = A4[0] - 2 * MARGIN
    story.append(_grid([*facts], [0.22 * whole, 0.78 * whole], has_head=False, splits_rows=True))
    is_wide = False
    for section in report.sections:
        if section.is_wide != is_wide:
            is_wide = section.is_wide
            story += [NextPageTemplate("wide" if is_wide else "tall"), PageBreak()]
        story += _section(section)
    return story


def _section(section: Section) -> list[Flowable]:
    head = Words(marked(section.title), STYLES[f"h{section.level}"])
    body = [piece for block in section.blocks for piece in _block(block, section)]
    return [CondPageBreak(ROOM[section.level]), head, *body]


def _block(block: Block, section: Section) -> list[Flowable]:
    match block:
        case Paragraph(text, label):
            return [Words(_labelled(text, label), BODY if text else STYLES["lead"])]
        case Bullets(items):
            return [Words(marked(item), STYLES["bullet"], bulletText="•") for item in items]
        case Table():
            return _table(block, section)
        case Chart():
            return [KeepTogether(_figure(block))]


def _labelled(text: str, label: str) -> str:
    if not label:
        return marked(text)
    return f"<b>{marked(label)}{'.' if text else ''}</b> {marked(text)}"


def _figure(chart: Chart) -> list[Flowable]:
    image = Image(BytesIO(picture(chart)))
    width = A4[0] - 2 * MARGIN
    image.drawHeight, image.drawWidth = image.drawHeight * width / image.drawWidth, width
    return [image, Words(marked(chart.caption), STYLES["caption"])]


def _table(table: Table, section: Section) -> list[Flowable]:
    said = section.caption(table)
    caption = [Words(marked(said), STYLES["caption"])] if said else []
    if not table.rows:
        return [*caption, Words(marked(table.empty), BODY)]
    width, height = landscape(A4) if section.is_wide else A4
    widths = [part / sum(table.widths) * (width - 2 * MARGIN) for part in table.widths]
    head = tuple(Words(marked(name), STYLES["head"]) for name in table.columns)
    rows = [tuple(_cell(str(value)) for value in row) for row in table.rows]
    long = (row for row, values in zip(rows, table.rows, strict=True) if any(map(_is_long, values)))
    is_tall = any(_height(row, widths) > height - 4 * MARGIN for row in long)
    grid = _grid([head, *rows], widths, has_head=True, splits_rows=is_tall)
    is_short = len(rows) <= SHORT and not (is_tall or section.is_wide or table is section.blocks[0])
    pieces = [*caption, grid, Spacer(0, 10)]
    return [KeepTogether(pieces)] if is_short else [CondPageBreak(ROOM[2]), *pieces]


def _is_long(value: object) -> bool:
    """Whether a cell could be taller than a page; measuring every cell would take as long as the layout."""
    text = str(value)
    return len(text) > LONG or text.count("\n") > LONG // 40


def _height(row: tuple[Words, ...], widths: list[float]) -> float:
    """How tall a row becomes."""
    return max(cell.wrap(width - 8, 0)[1] for cell, width in zip(row, widths, strict=True))


def _cell(text: str, style: str = "cell") -> Words:
    return Words(marked(text), BODY if style == "body" else STYLES[style])


def _grid(rows: list[Any], widths: list[float], *, has_head: bool, splits_rows: bool = False) -> LongTable:
    """A table whose rows stay whole, unless one is taller than a page."""
    look: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if has_head:
        look += [("BACKGROUND", (0, 0), (-1, 0), ACCENT), ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, BAND])]
    return LongTable(
        rows,
        widths,
        repeatRows=int(has_head),
        splitInRow=int(splits_rows),
        style=look,
        hAlign="LEFT",
    )


def marked(text: str) -> str:
    """A text as reportlab's markup shows it: no tag of its own, line breaks kept, every letter in a font."""
    runs = (escape(text),) if text.isascii() else _runs(text)
    return "".join(runs).replace("\n", "<br/>")


def _runs(text: str) -> Iterator[str]:
    """Parts of a text, those that DejaVu lacks and an East Asian font has set in that font."""
    for is_foreign, letters in groupby(text, key=_is_east_asian):
        run = escape("".join(letters))
        yield f'<font name="{EAST_ASIAN}">{run}</font>' if is_foreign else run


def _is_east_asian(letter: str) -> bool:
    """Whether a letter is left to the reader's East Asian font."""
    return EAST_ASIAN_FROM <= ord(letter) < 0x10000 and ord(letter) not in _fonts().face.charToGlyph


FORMAT = ReportFormat("pdf", "PDF, to be read", "application/pdf", render)
