"""Whatever people write, a report opens, runs nothing and shows what they wrote."""

import json
import re
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from scoring import reports
from scoring.aar.build import build
from scoring.writing.text import clean, without_names
from tests.scoring.reports.made import written
from tests.scoring.reports.readers import READERS, Page, html_of, squeezed

TRAPS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</w:t></w:r><w:r><w:t>",
    "<para><b>bold</b><a href='https://example.org'>x</a></para>",
    "<font name='Nowhere'>x</font> <br> &amp; &#x3c;b&#x3e; ]]>",
    "[x](javascript:alert(1)) ![y](https://example.org/p.png) <https://example.org>",
    "| a | b |\n| --- | --- |\n# head\n- item\n1. one\n```\ncode\n```",
    "https://example.org www.example.org a@example.org",
    "\x00\x01\x0b\x1f\x7f\ud800\udfff\ufffe\uffff\u202e\u2066\u0085\u2028",
    "x" * 1_200,
    "long " * 400,
    "\n" * 90 + "end",
    "{{affected_users}} %s {0} $HOME `id`",
    "e\u0301 شكرا שלום 例示 🔥",
    "",
    "   ",
)
PIECES = st.one_of(st.sampled_from(TRAPS), st.text(alphabet=st.characters(), max_size=60))
TEXTS = st.lists(PIECES, min_size=1, max_size=4).map(" ".join)
RUNS = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))

HTML = {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "dl", "dt", "dd", "nav"}
HTML |= {"ul", "li", "a", "main", "section", "p", "strong", "div", "table", "caption", "colgroup", "col"}
HTML |= {"thead", "tbody", "tr", "th", "td", "figure", "img", "figcaption", "br"}
ATTRIBUTES = {
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "aria-label",
    "href",
    "id",
    "class",
    "style",
}
ATTRIBUTES |= {"scope", "src", "alt"}
MARKDOWN = {"h1", "h2", "h3", "p", "ul", "li", "strong", "em", "table", "thead", "tbody", "tr", "th", "td"}
MARKDOWN |= {"br"}


@cache
def _file(name: str, text: str) -> bytes:
    return reports.load(name).render(build(written(text)))


def _shown(text: str) -> str:
    return squeezed(clean(text))


def _trapped(test):
    """Every trap by name, then whatever Hypothesis makes of them."""
    for trap in TRAPS:
        test = example(trap)(test)
    return test


@pytest.mark.slow
@RUNS
@given(TEXTS)
@_trapped
def test_a_workbook_has_no_formula(text):
    """No cell is a formula, and the text is there as it was written."""
    book = load_workbook(BytesIO(_file("xlsx", text)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert _shown(text) in squeezed("".join(str(cell.value) for cell in cells))


@pytest.mark.slow
@RUNS
@given(TEXTS)
@_trapped
def test_a_word_document_holds_text_only(text):
    """It opens, holds no link, and no field but page numbers."""
    data = _file("docx", text)
    with ZipFile(BytesIO(data)) as archive:
        body = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))

    assert _shown(text) in squeezed(READERS["docx"](data))
    assert set(re.findall(r'w:instr="([^"]*)"', body)) == {"PAGE", "NUMPAGES"}
    assert "<w:hyperlink" not in body
    assert "<w:instrText" not in body


@pytest.mark.slow
@RUNS
@given(TEXTS)
@_trapped
def test_a_web_page_has_its_own_tags_only(text):
    """No tag and no attribute comes from what people wrote."""
    data = _file("html", text)
    page = Page(data.decode())

    assert page.tags <= HTML
    assert page.attributes <= ATTRIBUTES
    assert _shown(text) in squeezed(READERS["html"](data))


@pytest.mark.slow
@RUNS
@given(TEXTS)
@_trapped
def test_markdown_shows_marks_as_they_were_typed(text):
    """A viewer makes no tag, link or picture of what people wrote, and shows every letter of it."""
    data = _file("md", text)
    page = Page(html_of(data))

    assert page.tags <= MARKDOWN
    assert page.attributes == set()
    assert _shown(text) in squeezed("".join(page.words))


@pytest.mark.slow
@RUNS
@given(TEXTS)
@_trapped
def test_a_pdf_is_laid_out_whatever_it_holds(text):
    """It opens, and no page has a link or an action."""
    reader = PdfReader(BytesIO(_file("pdf", text)))

    assert len(reader.pages) > 3
    assert [page for page in reader.pages if "/Annots" in page or "/AA" in page] == []
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(reader.trailer["/Root"].keys())


@pytest.mark.slow
@RUNS
@given(TEXTS)
@_trapped
def test_json_holds_the_text(text):
    """It is valid, ASCII only, and gives the text back."""
    data = _file("json", text)

    assert data.isascii()
    assert clean(text) in json.loads(data)["tables"]["messages"][0].values()


@given(st.text(alphabet=st.characters()))
def test_a_cleaned_text_can_be_written_anywhere(text):
    """Cleaning leaves no character that XML forbids, changes nothing twice, and keeps every letter."""
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", cleaned)
    assert [a for a in text if a.isalnum()] == [a for a in cleaned if a.isalnum()]
    assert cleaned.encode().decode() == cleaned


@given(st.lists(st.text(alphabet="Ab.*", min_size=3, max_size=6), min_size=1, max_size=5))
def test_no_name_survives_leaving_names_out(names):
    """However names contain each other, the longest that fits a place is the one that is left out there."""
    hide = without_names((name, "§") for name in names)

    assert hide(" ".join(names)) == " ".join("§" for _ in names)
