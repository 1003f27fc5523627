"""What every report format promises; a new format joins by existing."""

import json
import re
import time
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from engine import commands as c
from engine.after.items import Item
from engine.log.events import CriterionRated
from scoring import reports
from scoring.aar.build import build, file_name
from scoring.aar.plan import COLUMNS
from scoring.aar.source import Options
from scoring.case import Case
from scoring.finding import heading
from scoring.score import in_words, score
from tests.scoring.reports.made import CREATED, of, source, without_whatif, written
from tests.scoring.reports.readers import READERS, Page, squeezed
from tests.world import Room, played, rich_exercise, rubric

FORMATS = reports.names()
TEAMS = (("random", 3), ("playbook", 1), ("nothing", 1))
FULL = Options(has_answers=True)


def _file(name, given):
    return reports.load(name).render(build(given))


def _words(name, given):
    return squeezed(READERS[name](_file(name, given)))


def test_six_formats_exist_and_each_has_a_reader():
    """The formats an organisation files reports in are there, and a new one brings a reader for its test."""
    assert set(FORMATS) >= {"docx", "pdf", "html", "md", "xlsx", "json"}
    assert set(FORMATS) <= set(READERS)
    assert all(reports.load(name).id == name for name in FORMATS)


def test_an_unknown_format_is_refused_with_the_known_ones():
    """The error names what there is."""
    with pytest.raises(ValueError, match="choose from: docx, html, json, md, pdf, xlsx"):
        reports.load("rtf")


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_exercise_gives_the_same_bytes(name):
    """Two exports with one creation time are equal to the last byte."""
    render = reports.load(name).render
    first = render(build(source(options=FULL)))

    assert render(build(replace(source(options=FULL)))) == first


@pytest.mark.parametrize("name", FORMATS)
def test_another_creation_time_is_stated(name):
    """The stated creation time is the report's own, not the machine's."""
    assert squeezed("2026-03-04") in _words(name, source())


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_quick(name):
    """Rendering takes less than three seconds of computing, with the longest report."""
    reports.load(name)
    report = build(source(options=FULL))
    start = time.process_time()
    reports.load(name).render(report)

    assert time.process_time() - start < 3


@pytest.mark.parametrize(("team", "seed"), TEAMS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_score_of_the_results_screen_stands_in_the_file(name, team, seed):
    """The six values with letter and kind, and readiness with its band."""
    given = source(team, seed)
    words = _words(name, given)

    for finding in given.score.findings:
        if name == "xlsx":
            assert squeezed(f"{finding.title}\n{finding.value}") in words
        else:
            assert squeezed(heading(finding)) in words
        assert squeezed(finding.why) in words
    assert squeezed(in_words(given.score)) in words


@pytest.mark.parametrize("name", FORMATS)
def test_the_improvement_plan_has_hseeps_eight_columns_in_order(name):
    """Core Capability to Completion Date, one after the other."""
    words = _words(name, source())
    columns = [squeezed(column) for column in COLUMNS]

    if name == "json":
        plan = json.loads(_file(name, source()))["tables"]["improvement_plan"]
        assert all(set(row) == set(COLUMNS) for row in plan)
    elif name == "pdf":  # cells break over lines, so the header is read word by word
        assert all(word in words for column in COLUMNS for word in re.findall(r"\w+", column))
    else:
        assert "".join(columns) in words


@pytest.mark.parametrize(("team", "seed"), TEAMS)
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_raw_is_in_a_file(name, team, seed):
    """No None, nan, traceback, or id of a seat, a question or an action."""
    given = source(team, seed, options=FULL)
    text = READERS[name](_file(name, given))
    if name == "json":
        loaded = json.loads(_file(name, given))
        text = json.dumps([loaded["tables"], loaded["sections"], loaded["facts"]], ensure_ascii=False)
    ids = {*given.case.state.participants} - {"facilitator", "evaluator"}
    ids |= {
        item.id for event in given.case.state.delivered.values() for item in event.questions if "-" in item.id
    }
    ids |= {decision.action for decision in given.case.state.decisions if "_" in decision.action}

    assert not re.search(r"\bNone\b|\bnan\b|\bNaN\b|Traceback|<[\w.]+ object|\bp-[0-9a-f]{12}\b", text)
    assert [item for item in sorted(ids) if re.search(rf"\b{re.escape(item)}\b", text)] == []


@pytest.mark.parametrize("name", FORMATS)
def test_names_can_be_left_out(name):
    """Without names no name of a seat is in the file; with them every participant's is."""
    given = source()
    bare = _words(name, replace(given, options=Options(has_names=False, has_answers=True)))

    assert squeezed("Example Person 2") in _words(name, given)
    assert squeezed("Example Person") not in bare


ITEM = Item(
    item_id="i-0123456789ab",
    exercise_id="x-0123456789ab",
    issue="Nobody had the keys.",
    action="Keep a second key.",
    organisation="Blue unit",
    owner="Example Person 99",
    due=CREATED.date() - timedelta(days=1),
    criterion="containment",
    seqs=(23,),
    created=CREATED.date(),
)


@pytest.mark.parametrize("name", FORMATS)
def test_agreed_items_are_the_improvement_plan(name):
    """Items stand in the plan with owner and state; without names the owner is left out."""
    given = replace(source(), items=(ITEM,))
    words = _words(name, given)
    bare = _words(name, replace(given, options=Options(has_names=False)))

    assert all(squeezed(text) in words for text in (ITEM.issue, ITEM.action, ITEM.organisation, ITEM.owner))
    assert squeezed("open, overdue") in words
    assert squeezed("to be named") not in words
    assert ITEM.item_id not in words
    assert (squeezed(ITEM.action) in bare, squeezed(ITEM.owner) in bare) == (True, False)


@pytest.mark.parametrize("name", FORMATS)
def test_answers_are_there_only_on_request(name):
    """What people answered is in the file only where it was asked for."""
    answer = max((item.text for item in source().case.state.answers), key=len)[:60]

    assert squeezed(answer) in _words(name, source(options=FULL))
    assert squeezed(answer) not in _words(name, source())


@pytest.mark.parametrize("name", FORMATS)
def test_an_exercise_without_an_account_is_reported_too(name):
    """Where the AI system did not run long enough, the report says so."""
    words = _words(name, without_whatif(source()))

    if name != "xlsx":  # a workbook holds tables only
        assert squeezed("did not run long enough") in words
    assert words


def test_raw_and_reconciled_ratings_stand_beside_the_measured_value():
    """Both raw ratings and the reconciled one stand beside what was measured, which stays as it was."""
    events = played("random", seed=3, is_rich=True).events
    end, scenario = events[-1], rich_exercise().scenario
    given = [(2, False), (5, False), (4, True)]
    ratings = tuple(
        CriterionRated(
            seq=end.seq + n,
            at_ms=end.at_ms,
            by=f"rater-{n}",
            criterion="escalation",
            value=value,
            reason="Seen in the room.",
            cites=(21,),
            reconciles=reconciles,
        )
        for n, (value, reconciles) in enumerate(given, start=1)
    )
    before = score(Case(scenario, events, rubric())).finding("escalation")
    report = build(of(scenario, (*events, *ratings)))
    tables = {table.id: table for table in report.tables()}
    row = next(row for row in tables["values"].rows if row[0] == "Escalation accuracy")

    assert row[1:] == (before.value, "2, 5", "4", "4, rated")
    assert [item[3] for item in tables["ratings"].rows] == [2, 5, 4]
    assert score(Case(scenario, (*events, *ratings), rubric())).finding("escalation").computed == before.value


def test_a_word_document_can_be_worked_with():
    """Headings are headings, the first row of each list repeats, pages are numbered, pictures have a text."""
    document = Document(BytesIO(_file("docx", source(options=FULL))))
    headings = [line.text for line in document.paragraphs if line.style.name.startswith("Heading")]
    repeated = [table for table in document.tables if table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")]
    footer = document.sections[0].footer._element.xml
    pictures = document.element.body.findall(f".//{qn('wp:docPr')}")

    assert headings[0] == "Executive summary"
    assert "Appendix A: Improvement plan" in headings
    assert len(repeated) == len(document.tables) - 1  # all but the cover
    assert '"PAGE"' in footer
    assert report_header(document) == "After-action report and improvement plan: Customer Chatbot Jailbreak"
    assert [bool(item.get("descr")) for item in pictures] == [True, True]
    assert document.core_properties.author == "Tplus"


def report_header(document):
    """What stands above every page."""
    return document.sections[0].header.paragraphs[0].text


def test_a_pdf_has_its_fonts_with_it_and_numbers_its_pages():
    """Every font but the reader's own East Asian one is embedded; each page says its number."""
    reader = PdfReader(BytesIO(_file("pdf", source(options=FULL))))
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
        if "DejaVu" in font.get_object()["/BaseFont"]
    ]

    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    for number, page in enumerate(reader.pages, start=1):
        assert f"Page {number}" in page.extract_text()


def test_names_of_other_scripts_survive_in_a_pdf():
    """Greek, Cyrillic and accented names are read back as they were given; Japanese ones too."""
    names = ("Ελένη Παράδειγμα", "Ольга Пример", "Žofie Příkladová", "例示太郎")
    seats = list(source().case.state.participants)
    text = _words("pdf", replace(source(), names=dict(zip(seats, names, strict=False))))

    assert [name for name in names if squeezed(name) not in text] == []


def test_a_workbook_holds_every_table_with_numbers_as_numbers():
    """A sheet for each table; scores can be counted with."""
    report = build(source(options=FULL))
    book = load_workbook(BytesIO(reports.load("xlsx").render(report)))

    assert book.sheetnames[1:] == [table.id for table in report.tables()]
    values = [book["criteria"].cell(row, 2).value for row in range(2, 8)]
    assert values == [finding.value for finding in source().score.findings]
    assert all(type(value) is int for value in values)


def test_a_web_page_loads_nothing():
    """No script, no link outside, no file beside it."""
    text = _file("html", source(options=FULL)).decode()
    page = Page(text)

    assert not page.tags & {"script", "link", "iframe", "object", "form"}
    assert re.findall(r'(?:src|href)="(?!data:|#)', text) == []


def test_a_file_is_named_after_exercise_and_day():
    """The name holds letters that every system takes."""
    assert file_name(source(), "pdf") == "customer-chatbot-jailbreak-2026-03-04.pdf"
    assert file_name(written("Übung / «Größe» \x00..\\"), "pdf") == "bung-gr-e-2026-03-04.pdf"
    assert file_name(written("例示"), "pdf") == "exercise-2026-03-04.pdf"


def test_the_timeline_speaks_the_words_of_the_room():
    """Injects and criteria are told by title, never by a short name; observations are quoted."""
    room = Room(rich_exercise())
    coming = room.session.current(room.id).scenario.injects[1].id
    room.start()
    room.do(c.AdjustSchedule(by=room.facilitator, change="hold", inject_id=coming))
    room.do(c.RecordObservation(by=room.facilitator, text="The room was calm."))
    room.do(c.EndExercise(by=room.facilitator))
    cites = {"reason": "Seen.", "cites": (2,)}
    room.do(c.RateCriterion(by=room.facilitator, criterion="escalation", value=3, **cites))
    snapshot = room.session.current(room.id)
    report = build(of(snapshot.scenario, snapshot.events))
    said = [row[3] for table in report.tables() if table.id == "timeline" for row in table.rows]

    assert f"Held back inject “{snapshot.scenario.inject(coming).title}”" in said
    assert "Rated Escalation accuracy: 3" in said
    assert "The room was calm." in READERS["md"](reports.load("md").render(report))
