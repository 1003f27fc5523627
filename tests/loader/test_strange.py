"""A file that is none of Tplus gets one sentence: what it looks like, and what to do."""

import io
import zipfile
from pathlib import Path

import pytest

from engine.errors import ScenarioInvalid
from engine.files.loader import check_paths, load_exercise, load_exercise_text
from engine.scenario.resolve import Content


def zipped(*names: str) -> bytes:
    """An archive of empty files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return target.getvalue()


IMPORT = "tplus import"
FILES = [
    ("msel.xlsx", zipped("xl/workbook.xml"), "a spreadsheet", IMPORT),
    (
        "msel.csv",
        b'T+min,Inject#,Description\nT+5,1,"Leak: two records"\nT+9,2,Press\n',
        "comma-separated",
        IMPORT,
    ),
    ("list.json", b'[{"id": 1, "time": "05:00", "title": "First"}]', "a list of injects", IMPORT),
    ("stages.json", b'{"title": "Drill", "stages": [{"narrative": "8:10 AM"}]}', "in stages", IMPORT),
    ("cexf.json", b'{"exercise": {}, "inject_flow": [], "injects": []}', "Common Exercise Format", IMPORT),
    ("openaev.json", b'{"scenario_information": {}, "scenario_injects": []}', "OpenBAS or OpenAEV", IMPORT),
    ("guide.md", b"# Drill\n\n## Inject 1 (T+0)\nIt begins.\n", "injects under headings", IMPORT),
    ("times.md", b"# Drill\n\n- T+0: It begins\n- T+9: Press\n", "a list of times", IMPORT),
    ("plan.md", b"# Plan\n\nOnly words.\n", "a text without injects", "## Inject 1"),
    ("sheet.md", b"# Form\n" + b"Name: ______________\n" * 5, "a form to fill in", "scenario"),
    ("list.yml", b"- {time: T+0, title: First}\n- {time: T+5, title: Second}\n", "a list of injects", IMPORT),
    ("case.yaml", b"id: X\nobject-type: case-study\nauthor: somebody\n", "a case study", "timed injects"),
    ("atlas.yaml", b"id: A\nname: B\nmatrices: []\n", "a catalogue of techniques", "timed injects"),
    (
        "layer.json",
        b'{"name": "x", "domain": "y", "techniques": []}',
        "a catalogue of techniques",
        "timed injects",
    ),
    ("bundle.json", b'{"type": "bundle", "objects": []}', "a STIX bundle", "timed injects"),
    ("cacao.json", b'{"type": "playbook", "name": "x"}', "a CACAO playbook", "playbook:"),
    ("steps.yml", b"name: Respond\nsteps: [a, b]\n", "a playbook", "playbook:"),
    ("sigma.yml", b"title: x\nlogsource: {a: b}\ndetection: {c: d}\n", "a Sigma rule file", "timed injects"),
    ("rules.yar", b"rule x { condition: true }", "a YARA rule file", "timed injects"),
    ("net.rules", b'alert tcp any any -> any 80 (msg:"x";)', "network rules", "timed injects"),
    ("tests.yaml", b"prompts: [a]\nproviders: [b]\n", "tests that send attacks", "no attack text"),
    ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "a picture", "exhibit"),
    ("paper.pdf", b"%PDF-1.7\n\x00\xff", "a PDF", "spreadsheet"),
    ("paper.docx", zipped("word/document.xml"), "a Word document", "spreadsheet"),
    ("slides.pptx", zipped("ppt/presentation.xml"), "a presentation", "spreadsheet"),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Office", "save it as .xlsx"),
    ("pack.zip", zipped("a.txt"), "a ZIP archive", "unpack"),
    ("pack.gz", b"\x1f\x8b\x08\x00\x00", "an archive", "unpack"),
    ("page.html", b"<!doctype html><p>x</p>", "a web page", "spreadsheet"),
    ("drill.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a calendar", "timed injects"),
    ("mail.eml", b"From: a@firm.example\nSubject: x\nTo: b@firm.example\n\nHello", "an e-mail", "exhibit"),
    ("bytes.bin", bytes(range(256)), "holds no text", "docs/import.md"),
    (
        "headless.yml",
        b'name: "X"\nparticipants: ["SOC"]\nscenario: {}\n',
        "without its first line",
        "exercise:",
    ),
]


@pytest.mark.parametrize(("name", "raw", "looks", "remedy"), FILES, ids=[item[0] for item in FILES])
def test_a_foreign_file_is_one_sentence(
    tmp_path: Path, name: str, raw: bytes, looks: str, remedy: str
) -> None:
    """`tplus validate` says what it looks like and what to do, and nothing else."""
    path = tmp_path / name
    path.write_bytes(raw)
    (problem,) = check_paths([path])

    assert problem.message.startswith("this is no Tplus file; it looks like ")
    assert looks in problem.message
    assert remedy in problem.remedy


@pytest.mark.parametrize(("name", "raw", "looks", "_"), FILES[:3] + FILES[11:12], ids=range(4))
def test_the_same_is_said_where_a_scenario_is_wanted(
    tmp_path: Path, name: str, raw: bytes, looks: str, _: str, content: Content
) -> None:
    """Rehearsing it, or dropping it as a scenario, gives the same sentence."""
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ScenarioInvalid, match=looks):
        load_exercise(path, content)
    if not raw.startswith(b"PK"):
        with pytest.raises(ScenarioInvalid, match=looks):
            load_exercise_text(raw.decode(), name, content)


@pytest.mark.parametrize(
    "text",
    ["excercise:\n  name: x\n", "exercise:\n  name: [\n", "{}", "- exercise\n- playbook\n", "just words\n"],
)
def test_what_may_be_meant_as_a_scenario_keeps_its_own_problems(tmp_path: Path, text: str) -> None:
    """A misspelt key, broken YAML, an empty mapping, a list of words: the file's own problems are told."""
    path = tmp_path / "mine.yml"
    path.write_text(text, encoding="utf-8")

    assert all("looks like" not in problem.message for problem in check_paths([path]))
