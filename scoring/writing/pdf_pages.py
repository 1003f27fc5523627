"""Pages of a PDF: their size, their frame, and what stands on every one of them."""

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, PageTemplate

from scoring.writing.document import Report, Sheet
from scoring.writing.pdf_text import BOLD, FAINT, FONT, INK
from scoring.writing.right_to_left import begins_right, drawn

MARGIN = 1.8 * cm
MARKED = 0.5 * cm
"""What a marked page's frame is lower at top and bottom, because its label is in larger letters."""
LABEL_POINTS = 12
"""Size of the label: the Traffic Light Protocol 2.0 asks for 12 points or more in header and footer."""
SMALL = 7
"""Size of what else stands at the edge of a page."""
COUNT = "pages"
"""The name under which the number of pages is drawn, which is known only at the end."""

Furnish = Callable[[Any, Any], None]


class Counted(Canvas):
    """A canvas on which marked pages say how many of them there are."""

    def save(self) -> None:
        """Draw the number of pages once for all of them, then write the file."""
        pages = self.getPageNumber() - 1
        self.beginForm(COUNT)
        self.setFont(FONT, SMALL)
        self.setFillColor(FAINT)
        self.drawString(0, 0, str(pages))
        self.endForm()
        super().save()


def size_of(*, is_wide: bool) -> tuple[float, float]:
    """Width and height of a page."""
    return landscape(A4) if is_wide else A4


def room_in(*, is_wide: bool, is_marked: bool) -> tuple[float, float]:
    """Width and height left for what a page holds."""
    width, height = size_of(is_wide=is_wide)
    return width - 2 * MARGIN, height - 2 * MARGIN - (2 * MARKED if is_marked else 0)


def templates(report: Report) -> list[PageTemplate]:
    """Upright pages and pages on their side, those of the first section first, with what every page says."""
    first = report.starts_wide
    return [_template(report, is_wide=is_wide) for is_wide in (first, not first)]


def named(*, is_wide: bool) -> str:
    """The name of the template of such pages."""
    return "wide" if is_wide else "tall"


def _template(report: Report, *, is_wide: bool) -> PageTemplate:
    size = size_of(is_wide=is_wide)
    room = room_in(is_wide=is_wide, is_marked=report.sheet is not None)
    bottom = (size[1] - room[1]) / 2
    name = named(is_wide=is_wide)
    frame = Frame(MARGIN, bottom, *room, 0, 0, 0, 0, id=name)
    furnish = _created(report, size) if report.sheet is None else _marking(report, report.sheet, size)
    return PageTemplate(name, [frame], onPage=furnish, pagesize=size)


def _created(report: Report, size: tuple[float, float]) -> Furnish:
    """A report's pages: what it is of above, when it was created and the page below."""
    width, height = size

    def furnish(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, SMALL)
        canvas.setFillColor(FAINT)
        head = fitting(f"{report.title}: {report.exercise}", width - 2 * MARGIN)
        canvas.drawString(MARGIN, height - 1.1 * cm, head)
        canvas.drawString(MARGIN, 1.0 * cm, f"Created {report.created_at:%Y-%m-%d %H:%M} UTC")
        canvas.drawRightString(width - MARGIN, 1.0 * cm, f"Page {document.page}")

    return furnish


def _marking(report: Report, sheet: Sheet, size: tuple[float, float]) -> Furnish:
    """A paper's pages: label and warning above and below, what it was made from, page and pages."""
    width, height = size

    def furnish(canvas: Any, document: Any) -> None:
        for y in (height - 1.45 * cm, 1.25 * cm):
            canvas.setFont(BOLD, 9)
            canvas.setFillColor(INK)
            canvas.drawString(MARGIN, y, sheet.repeated)
            _label(canvas, sheet, width - MARGIN, y)
        canvas.setFont(FONT, SMALL)
        canvas.setFillColor(FAINT)
        told = f" · {sheet.version}"
        room = width - 2 * MARGIN - 2.6 * cm - pdfmetrics.stringWidth(told, FONT, SMALL)
        named = fitting(f"{report.title} · {sheet.exercise}", room)
        canvas.drawString(MARGIN, 0.7 * cm, f"{named}{told}")
        page = f"Page {document.page} of "
        start = width - MARGIN - 2.2 * cm
        canvas.drawString(start, 0.7 * cm, page)
        canvas.saveState()
        canvas.translate(start + pdfmetrics.stringWidth(page, FONT, SMALL), 0.7 * cm)
        canvas.doForm(COUNT)
        canvas.restoreState()

    return furnish


def _label(canvas: Any, sheet: Sheet, right: float, y: float) -> None:
    """The label in its colour on black, at the right edge."""
    canvas.setFont(BOLD, LABEL_POINTS)
    wide = pdfmetrics.stringWidth(sheet.label, BOLD, LABEL_POINTS)
    canvas.setFillColor(black)
    canvas.rect(right - wide - 8, y - 4, wide + 8, LABEL_POINTS + 4, stroke=0, fill=1)
    canvas.setFillColor(HexColor(sheet.colour))
    canvas.drawString(right - wide - 4, y, sheet.label)


def fitting(text: str, width: float) -> str:
    """A text cut to one line, as it is drawn."""
    line = " ".join(text.split())
    while pdfmetrics.stringWidth(line, FONT, SMALL) > width:
        line = line[: max(1, len(line) * 9 // 10)].rstrip(" …") + "…"
    return drawn(line, is_right=begins_right(line))
