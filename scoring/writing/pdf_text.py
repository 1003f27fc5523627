"""Fonts and paragraph styles of a PDF, and people's texts as its markup."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph

from scoring.writing.pictures import FONTS
from scoring.writing.right_to_left import begins_right, drawn, has_right_to_left, shaped

ACCENT, INK, FAINT, LINE, BAND = (
    HexColor(code) for code in ("#0b5c80", "#1c2733", "#5b6875", "#d5dce3", "#f3f6f9")
)
FONT, BOLD, EAST_ASIAN = "DejaVuSans", "DejaVuSans-Bold", "HeiseiKakuGo-W5"
"""DejaVu travels with the report; what it lacks of Chinese, Japanese and Korean comes from the reader."""
EAST_ASIAN_FROM = 0x2E80

Styles = Mapping[str, ParagraphStyle]


@cache
def fonts() -> TTFont:
    """The fonts made known to the PDF library; the regular one is given."""
    regular = TTFont(FONT, FONTS / "DejaVuSans.ttf")
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont(BOLD, FONTS / "DejaVuSans-Bold.ttf"))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)
    pdfmetrics.registerFont(UnicodeCIDFont(EAST_ASIAN))
    return regular


@cache
def styles(*, is_printed: bool) -> Styles:
    """The styles by name; those of a paper that is printed are larger, to be read at a table."""
    body_size, small = (10.0, 8.5) if is_printed else (9.0, 7.0)
    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=body_size, leading=body_size * 1.39, textColor=INK, spaceAfter=5
    )
    bold: dict[str, Any] = {"fontName": BOLD, "textColor": ACCENT}
    cell: dict[str, Any] = {"fontSize": small, "leading": small * 1.29, "spaceAfter": 0}
    narrow: dict[str, Any] = {"fontSize": 7, "leading": 9, "spaceAfter": 0}
    made = (
        body,
        ParagraphStyle("title", body, fontSize=19, leading=24, **bold),
        ParagraphStyle("h1", body, fontSize=14, leading=18, spaceBefore=16, spaceAfter=6, **bold),
        ParagraphStyle("h2", body, fontSize=11, leading=14, spaceBefore=12, spaceAfter=4, **bold),
        ParagraphStyle("bullet", body, leftIndent=12, bulletIndent=2, spaceAfter=2),
        ParagraphStyle(
            "caption", body, fontName=BOLD, fontSize=8, leading=11, spaceBefore=5, textColor=FAINT
        ),
        ParagraphStyle("cell", body, alignment=TA_LEFT, **cell),
        ParagraphStyle("head", body, fontName=BOLD, **{**cell, "textColor": white}),
        ParagraphStyle("small", body, alignment=TA_LEFT, **narrow),
        ParagraphStyle("small head", body, fontName=BOLD, **{**narrow, "textColor": white}),
        ParagraphStyle("lead", body, spaceBefore=6, keepWithNext=1),
        ParagraphStyle("label", body, fontName=BOLD, fontSize=8, leading=11, spaceAfter=0),
        ParagraphStyle("banner", body, alignment=TA_CENTER, **bold),
    )
    return {style.name: style for style in made}


def words(text: str, style: ParagraphStyle, *, label: str = "", bullet: str = "") -> Flowable:
    """A text as a paragraph, in bold before it its label, in the direction it is read."""
    if has_right_to_left(text):
        return _Turned(text, style, label, bullet)
    stop = "." if label and text else ""
    said = f"<b>{marked(label)}{stop}</b> " if label else ""
    return Paragraph(said + marked(text), style, bulletText=bullet or None)


class _Turned(Flowable):
    """A paragraph of right-to-left writing: its lines are broken first, then put in drawing order."""

    def __init__(self, text: str, style: ParagraphStyle, label: str, bullet: str) -> None:
        super().__init__()
        self._written, self._label, self._bullet = text, label, bullet
        self._is_right = begins_right(text)
        aligned = TA_RIGHT if self._is_right else style.alignment
        self.style = ParagraphStyle("turned", style, alignment=aligned)
        self._laid_out = Paragraph("", self.style)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803
        """Its size in that width, with its lines as they are drawn."""
        style = self.style
        room = aW - style.leftIndent - style.rightIndent
        lines = [
            marked(drawn(line, is_right=self._is_right))
            for part in self._written.split("\n")
            for line in simpleSplit(shaped(part), style.fontName, style.fontSize, room) or [""]
        ]
        said = [f"<b>{marked(self._label)}</b>"] if self._label else []
        text = "<br/>".join([*said, *lines])
        self._laid_out = Paragraph(text, style, bulletText=self._bullet or None)
        self.width, self.height = self._laid_out.wrap(aW, aH)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803
        """The lines that fit into that height, and the others; nothing where it is not split there."""
        self.wrap(aW, aH)
        pieces = list(self._laid_out.split(aW, aH))
        return pieces if len(pieces) == 2 else []

    def draw(self) -> None:
        """Draw it."""
        self._laid_out.drawOn(self.canv, 0, 0)


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
    return EAST_ASIAN_FROM <= ord(letter) < 0x10000 and ord(letter) not in fonts().face.charToGlyph
