"""Files made to exhaust or to run something are refused in a sentence; nothing of them is run or followed."""

import contextlib
import io
import time
import zipfile

import pytest

from engine.errors import ScenarioInvalid
from engine.exchange.reading import limits
from tests.exchange.look_alikes import SAMPLES, said, taken, xlsx


def repacked(raw: bytes, changed: dict[str, bytes]) -> bytes:
    """A spreadsheet with some parts exchanged or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, part in changed.items():
            new.writestr(name, part)
    return target.getvalue()


SHEET = xlsx([["Time", "Title"], ["T+0", "One"]])


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\r\n", "the file is empty"),
        (b"x" * (limits.MAX_BYTES + 1), "at most 20,000,000 are imported"),
        (repacked(SHEET, {"xl/media/zeros.bin": bytes(90_000_000)}), "the spreadsheet unpacks to 9"),
        (
            repacked(SHEET, {"xl/media/zeros.bin": bytes(5_000_000)}),
            "unpacks to more than 200 times its size",
        ),
        (repacked(SHEET, {f"xl/{n}.txt": b"" for n in range(2_100)}), "parts; at most 2,000 are read"),
        (
            repacked(SHEET, {"xl/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "declares XML entities",
        ),
        (repacked(SHEET, {"xl/worksheets/sheet1.xml": b"<worksheet"}), "the spreadsheet can't be read"),
        (SHEET[:-40], "a ZIP archive or an Office file that is damaged"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" * 100 + b"]" * 100, "nested more than 60 deep"),
        (b'{"injects": [], "injects": []}', "given twice"),
        (b'{"injects": [{"title": "x", "time": NaN}]}', "NaN is no number"),
        (b'{"injects": [', "this is no whole JSON"),
    ],
    ids=range(14),
)
def test_a_hostile_file_is_one_problem(raw: bytes, message: str) -> None:
    """Empty, huge, bombs, entities, deep nesting and damage: one sentence with a remedy."""
    with pytest.raises(ScenarioInvalid) as caught:
        taken(raw)
    (problem,) = caught.value.problems

    assert message in problem.message
    assert problem.remedy


def test_macros_links_and_pictures_are_told_and_let_be() -> None:
    """What a spreadsheet holds beside its cells is named; the cells are taken."""
    parts = {
        "xl/vbaProject.bin": b"x",
        "xl/externalLinks/externalLink1.xml": b"<a/>",
        "xl/media/image1.png": b"x",
    }
    report = taken(repacked(SHEET, parts))

    for words in ("macros", "links to other files", "pictures"):
        assert words in said(report, "left out")


def test_a_cell_at_the_edge_of_a_sheet_costs_nothing() -> None:
    """A single cell in the last column of the last row is told; the table before it is read."""
    part = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="str"><v>Time</v></c><c r="B1" t="str"><v>Title</v></c></row>'
        b'<row r="2"><c r="A2" t="str"><v>T+0</v></c><c r="B2" t="str"><v>One</v></c>'
        b'<c r="XFD2"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        b"</worksheet>"
    )
    report = taken(repacked(SHEET, {"xl/worksheets/sheet1.xml": part}))

    assert "rows after row 5,000" in said(report, "left out")
    assert "columns after column 60" in said(report, "left out")


def test_every_limit_is_within_what_scenario_files_allow() -> None:
    """What passes the limits of a foreign file is read by the loader."""
    assert limits.MAX_INJECTS == 200
    assert taken(SAMPLES["msel"]).text


@pytest.mark.parametrize(
    "raw",
    [
        b"Time,Title\n" + b"9" * 60 + b",x\n",
        b"Time;Title\n" + b"1," * 29 + b"x;y\n",
        b"Time;Title\n" + b"D+1 " * 14 + b"x;y\n",
        b"\n" * 20_000 + b"x: y",
        b"- " + b" " * 200_000 + b"x",
        b"## Inject 1\n" + b"[" * 200_000,
        b"- T+1: x\n" * 10_000,
        b"Time,Title,Text\nT+1,a," + b"<p " * 40_000 + b"\n",
    ],
    ids=range(8),
)
def test_no_text_takes_long(raw: bytes) -> None:
    """Texts on which patterns would go back and forth for ever are answered at once."""
    start = time.process_time()
    with contextlib.suppress(ScenarioInvalid):
        taken(raw)

    assert time.process_time() - start < 5
