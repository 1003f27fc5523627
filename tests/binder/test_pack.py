"""The binder's files open in real readers, are marked on every page, and are the same bytes every time."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from scoring import reports
from scoring.binder import catalogue, pack
from scoring.binder.marking import REPEATED
from scoring.binder.paper import Source
from scoring.binder.papers.msel import COLUMNS
from scoring.binder.setting import Given, read
from tests.binder.made import ARABIC, GIVEN, HERE, ROLES, UNBROKEN, of, rich, source, squeezed, ugly
from tests.scoring.reports.readers import READERS

STAMP = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
ITS_LINK = "http://192.0.2.7:8501/join?code=KPWQRT"


def made(given: Source, names: Sequence[str] = (), formats: Sequence[str] = pack.FORMATS) -> dict[str, bytes]:
    """The files of these papers by name."""
    wanted = pack.Wanted(catalogue.chosen(names), formats)
    found = {file.name: file.content for file in pack.files(given, wanted, stamped_at=STAMP)}
    assert tuple(found) == pack.names(given, wanted)
    return found


@pytest.fixture(scope="module")
def pages() -> dict[str, list[str]]:
    """The text of every page of every PDF of a binder with everything given, by file name."""
    found = made(rich(), formats=["pdf"])
    return {
        name: [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
        for name, data in found.items()
        if name.endswith("pdf")
    }


def test_every_page_of_a_pdf_is_marked(pages: dict[str, list[str]]) -> None:
    """Label and warning twice, title, version and hash, page and number of pages."""
    made_from = rich()

    assert len(pages) == len(catalogue.ALL)
    for name, texts in pages.items():
        for number, text in enumerate(texts, start=1):
            assert text.count("TLP:AMBER") >= 2, (name, number)
            assert text.count(REPEATED) >= 2
            assert squeezed(f"Winter exercise · version 1.0 · SHA-256 {made_from.sha256[:12]}") in squeezed(
                text
            )
            assert re.search(rf"Page {number} of\s*{len(texts)}\b", text), text[-200:]


def test_no_page_is_left_empty(pages: dict[str, list[str]]) -> None:
    """Every page holds more than its marks."""
    marks = len(squeezed("TLP:AMBER EXERCISE EXERCISE EXERCISE")) * 2 + 110

    assert [name for name, texts in pages.items() for text in texts if len(squeezed(text)) < marks] == []


def test_a_poster_a_form_and_an_invitation_fit_their_sheet(pages: dict[str, list[str]]) -> None:
    """The poster is one page, so is the invitation; the form is one sheet, front and back."""
    counted = {name: len(texts) for name, texts in pages.items()}

    assert counted["07-join-poster.pdf"] == counted["10-invitation.pdf"] == 1
    assert counted["08-feedback-form.pdf"] <= 2
    assert counted["06-role-cards.pdf"] == 7


def test_every_page_of_a_word_document_is_marked() -> None:
    """Head and foot hold label and warning, and every section takes them over."""
    for name, data in made(rich(), ["msel", "role-cards"], ["docx"]).items():
        if not name.endswith("docx"):
            continue
        document = Document(BytesIO(data))
        head = document.sections[0].header.paragraphs[0].text
        foot = "\n".join(line.text for line in document.sections[0].footer.paragraphs)
        fields = [
            item.get(qn("w:instr")) for item in document.sections[0].footer._element.iter(qn("w:fldSimple"))
        ]

        assert "TLP:AMBER" in head
        assert REPEATED in head
        assert "TLP:AMBER" in foot
        assert "version 1.0 · SHA-256" in foot
        assert fields == ["PAGE", "NUMPAGES"]
        assert all(section.header.is_linked_to_previous for section in list(document.sections)[1:])


def test_a_role_card_begins_a_page_of_its_own_in_word() -> None:
    """Each but the first breaks the page, so that cards can be handed out one by one."""
    (data,) = made(rich(), ["role-cards"], ["docx"]).values()
    headings = [line for line in Document(BytesIO(data)).paragraphs if line.style.name == "Heading 1"]

    assert [bool(line.paragraph_format.page_break_before) for line in headings] == [False] + [True] * 6


def test_the_same_binder_is_the_same_bytes() -> None:
    """Every file, and the pack; only the calendar entry tells when it was made."""
    names = ["join-poster", "invitation"]
    first = made(rich(), names)

    assert made(rich(), names) == first
    assert made(rich(), ["msel"], []) == made(rich(), ["msel"], [])
    wanted = pack.Wanted(catalogue.chosen(names))
    packed = pack.bundle(rich(), wanted, stamped_at=STAMP)
    assert packed == pack.bundle(rich(), wanted, stamped_at=STAMP)
    assert {
        name: ZipFile(BytesIO(packed)).read(name) for name in ZipFile(BytesIO(packed)).namelist()
    } == first


def test_one_file_is_handed_over_as_it_is() -> None:
    """A pack is made of several only; one paper in one format keeps its own name."""
    wanted = pack.Wanted(catalogue.chosen(["join-poster"]), ["pdf"])

    assert pack.bundle_name(rich(), wanted) == "07-join-poster.pdf"
    assert pack.bundle(rich(), wanted, stamped_at=STAMP).startswith(b"%PDF-")
    assert pack.bundle_name(rich(), pack.Wanted()) == "binder.zip"
    assert len(pack.names(rich(), pack.Wanted())) == 22


def test_the_workbook_holds_the_msel() -> None:
    """One row an inject under HSEEP's columns, in a sheet of its own, and no formula."""
    book = load_workbook(BytesIO(made(rich(), ["msel"], [])["04-msel.xlsx"]))
    rows = list(book["msel"].iter_rows(values_only=True))

    assert rows[0] == COLUMNS
    assert len(rows) == 1 + len(rich().scenario.injects)
    assert [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []
    for sheet in book:
        assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == (REPEATED, "TLP:AMBER")
        assert "version 1.0 · SHA-256" in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_long_name_with_signs_leaves_the_workbooks_foot_whole() -> None:
    """A foot of Excel takes 255 letters and reads `&` as a code; version and hash stay in it."""
    book = load_workbook(BytesIO(made(rich(replace(GIVEN, title="A&B " * 60)), ["msel"], [])["04-msel.xlsx"]))
    foot = book["msel"].oddFooter.left.text

    assert len(foot) < 200
    assert "A&&B" in foot
    assert f"version 1.0 · SHA-256 {rich().sha256[:12]}" in foot


def test_the_calendar_entry_comes_with_a_date_only() -> None:
    """Without a date there is nothing to enter into a calendar."""
    assert list(made(rich(), ["invitation"], ["pdf"])) == ["10-invitation.pdf", "10-invitation.ics"]
    assert list(made(source(HERE / "german.yml"), ["invitation"], ["pdf"])) == ["10-invitation.pdf"]


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_poster_has_its_code_as_a_picture_and_in_letters(suffix: str) -> None:
    """The QR code is a picture; who types reads address and code."""
    (data,) = made(rich(), ["join-poster"], [suffix]).values()
    text = squeezed(READERS[suffix](data))

    assert "kpwqrt" in text
    assert squeezed("http://192.0.2.7:8501/join") in text
    if suffix == "docx":
        described = [item.get("descr") for item in Document(BytesIO(data)).element.iter(qn("wp:docPr"))]
        assert described == [f"QR code of {ITS_LINK}"]
    else:
        assert len(PdfReader(BytesIO(data)).pages[0].images) == 1


def test_german_letters_are_in_both_formats() -> None:
    """Umlauts, sharp s, quotation marks and dashes come out as they went in."""
    for suffix in pack.FORMATS:
        data = made(source(HERE / "german.yml"), ["msel"], [suffix])[f"04-msel.{suffix}"]
        text = squeezed(READERS[suffix](data))
        for words in (
            "überhöfliche",
            "Größere Kreise",
            "Straßenbahnfahrgäste",
            "greift – fast",
        ):
            assert squeezed(words) in text, (suffix, words)


@pytest.mark.parametrize("suffix", ["html", "json", "md", "xlsx"])
def test_every_paper_can_be_written_in_every_format_of_the_report(suffix: str) -> None:
    """Nothing in a paper is bound to print: other formats say the same in words."""
    made_of = source(HERE / "german.yml")
    for paper in catalogue.ALL:
        words = squeezed(READERS[suffix](reports.load(suffix).render(paper.document(made_of))))
        assert "fahrplanauskunftsassistent" in words or suffix == "xlsx", paper.id
        if paper.id == "exercise-plan":
            assert squeezed("Störungsmanagement") in words
            assert made_of.sha256 in words


def test_what_is_hard_to_print_is_laid_out() -> None:
    """Forty roles, long, foreign and unbroken names, thirty exhibits: laid out, and no row is lost."""
    data = made(of(ugly(), read(GIVEN)), ["attendance-sheet", "facilitator-guide", "msel"], ["pdf"])
    counted = {
        name: len(PdfReader(BytesIO(part)).pages) for name, part in data.items() if name.endswith("pdf")
    }
    sheet = squeezed(READERS["pdf"](data["09-attendance-sheet.pdf"]))

    assert [role for role in ROLES[2:] if squeezed(role) not in sheet] == []
    assert counted["03-facilitator-guide.pdf"] > 12
    assert counted["04-msel.pdf"] > 3


def test_what_is_hard_to_print_is_whole_in_word() -> None:
    """Every inject, name and exhibit of the same exercise stands in its facilitator guide."""
    (data,) = made(of(ugly(), read(GIVEN)), ["facilitator-guide"], ["docx"]).values()
    guide = squeezed(READERS["docx"](data))

    assert guide.count(squeezed(UNBROKEN)) >= 20
    assert [number for number in range(10) if f"event{number}:" not in guide] == []
    assert squeezed(ARABIC) in guide


def test_an_ugly_title_breaks_no_page() -> None:
    """Marks in a name are shown, not followed; a foot that is too long is cut, and never its hash."""
    made_of = of(ugly(), read(Given(tlp="RED")))
    (data,) = made(made_of, ["join-poster"], ["pdf"]).values()
    text = PdfReader(BytesIO(data)).pages[0].extract_text()

    assert len(PdfReader(BytesIO(data)).pages) == 1
    assert {"&amp;", "TLP:RED", "…"} <= set(re.findall("&amp;|TLP:RED|…", text))
    assert f"SHA-256 {made_of.sha256[:12]}" in text
