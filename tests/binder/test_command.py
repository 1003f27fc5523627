"""`tplus binder` writes what was asked for where it was asked for, or says what is wrong."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from engine.running.session import Session
from engine.store.sql import SqlStore
from terminal.cli import app
from tests.binder.made import HERE
from tests.world import seed_exercise

GERMAN = str(HERE / "german.yml")


def run(*arguments: object):
    """The command's result."""
    return CliRunner().invoke(app, ["binder", *map(str, arguments)])


def test_a_folder_gets_a_file_for_each_paper_and_format(tmp_path: Path) -> None:
    """Both formats of the papers named, and the workbook of the MSEL."""
    out = tmp_path / "new" / "binder"
    result = run(GERMAN, "-o", out, "--paper", "msel", "--paper", "join-poster")

    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == [
        "04-msel.docx",
        "04-msel.pdf",
        "04-msel.xlsx",
        "07-join-poster.docx",
        "07-join-poster.pdf",
    ]
    assert result.output.count("Written: ") == 5


def test_a_zip_gets_the_pack(tmp_path: Path) -> None:
    """The papers in one file, marked with the label that was chosen, with the calendar entry."""
    out = tmp_path / "binder.zip"
    arguments = ("--format", "pdf", "--tlp", "GREEN", "--date", "2027-01-15T10:00", "--zone", "Europe/Berlin")
    result = run(GERMAN, "-o", out, *arguments, "--paper", "join-poster", "--paper", "invitation")
    with ZipFile(out) as archive:
        names = archive.namelist()
        poster = PdfReader(BytesIO(archive.read("07-join-poster.pdf")))

    assert result.exit_code == 0, result.output
    assert names == ["07-join-poster.pdf", "10-invitation.pdf", "10-invitation.ics"]
    assert "TLP:GREEN" in poster.pages[0].extract_text()


def test_without_a_date_it_says_why_there_is_no_calendar_entry(tmp_path: Path) -> None:
    """A facilitator who forgot the date learns of it."""
    result = run(GERMAN, "-o", tmp_path / "x", "--paper", "invitation", "--format", "pdf")

    assert "No calendar entry: it needs --date and --zone." in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--paper", "plan"), "No paper is called 'plan'"),
        (("--format", "odt"), "'odt' is no format of the binder; choose docx, pdf or both."),
        (("--tlp", "PINK", "--code", "!"), "'PINK' is no label"),
        (("--date", "2027-01-15T10:00"), "has no time zone"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(arguments, said: str, tmp_path: Path) -> None:
    """Exit code 1, a sentence, and no file."""
    result = run(GERMAN, "-o", tmp_path / "out", *arguments)

    assert result.exit_code == 1
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder that is a file already."""
    (tmp_path / "taken").write_text("here", encoding="utf-8")
    result = run(GERMAN, "-o", tmp_path / "taken", "--paper", "join-poster", "--format", "pdf")

    assert result.exit_code == 1
    assert "can't be written" in result.output
    assert "--out" in result.output


def test_a_bad_file_is_told_with_its_line(tmp_path: Path) -> None:
    """The problems of the scenario, as `tplus validate` tells them."""
    bad = tmp_path / "bad.yml"
    bad.write_text("exercise:\n  nmae: x\n", encoding="utf-8")
    result = run(bad, "-o", tmp_path / "out")

    assert result.exit_code == 1
    assert "bad.yml:2" in result.output
    assert not (tmp_path / "out").exists()


def test_what_is_nothing_is_told_with_what_there_is(tmp_path: Path) -> None:
    """Neither a file, nor a shipped scenario, nor a stored exercise."""
    result = run("nothing-of-this-name", "--data", tmp_path)

    assert result.exit_code == 1
    assert "is no scenario file, no shipped scenario (" in result.output


def test_a_stored_exercise_brings_its_title_and_its_code(tmp_path: Path) -> None:
    """Its own name and join code stand on the poster."""
    session = Session(SqlStore(f"sqlite:///{tmp_path / 'tplus.db'}"))
    keys = session.create(seed_exercise(), seed=1, title="Winter exercise")
    exercise_id, code = keys.exercise_id, keys.join_code
    session.store.close()
    out = tmp_path / "out"
    result = run(exercise_id, "--data", tmp_path, "-o", out, "--paper", "join-poster", "--format", "pdf")

    assert result.exit_code == 0, result.output
    text = PdfReader(out / "07-join-poster.pdf").pages[0].extract_text()
    assert "Winter exercise" in text
    assert code in text
