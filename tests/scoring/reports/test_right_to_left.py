"""Arabic and Hebrew are drawn in the order and the shapes in which they are read.

What is expected here was made once with independent implementations of UAX 9 and of Arabic joining.
"""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.enums import TA_RIGHT

from scoring import reports
from scoring.writing.document import Bullets, Paragraph, Report, Section, Table
from scoring.writing.pdf_text import fonts, styles, words
from scoring.writing.right_to_left import MIRRORED, begins_right, drawn, has_right_to_left, shaped
from tests.scoring.reports.made import CREATED

TEAM = "فريق الاستجابة للحوادث"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEAM, "ﻓﺮﻳﻖ ﺍﻻﺳﺘﺠﺎﺑﺔ ﻟﻠﺤﻮﺍﺩﺙ"),
        ("لا سلام", "\ufefb \ufeb3\ufefc\ufee1"),
        ("بَيت", "\ufe91\u064e\ufef4\ufe96"),
        ("مـع", "\ufee3\u0640\ufeca"),
        ("پیچ", "\ufb58\ufbff\ufb7b"),
        ("שלום abc 12", "שלום abc 12"),
    ],
)
def test_letters_have_the_shape_of_their_place(text: str, expected: str) -> None:
    """First, middle, last and alone; lam with alef is one; marks and long strokes keep words together."""
    assert shaped(text) == expected
    assert shaped(expected) == expected


@pytest.mark.parametrize(
    ("text", "is_right", "expected"),
    [
        ("abc אבג (12.5%) דה xyz", False, "abc הד (12.5%) גבא xyz"),
        ("אבג (12) abc!", True, "!abc (12) גבא"),
        ("אבג -12 +3,5", True, "3,5+ 12- גבא"),
        ("abc אבג", True, "גבא abc"),
        ("(אבג) ", True, " (גבא)"),
        ("12% אבג", False, "12% גבא"),
        ("plain (text) 1-2", False, "plain (text) 1-2"),
    ],
)
def test_a_line_is_in_drawing_order(text: str, is_right: bool, expected: str) -> None:
    """Words from the right, numbers and Latin from the left, brackets turned, space after it at the end."""
    assert drawn(text, is_right=is_right) == expected


@given(st.text("אבגד abc 0123 ()[]<>.,:;+-%$!?", max_size=30), st.booleans())
def test_no_letter_is_lost_or_made(text: str, is_right: bool) -> None:
    """Drawing order is the same letters; only brackets may be their mirror."""
    found = drawn(text, is_right=is_right)
    plain = [min(letter, MIRRORED.get(letter, letter)) for letter in text]

    assert sorted(min(letter, MIRRORED.get(letter, letter)) for letter in found) == sorted(plain)


@given(st.text(max_size=40))
def test_any_text_can_be_drawn(text: str) -> None:
    """Whatever stands in it; and without right-to-left letters nothing changes."""
    found = drawn(text, is_right=begins_right(text))

    if not has_right_to_left(text):
        assert found == text


def test_a_paragraph_of_a_pdf_is_drawn_from_the_right() -> None:
    """Lines are broken in reading order first; each is then turned, and stands at the right edge."""
    fonts()
    style = styles(is_printed=True)["body"]
    made = words(f"{TEAM} " * 12, style, label="Team")
    _, height = made.wrap(200, 1_000)
    above, below = made.split(200, height / 2)
    lines = [line.strip() for line in made._laid_out.text.split("<br/>")]

    assert height > 4 * style.leading
    assert lines[0] == "<b>Team</b>"
    assert lines[1].endswith(drawn("فريق", is_right=True))
    assert above.style.alignment == below.style.alignment == TA_RIGHT


def test_word_is_told_the_direction() -> None:
    """Paragraphs, bullets, headings and cells that begin from the right say so; others don't."""
    blocks = (
        Paragraph(TEAM, "Label"),
        Paragraph("Plain"),
        Bullets((TEAM, "Plain")),
        Table("t", "T", ("A", "B"), ((TEAM, "Plain"),), (50, 50)),
    )
    report = Report("Title", "Exercise", (), (Section("s", TEAM, blocks),), CREATED)
    document = Document(BytesIO(reports.load("docx").render(report)))
    body = document.element.body
    turned = [
        "".join(str(part.text) for part in item.iter(qn("w:t")))
        for item in body.iter(qn("w:p"))
        if item.find(f".//{qn('w:bidi')}") is not None
    ]

    assert turned == [TEAM, f"Label. {TEAM}", TEAM, TEAM]
    assert len(list(body.iter(qn("w:rtl")))) == 5
