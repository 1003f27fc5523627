"""What stands on every page of a Word document, and lines to write on by hand."""

from typing import Any

from docx.document import Document as Docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section as Page
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from scoring.writing.document import Report, Sheet

FAINT = RGBColor(0x5B, 0x68, 0x75)
LABEL_POINTS = 12
"""Size of the label: the Traffic Light Protocol 2.0 asks for 12 points or more in header and footer."""
RULE_POINTS = 20
"""From one line to write on to the next, about 7 mm."""


def furnish(page: Page, report: Report) -> None:
    """Head and foot of every page; a new section takes both over."""
    if report.sheet is None:
        _created(page, report)
    else:
        _marking(page, report, report.sheet)


def _created(page: Page, report: Report) -> None:
    """Exercise and day above, page numbers below."""
    _small(page.header.paragraphs[0], f"{report.title}: {report.exercise}")
    line = page.footer.paragraphs[0]
    _small(line, f"Created {report.created_at:%Y-%m-%d %H:%M} UTC  ·  page ")
    _numbered(line)


def _marking(page: Page, report: Report, sheet: Sheet) -> None:
    """Label and warning above and below, what the paper was made from, page and pages."""
    page.header_distance = page.footer_distance = Cm(0.8)
    page.top_margin = page.bottom_margin = Cm(2.3)
    _labelled(page.header.paragraphs[0], sheet)
    _labelled(page.footer.paragraphs[0], sheet)
    line = page.footer.add_paragraph()
    _small(line, f"{sheet.line(report.title)}  ·  page ")
    _numbered(line)


def _labelled(line: Line, sheet: Sheet) -> None:
    warning = line.add_run(sheet.repeated)
    warning.font.size, warning.font.bold = Pt(9), True
    line._p.append(parse_xml(_TO_THE_RIGHT))
    label = line.add_run(f" {sheet.label} ")
    label.font.size, label.font.bold = Pt(LABEL_POINTS), True
    label.font.color.rgb = RGBColor.from_string(sheet.colour.lstrip("#"))
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="000000"/>')
    label._r.get_or_add_rPr().append(shade)


_TO_THE_RIGHT = (
    f'<w:r {nsdecls("w")}><w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/></w:r>'
)
"""A stop at the right margin, wherever it is: upright pages and pages on their side share one head."""


def _small(line: Line, text: str) -> None:
    run = line.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), FAINT


def _numbered(line: Line) -> None:
    _field(line, "PAGE")
    _small(line, " of ")
    _field(line, "NUMPAGES")


def _field(line: Line, code: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = line.add_run("1")
    run.font.size, run.font.color.rgb = Pt(8.5), FAINT
    line._p.append(field)
    field.append(run._r)


def add_rules(document: Docx, lines: int) -> None:
    """Empty paragraphs with a rule below each; `between` keeps Word from joining them into one box."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="1" w:color="AAB4BE"/>' for side in ("bottom", "between")
    )
    for _ in range(lines):
        line: Any = document.add_paragraph()
        line._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"))
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = Pt(RULE_POINTS)
