"""What goes out comes back: xlsx, csv, json, yml and CEXF, for the shipped scenarios and for any other."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from engine.exchange.exporting import export_formats, export_scenario, format_for
from engine.exchange.table.own import HEADINGS, guarded, joined, parted, unguarded
from engine.exchange.whole.edits import scenario_in
from engine.exchange.whole.lines import cells_of, text_of_cells
from engine.exchange.whole.rows import rows_of
from engine.exchange.writing.yaml_text import yaml_text
from engine.files.yaml.reader import read_yaml
from tests.exchange.look_alikes import said, taken
from tests.world import RICH_EXERCISE

FORMATS = sorted(export_formats())
RICH = RICH_EXERCISE.read_text(encoding="utf-8")
TRAPS = st.sampled_from(
    [
        "=1+1",
        "@cmd",
        "+1",
        "-1",
        "'quoted",
        "json:x",
        "_x000D_",
        "yes",
        "010",
        "10:30",
        "# no comment",
        "- item",
        "a: b",
        "• bullet",
        "{{affected_users}}",
        "tab\there",
        "two\n\nlines",
        " \u2028\x85 breaks",
        "تمرين: עברית",
        "\ufeffmark",
        "|-",
    ]
)
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="{}\ufffe\uffff")
WORDS = st.one_of(TRAPS, st.text(LETTERS | st.sampled_from("\n\t "), min_size=1, max_size=30)).filter(
    str.strip
)
NAMES = st.sampled_from(["SOC", "Legal", "Communications/PR", "Krisenstab; Nacht", "فريق الأمن"])
QUESTIONS = WORDS | st.fixed_dictionaries(
    {"text": WORDS, "points": st.just([{"id": "p1", "description": "It says so.", "cues": ["so"]}])}
)
INJECTS = st.fixed_dictionaries(
    {"time": st.integers(0, 5_000).map(lambda seconds: f"T+{seconds} s"), "event": WORDS},
    optional={
        "title": WORDS,
        "from": WORDS,
        "to": st.lists(NAMES, max_size=3, unique=True),
        "delivery": st.sampled_from(["email", "press"]),
        "expected_actions": st.lists(WORDS, max_size=2),
        "questions": st.lists(QUESTIONS, max_size=2),
        "notes": WORDS,
        "controller": WORDS,
        "contingency": st.booleans(),
        "exhibits": st.lists(st.fixed_dictionaries({"kind": st.just("log"), "text": WORDS}), max_size=1),
    },
)
EXERCISES = st.builds(
    lambda name, background, injects: {
        "name": name,
        "duration": "90 minutes",
        "incident_type": "jailbreak",
        "participants": ["SOC", "Legal", "Communications/PR", "Krisenstab; Nacht", "فريق الأمن"],
        "scenario": {"background": background, "injects": injects},
    },
    name=WORDS,
    background=WORDS,
    injects=st.lists(INJECTS, min_size=1, max_size=4),
)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def back(text: str, format_id: str):
    """A scenario exported and imported again, and the report of the import."""
    made = export_scenario(text, format_id)
    return taken(made.content, f"drill{made.format.suffix}")


@pytest.mark.parametrize("name", ["xlsx", "yml", "cexf"])
def test_a_shipped_scenario_comes_back_to_the_letter(name: str) -> None:
    """Comments, points, conditions, exhibits: everything, and nothing is guessed or left out."""
    imported = back(RICH, name)

    assert imported.text == RICH
    assert not imported.report.of("guessed")
    assert not imported.report.of("left out")


def test_a_shipped_scenario_comes_back_from_json() -> None:
    """Every key and value; comments are told as lost when it goes out."""
    made = export_scenario(RICH, "json")

    assert read_yaml(back(RICH, "json").text, "x").value == read_yaml(RICH, "x").value
    assert "comments" in "\n".join(made.report.lines())


def test_pictures_are_told_when_they_do_not_come_along() -> None:
    """A file holds their names; whoever sends it sends them too."""
    text = (RICH_EXERCISE.parent / "promised-refund.yml").read_text(encoding="utf-8")

    assert "picture" in "\n".join(map(str, export_scenario(text, "xlsx").report.of("left out")))
    assert not export_scenario(RICH, "xlsx").report.of("left out")


def test_csv_tells_what_it_does_not_hold() -> None:
    """The report counts exhibits and points and names keys; the columns come back as they were."""
    report = "\n".join(export_scenario(RICH, "csv").report.lines())
    first, again = scenario_in(RICH), scenario_in(back(RICH, "csv").text)
    assert first is not None
    assert again is not None

    assert "points of answers" in report
    assert "`expectations`" in report
    assert "a conditional inject comes by its time" in said(back(RICH, "csv"), "guessed")
    dropped = ("Inject type",)
    assert [_without(row, dropped) for row in rows_of(again)] == [
        _without(row, dropped) for row in rows_of(first)
    ]


def _without(row: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {
        key: value.replace("{{", "{").replace("}}", "}") for key, value in row.items() if key not in names
    }


@pytest.mark.parametrize("name", ["xlsx", "cexf", "json"])
@FEW
@given(exercise=EXERCISES)
def test_any_scenario_comes_back(name: str, exercise: dict) -> None:
    """Whatever letters, marks and line breaks its texts hold, the exercise is the same."""
    text = yaml_text({"exercise": exercise})
    before = scenario_in(text)
    if before is None:  # a text that is longer than its place
        return
    imported = back(text, name).text

    assert scenario_in(imported) == before
    assert name == "json" or imported == text


@FEW
@given(exercise=EXERCISES)
def test_any_msel_comes_back_from_csv(exercise: dict) -> None:
    """Every text is as it was, and none is a formula on the way; names and titles come on one line."""
    text = yaml_text({"exercise": exercise})
    before = scenario_in(text)
    if before is None:
        return
    made = export_scenario(text, "csv").content.decode("utf-8-sig")
    again = scenario_in(back(text, "csv").text)
    assert again is not None

    assert not [
        cell
        for row in csv.reader(io.StringIO(made, newline=""))
        for cell in row
        if cell[:1] in "=+-@" and cell
    ]
    assert [_on_one_line(row) for row in rows_of(again)] == [_on_one_line(row) for row in rows_of(before)]


def _on_one_line(row: dict[str, str]) -> dict[str, str]:
    lines = ("Title", "From", "To", "Controller")
    return {key: " ".join(value.split()) if key in lines else value for key, value in row.items()}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_survives_a_sheet(text: str) -> None:
    """Lines and chunks give the same text again, also where a cell would change a character."""
    assert text_of_cells(cells_of(text)) == text
    assert unguarded(guarded(text)) == text


def test_a_long_line_takes_several_cells() -> None:
    """A cell holds 32,767 letters at most."""
    text = "a\n" + "é" * 40_000 + "\nb"

    assert max(len(cell) for _, cell in cells_of(text)) < 32_767
    assert text_of_cells(cells_of(text)) == text


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_entries_of_a_cell_come_back(entries: list[str]) -> None:
    """A list in one cell keeps its entries apart, whatever lines they have."""
    assert parted(joined(tuple(entries))) == tuple(entries)


def edited(change) -> bytes:
    """The rich scenario's spreadsheet after somebody worked on its MSEL."""
    book = load_workbook(io.BytesIO(export_scenario(RICH, "xlsx").content))
    change(book["MSEL"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_edits_in_the_msel_count() -> None:
    """A changed time, title and question, a new row and a deleted one; everything else is as it was."""

    def work(sheet) -> None:
        sheet["B3"] = "T+7 min"
        sheet["D3"] = "Another title"
        sheet["J3"] = f"• A new question?\n{sheet['J3'].value}"
        sheet.append(["", "T+95 min", "Inject", "Late call", "The board calls.", "", "• Board", "phone"])
        sheet.delete_rows(4)

    before, imported = scenario_in(RICH), taken(edited(work))
    again = scenario_in(imported.text)
    assert before is not None
    assert again is not None
    ids = [row["Inject ID"] for row in rows_of(before)]
    was = next(inject for inject in before.scenario.injects if inject.id == ids[1])
    now = next(inject for inject in again.scenario.injects if inject.id == ids[1])

    assert (now.time, now.title) == (420_000, "Another title")
    assert (now.questions[0].text, now.questions[1:], now.exhibits) == (
        "A new question?",
        was.questions,
        was.exhibits,
    )
    assert ids[2] not in {inject.id for inject in again.scenario.injects}
    assert again.duration == 95 * 60_000
    assert "Board" in {role.role for role in again.participants}
    assert again.expectations == before.expectations
    assert f"Title of {ids[1]}, as edited in the MSEL" in said(imported, "taken")
    assert f"the inject {ids[2]}; its row is no longer in the MSEL" in said(imported, "left out")


def test_an_added_column_is_told() -> None:
    """A column that Tplus did not write is no part of the scenario."""

    def work(sheet) -> None:
        sheet.cell(1, len(HEADINGS) + 1, "Location")
        sheet.cell(2, len(HEADINGS) + 1, "Room 2")

    imported = taken(edited(work))

    assert imported.text == RICH
    assert "column N (Location): the whole column" in said(imported, "left out")


def test_a_changed_sheet_tplus_is_not_trusted() -> None:
    """Where its digest does not fit, the MSEL alone is read, and the report says so."""
    book = load_workbook(io.BytesIO(export_scenario(RICH, "xlsx").content))
    book["Tplus"]["B9"] = "something else"
    target = io.BytesIO()
    book.save(target)
    imported = taken(target.getvalue())

    assert 'the sheet "Tplus"; it is not as it was written' in said(imported, "left out")
    assert imported.text != RICH


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    """Texts that begin with a sign stay texts."""
    text = yaml_text(
        {
            "exercise": {
                "name": "=1+1",
                "duration": "30 minutes",
                "incident_type": "jailbreak",
                "participants": ["SOC"],
                "scenario": {
                    "background": "x",
                    "injects": [{"time": "T+0 s", "event": "=cmd()", "title": "@x"}],
                },
            }
        }
    )
    book = load_workbook(io.BytesIO(export_scenario(text, "xlsx").content))

    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None} <= {
        "s",
        "n",
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_chosen_by_the_ending(name: str) -> None:
    """Each format has an ending of its own."""
    assert format_for(f"drill{export_formats()[name].suffix}") == name


def test_an_unknown_ending_or_format_is_refused() -> None:
    """The endings and formats there are are named."""
    with pytest.raises(ValueError, match=r"write one of .*\.xlsx"):
        format_for("drill.docx")
    with pytest.raises(ValueError, match="choose from: cexf, csv"):
        export_scenario(RICH, "docx")
    with pytest.raises(ValueError, match="no valid scenario"):
        export_scenario("exercise: 1", "csv")
