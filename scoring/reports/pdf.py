"""The report as a PDF with its own fonts, the same bytes every time."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm, mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    HRFlowable,
    Image,
    KeepTogether,
    LongTable,
    NextPageTemplate,
    PageBreak,
    Spacer,
)

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
from scoring.writing.pdf_pages import Counted, named, room_in, templates
from scoring.writing.pdf_text import ACCENT, BAND, LINE, Styles, fonts, styles, words
from scoring.writing.pictures import picture, qr

ROOM = {1: 7 * cm, 2: 4 * cm}
"""What must be left of a page below a heading of each level."""
SHORT, KEPT = 20, 0.6
"""Rows of an upright table that is kept on one page, unless a heading stands right above; and the share of
a page up to which it is, because a taller one would leave most of a page empty."""
MANY = 8
"""Columns from which on a table is set smaller, so that no word breaks in a narrow one."""
LONG = 240
"""Letters from which a cell is measured: less fit on a page even in the narrowest column."""
WRITING_MM = 8
"""From one line to write on to the next, as in a ruled exercise book."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a document is set: its styles, and whether its pages are marked."""

    styles: Styles
    is_marked: bool

    def room(self, section: Section | None = None) -> tuple[float, float]:
        """Width and height left on the pages of a section."""
        return room_in(is_wide=section is not None and section.is_wide, is_marked=self.is_marked)


def render(report: Report) -> bytes:
    """The document, portrait with wide appendices on their side."""
    fonts()
    look = Look(styles(is_printed=report.sheet is not None), report.sheet is not None)
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
    document.addPageTemplates(templates(report))
    document.build(_story(report, look), canvasmaker=Counted if look.is_marked else Canvas)
    return target.getvalue()


def _story(report: Report, look: Look) -> list[Flowable]:
    story: list[Flowable] = []
    if report.has_title:
        story += [words(report.title, look.styles["title"]), Spacer(0, 8)]
    facts = [
        (words(label, look.styles["label"]), _cell(value, look, "body")) for label, value in report.facts
    ]
    whole = look.room()[0]
    if facts:
        story.append(_grid(facts, [0.22 * whole, 0.78 * whole], has_head=False, splits_rows=True))
    is_wide = report.starts_wide
    for section in report.sections:
        if section.is_wide != is_wide:
            is_wide = section.is_wide
            story += [NextPageTemplate(named(is_wide=is_wide)), PageBreak()]
        elif section.starts_page and story:
            story.append(PageBreak())
        story += _section(section, look)
    return story


def _section(section: Section, look: Look) -> list[Flowable]:
    head = words(section.title, look.styles[f"h{section.level}"])
    body = [piece for block in section.blocks for piece in _block(block, section, look)]
    return [CondPageBreak(ROOM[section.level]), head, *body]


def _block(block: Block, section: Section, look: Look) -> list[Flowable]:
    match block:
        case Paragraph(text, label):
            return [words(text, look.styles["body" if text else "lead"], label=label)]
        case Bullets(items):
            return [words(item, look.styles["bullet"], bullet="•") for item in items]
        case Table():
            return _table(block, section, look)
        case Chart():
            return [KeepTogether(_figure(block, look))]
        case _:
            return _by_hand(block, look)


def _by_hand(block: Banner | Code | Blank, look: Look) -> list[Flowable]:
    """What only a paper to be printed has."""
    match block:
        case Banner(text, points):
            plain = look.styles["banner"]
            large = ParagraphStyle(
                "large", plain, fontSize=points, leading=points * 1.3, spaceAfter=points / 2
            )
            return [words(text, large)]
        case Code(address, width_mm):
            return [Image(BytesIO(qr(address)), width_mm * mm, width_mm * mm)]
        case Blank(label, lines):
            said = [words("", look.styles["lead"], label=label)] if label else []
            rules = [HRFlowable("100%", 0.5, color=LINE, spaceBefore=WRITING_MM * mm) for _ in range(lines)]
            return [KeepTogether([*said, *rules])]


def _figure(chart: Chart, look: Look) -> list[Flowable]:
    image = Image(BytesIO(picture(chart)))
    width = look.room()[0]
    image.drawHeight, image.drawWidth = image.drawHeight * width / image.drawWidth, width
    return [image, words(chart.caption, look.styles["caption"])]


def _table(table: Table, section: Section, look: Look) -> list[Flowable]:
    said = section.caption(table)
    caption = [words(said, look.styles["caption"])] if said else []
    if not table.rows:
        return [*caption, words(table.empty, look.styles["body"])]
    width, height = look.room(section)
    widths = [part / sum(table.widths) * width for part in table.widths]
    small = "small" if len(table.columns) > MANY else "cell"
    named = "small head" if len(table.columns) > MANY else "head"
    head = [tuple(words(name, look.styles[named]) for name in table.columns)] if table.columns else []
    first = small if head else "label"
    rows = [
        tuple(_cell(str(value), look, small if place else first) for place, value in enumerate(row))
        for row in table.rows
    ]
    long = (row for row, values in zip(rows, table.rows, strict=True) if any(map(_is_long, values)))
    is_tall = any(_height(row, widths) > height - 2 * cm for row in long)
    grid = _grid([*head, *rows], widths, has_head=bool(head), splits_rows=is_tall, room=table.room)
    is_short = len(rows) <= SHORT and not (is_tall or section.is_wide or table is section.blocks[0])
    is_kept = is_short and grid.wrap(width, height)[1] < KEPT * height
    return [KeepTogether([*caption, grid])] if is_kept else [CondPageBreak(ROOM[2]), *caption, grid]


def _is_long(value: object) -> bool:
    """Whether a cell could be taller than a page; measuring every cell would take as long as the layout."""
    text = str(value)
    return len(text) > LONG or text.count("\n") > LONG // 40


def _height(row: tuple[Flowable, ...], widths: list[float]) -> float:
    """How tall a row becomes."""
    return max(cell.wrap(width - 8, 0)[1] for cell, width in zip(row, widths, strict=True))


def _cell(text: str, look: Look, style: str = "cell") -> Flowable:
    return words(text, look.styles[style])


def _grid(
    rows: list[Any], widths: list[float], *, has_head: bool, splits_rows: bool = False, room: int = 0
) -> LongTable:
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
        look += [("BOTTOMPADDING", (0, 1), (-1, -1), 3 + room * WRITING_MM * mm)]
        look += [("BACKGROUND", (0, 0), (-1, 0), ACCENT), ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, BAND])]
    return LongTable(
        rows,
        widths,
        repeatRows=int(has_head),
        splitInRow=int(splits_rows),
        style=look,
        hAlign="LEFT",
        spaceAfter=10,
    )


FORMAT = ReportFormat("pdf", "PDF, to be read", "application/pdf", render)
