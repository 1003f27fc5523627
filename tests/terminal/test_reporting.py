"""Reports and improvement items from the terminal."""

import json
from datetime import date

import pytest
from docx import Document
from typer.testing import CliRunner

from engine.after import items_kept
from engine.running.session import Session
from engine.store.sql import SqlStore
from terminal.cli import app

run = CliRunner().invoke


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory):
    """A folder with the demonstration's database."""
    folder = tmp_path_factory.mktemp("demo")
    assert run(app, ["demo", "--fill-only", "--data", str(folder)]).exit_code == 0
    return folder


def _exercise(folder, phase):
    rows = json.loads(run(app, ["history", "--data", str(folder), "--json"]).output)["exercises"]
    return next(row["exercise_id"] for row in rows if row["phase"] == phase)


def test_a_report_is_written_where_it_was_asked_for(demo_folder, tmp_path):
    """`tplus report --format docx --out FILE` writes a document that Word opens, without names on request."""
    ended, out = _exercise(demo_folder, "ended"), tmp_path / "report.docx"
    arguments = ["report", ended, "--data", str(demo_folder), "--format", "docx", "--out", str(out)]
    result = run(app, [*arguments, "--no-names", "--answers"])
    document = Document(str(out))
    text = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    assert result.exit_code == 0, result.output
    assert "Written:" in result.output
    assert any(line.text.startswith("Appendix F: Answers") for line in document.paragraphs)
    assert "Demo facilitator" not in text
    assert ended not in text


def test_a_report_is_named_after_its_exercise(demo_folder, tmp_path, monkeypatch):
    """Without --out the file lies in the current folder under exercise and day."""
    monkeypatch.chdir(tmp_path)
    run(app, ["report", _exercise(demo_folder, "ended"), "--data", str(demo_folder), "--format", "md"])
    (written,) = tmp_path.iterdir()

    assert written.suffix == ".md"
    assert written.read_text(encoding="utf-8").startswith("# After-action report")


@pytest.mark.parametrize(
    ("exercise", "arguments", "words"),
    [
        ("ended", ["--format", "rtf"], "choose from: docx"),
        ("running", [], "has not ended"),
        ("ended", ["--format", "json", "--out", "{folder}"], "Choose another file with --out"),
    ],
)
def test_mistakes_end_in_a_sentence(demo_folder, tmp_path, exercise, arguments, words):
    """A wrong format, a running exercise and an unwritable place end in exit code 1 and a remedy."""
    given = [item.format(folder=tmp_path) for item in arguments]
    result = run(app, ["report", _exercise(demo_folder, exercise), "--data", str(demo_folder), *given])

    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_items_are_printed_or_written_as_csv(demo_folder, tmp_path):
    """Stored items come out with the exercise's title; an unknown exercise is refused."""
    ended = _exercise(demo_folder, "ended")
    session = Session(SqlStore(f"sqlite:///{demo_folder / 'tplus.db'}"))
    items_kept.add(session.store, ended, date(2026, 3, 4), {"issue": "Late.", "action": "Make a list."})
    session.store.close()
    printed = run(app, ["items", "--data", str(demo_folder)])
    run(app, ["items", ended, "--data", str(demo_folder), "--out", str(tmp_path / "items.csv")])
    unknown = run(app, ["items", "x-none", "--data", str(demo_folder)])

    assert printed.output.startswith("Summary,Description,Assignee,Due date,Labels,Priority,Status")
    assert "Make a list." in (tmp_path / "items.csv").read_text(encoding="utf-8-sig")
    assert (unknown.exit_code, "no exercise" in unknown.output) == (1, True)
