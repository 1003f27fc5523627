"""`tplus import` and `tplus export`, as a person types them."""

import json

import pytest
from typer.testing import CliRunner

from terminal.cli import app
from tests.world import RICH_EXERCISE

run = CliRunner().invoke
MSEL = "Time;Betreff;Beschreibung\nT+0;Größe;Der Bot verrät zwei Datensätze\nT+9;Presse;Eine Anfrage\n"


@pytest.fixture
def msel(tmp_path):
    """A file of another tool."""
    path = tmp_path / "msel.csv"
    path.write_bytes(MSEL.encode("cp1252"))
    return path


def test_an_import_is_a_scenario_and_a_report(msel, tmp_path):
    """What was taken, guessed and left out is printed; the scenario that is written is valid."""
    out = tmp_path / "out.yml"
    result = run(app, ["import", str(msel), "-o", str(out)])

    assert result.exit_code == 0, result.output
    for words in ("Taken (", "Guessed: look at it (", "Left out: nothing", f"Written: {out}"):
        assert words in result.output
    assert run(app, ["validate", str(out)]).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"msel.csv", "out.yml"}


def test_without_out_nothing_is_written(msel, tmp_path):
    """The report alone is printed."""
    result = run(app, ["import", str(msel)])

    assert result.exit_code == 0
    assert "Nothing is written" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["msel.csv"]


def test_a_file_that_is_there_stays(msel, tmp_path):
    """It is replaced only if that is said."""
    out = tmp_path / "out.yml"
    out.write_text("mine", encoding="utf-8")
    refused = run(app, ["import", str(msel), "-o", str(out)])

    assert refused.exit_code == 1
    assert out.read_text(encoding="utf-8") == "mine"
    assert run(app, ["import", str(msel), "-o", str(out), "--overwrite"]).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("# Imported.")


def test_an_import_that_is_refused_writes_nothing(tmp_path):
    """The problem names the place, both readings and the option; the exit code is 1."""
    path, out = tmp_path / "list.json", tmp_path / "out.yml"
    path.write_text(
        '[{"time": "05:00", "title": "One"}, {"time": "10:00", "title": "Two"}]', encoding="utf-8"
    )
    people = run(app, ["import", str(path), "-o", str(out)])
    program = run(app, ["import", str(path), "--json"])

    assert people.exit_code == program.exit_code == 1
    assert "$[0].time: '05:00' may be 5 min 0 s since StartEx (mm:ss)" in people.output
    assert json.loads(program.output)["problems"][0]["remedy"].startswith("choose with --times")
    assert not out.exists()
    assert run(app, ["import", str(path), "-o", str(out), "--times", "mm:ss"]).exit_code == 0


def test_the_report_for_a_program(msel):
    """Every entry with its fate, place and reason."""
    report = json.loads(run(app, ["import", str(msel), "--json"]).output)

    assert report["format"] == "msel"
    assert report["counts"]["left out"] == 0
    assert {"fate", "what", "place", "why"} == set(report["report"][0])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "missing.csv"], "there is no file that can be read"),
        (["import", "."], "this is a folder"),
        (["import", "missing.csv", "--times", "noon"], "'noon' is no way to read times"),
        (["export", "customer-chatbot-jailbreak", "-o", "drill.docx"], "has no ending of a format"),
        (
            ["export", "customer-chatbot-jailbreak", "-o", "drill.csv", "--to", "docx"],
            "'docx' is not a format",
        ),
        (["export", "customer-chatbot-jailbreak", "-o", "missing/drill.csv"], "can't be written"),
        (["export", "no-such-scenario", "-o", "drill.csv"], "no-such-scenario"),
    ],
)
def test_what_can_not_be_done_is_said(arguments, words, tmp_path, monkeypatch):
    """One sentence, exit code 1, and no file."""
    monkeypatch.chdir(tmp_path)
    result = run(app, arguments)

    assert result.exit_code == 1
    assert words in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_goes_out_and_comes_back(tmp_path):
    """As spreadsheet and back it is the same file."""
    sheet, again = tmp_path / "drill.xlsx", tmp_path / "drill.yml"
    out = run(app, ["export", "customer-chatbot-jailbreak", "-o", str(sheet)])
    back = run(app, ["import", str(sheet), "-o", str(again)])

    assert (out.exit_code, back.exit_code) == (0, 0), out.output + back.output
    assert again.read_bytes() == RICH_EXERCISE.read_bytes()


def test_an_export_says_what_it_does_not_hold(tmp_path):
    """CSV holds no exhibits; the report says so, also to a program."""
    result = run(app, ["export", "customer-chatbot-jailbreak", "-o", str(tmp_path / "drill.csv"), "--json"])

    assert json.loads(result.output)["counts"]["left out"] == 1
