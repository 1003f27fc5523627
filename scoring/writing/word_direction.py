"""Paragraphs of a Word document in the direction their words are read; Word itself shapes and orders them."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as Line

from scoring.writing.right_to_left import begins_right

TURNED, RUN = "<w:bidi/>", "<w:rtl/>"
"""What turns a paragraph, and a run in it."""
_FOLLOWING = tuple(
    f"w:{name}"
    for name in (
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "jc",
        "outlineLvl",
        "rPr",
    )
)
"""What stands behind it in a paragraph's properties, as Word's schema orders them."""


def turn(line: Line, text: str) -> None:
    """Read a paragraph from the right where its text is."""
    if not begins_right(text):
        return
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(parse_xml(TURNED.replace("/>", f" {nsdecls('w')}/>")), *_FOLLOWING)
    for run in line.runs:
        run._r.get_or_add_rPr().append(parse_xml(RUN.replace("/>", f" {nsdecls('w')}/>")))
