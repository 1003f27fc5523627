"""The terminal door, as a person types it."""

import gc
import json
import re
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.rehearsal.demo import FINISHED
from terminal.cli import app
from tests.world import RICH_EXERCISE, SEED_FOLDER

run = CliRunner().invoke
CRITERIA = {"detection", "escalation", "containment", "communication", "evidence", "recovery"}


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory):
    """A folder with the demonstration's database."""
    folder = tmp_path_factory.mktemp("demo")
    result = run(app, ["demo", "--fill-only", "--data", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def test_the_published_files_are_valid():
    """The three published files pass as they are."""
    result = run(app, ["validate", *map(str, sorted(SEED_FOLDER.glob("*.yml")))])

    assert (result.exit_code, result.output.strip()) == (0, "No problem found.")


def test_problems_are_listed_for_people_and_programs(tmp_path):
    """Every problem is printed with its line and remedy, also as JSON, and the exit code is 1."""
    file = tmp_path / "broken.yml"
    file.write_text('exercise:\n  name: "X"\n  duration: 10:30\n  surprise: 1\n', encoding="utf-8")
    people = run(app, ["validate", str(file)])
    program = run(app, ["validate", str(file), "--json"])
    problems = json.loads(program.output)

    assert people.exit_code == program.exit_code == 1
    assert "broken.yml:3:" in people.output
    assert len(problems) >= 3
    assert all(set(item) == {"file", "line", "path", "message", "remedy", "severity"} for item in problems)
    assert all(item["remedy"] for item in problems)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rubric:\n  detection: 1\n", "rubric"),
        ("rubric:\n  detection: {thresholds: {minuts: [1]}}\n", "criteria.detection.minuts: extra inputs"),
        ("rubric:\n  detection: {thresholds: {minutes: [1, 2, 3, 4]}}\n", "'escalation' is missing"),
        ("rubric:\n  detection: {thresholds: {minutes: [1, 2, 3]}}\n", "criteria.detection.minutes"),
        ("rubric:\n  detection: {thresholds: {minutes: [9, 2, 3, 4]}}\n", "thresholds stand in order"),
    ],
)
def test_the_inside_of_a_rubric_is_checked(tmp_path, text, words):
    """A rubric that scoring could not use is a problem with a place and a remedy."""
    file = tmp_path / "rubric.yml"
    file.write_text(text, encoding="utf-8")
    result = run(app, ["validate", str(file)])

    assert result.exit_code == 1
    assert words in result.output
    assert "docs/scoring.md" in result.output


def test_a_scenarios_own_rubric_is_checked(tmp_path):
    """An unknown threshold in an exercise's rubric is named."""
    file = tmp_path / "exercise.yml"
    text = (SEED_FOLDER / "tabletop_scenario_1.yml").read_text(encoding="utf-8")
    file.write_text(text + "\n  rubric: {detection: {surprise: 1}}\n", encoding="utf-8")
    result = run(app, ["validate", str(file)])

    assert result.exit_code == 1
    assert "surprise" in result.output


def test_a_rehearsal_prints_what_it_promises(tmp_path):
    """The report holds the scenario, seed, team, events, six scores, readiness, coverage and simulation."""
    log = tmp_path / "log.jsonl"
    result = run(app, ["rehearse", str(RICH_EXERCISE), "--seed", "4", "--json", "--log", str(log)])
    report = json.loads(result.output)

    assert {"scenario_id", "seed", "team", "events", "scores"} <= set(report)
    assert {"readiness", "coverage", "simulation"} <= set(report)
    assert set(report["scores"]) == CRITERIA
    assert all({"value", "kind", "why", "evidence"} <= set(item) for item in report["scores"].values())
    assert len(log.read_text(encoding="utf-8").splitlines()) == report["events"]


def test_a_rehearsal_reads_well_for_people():
    """Without --json a person reads a line for each criterion and the readiness."""
    result = run(app, ["rehearse", "customer-chatbot-jailbreak", "--team", "nothing"])

    assert result.exit_code == 0
    assert all(criterion in result.output for criterion in CRITERIA)
    assert "readiness      1.00 of 5, likely 1.0 to 1.7  (6 of 6 criteria)" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rehearse", "no-such-scenario"], "shipped: anchor-ferry-line"),
        (["rehearse", "customer-chatbot-jailbreak", "--team", "missing.yml"], "missing.yml:1:"),
        (["score", "x-none", "--data", "{demo}"], "no exercise 'x-none'"),
        (["history", "--data", "{empty}"], "There is no database"),
    ],
)
def test_mistakes_end_in_a_sentence(arguments, words, demo_folder, tmp_path):
    """A wrong name ends in exit code 1 and a sentence that helps, never in a traceback."""
    filled = [item.format(demo=demo_folder, empty=tmp_path) for item in arguments]
    result = run(app, filled)

    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_team_file_is_played(tmp_path):
    """The report names the team of the file and lists what was refused."""
    file = tmp_path / "team.yml"
    file.write_text(
        'team: {name: Careful, commands: [{at: "T+1 minute", role: Legal, do: run_verification,'
        " with: {check_id: none}}]}",
        encoding="utf-8",
    )
    result = run(app, ["rehearse", str(RICH_EXERCISE), "--team", str(file), "--json"])
    report = json.loads(result.output)

    assert report["team"] == "Careful"
    assert [item["command"] for item in report["refused"]] == ["run_verification"]


def test_the_demonstration_shows_every_screen_alive(demo_folder):
    """Fourteen finished exercises over five quarters and one that is live, all marked as demonstration."""
    report = json.loads(run(app, ["history", "--data", str(demo_folder), "--json"]).output)
    phases = [row["phase"] for row in report["exercises"]]

    assert phases.count("ended") == len(FINISHED) == 14
    assert phases.count("running") == 1
    assert len(report["quarters"]) == 5
    assert len(report["comparisons"]) == 4
    assert all(row["demo"] for row in report["exercises"])


def test_history_reads_well_for_people(demo_folder):
    """A person reads each exercise, each quarter, what changed in words, and what more would show."""
    output = run(app, ["history", "--data", str(demo_folder)]).output

    assert len(re.findall(r"^\d{4}-Q\d: \d\.\d\d, mean of \d exercises$", output, re.MULTILINE)) == 5
    assert any(word in output for word in ("within noise", "likely", "clear", "not comparable"))
    assert re.search(
        r"With \d exercises a quarter you would see a change of \d\.\d; with \d, of \d\.\d", output
    )


def test_a_second_demonstration_keeps_or_replaces_the_first(tmp_path):
    """Running it again keeps what is there; --fresh replaces it."""
    arguments = ["demo", "--fill-only", "--data", str(tmp_path)]
    first = json.loads(_history(arguments, tmp_path))
    kept = json.loads(_history(arguments, tmp_path))
    fresh = json.loads(_history([*arguments, "--fresh"], tmp_path))

    assert kept == first
    assert {row["exercise_id"] for row in fresh["exercises"]}.isdisjoint(
        row["exercise_id"] for row in first["exercises"]
    )


def _history(arguments, folder):
    gc.collect()  # a command that only reads leaves closing to the end of its process
    assert run(app, arguments).exit_code == 0
    return run(app, ["history", "--data", str(folder), "--json"]).output


def test_the_demonstration_never_deletes_your_own_exercises(tmp_path):
    """--fresh is refused where the database holds exercises that are not the demonstration's."""
    from engine.running.session import Session
    from engine.store.sql import SqlStore
    from tests.world import seed_exercise

    Session(SqlStore(f"sqlite:///{tmp_path / 'tplus.db'}")).create(seed_exercise())
    result = run(app, ["demo", "--fill-only", "--fresh", "--data", str(tmp_path)])

    assert result.exit_code == 1
    assert "exercises of your own" in result.output


def test_a_stored_exercise_is_scored(demo_folder):
    """The scores of a stored exercise are those of its log."""
    rows = json.loads(run(app, ["history", "--data", str(demo_folder), "--json"]).output)["exercises"]
    done = next(row for row in rows if row["phase"] == "ended")
    report = json.loads(run(app, ["score", done["exercise_id"], "--data", str(demo_folder), "--json"]).output)
    people = run(app, ["score", done["exercise_id"], "--data", str(demo_folder)])

    assert {name: item["value"] for name, item in report["scores"].items()} == done["scores"]
    assert "readiness" in people.output


def test_the_doctor_finds_nothing_wrong_with_a_sound_installation(demo_folder):
    """Chains, migrations and content are verified one by one."""
    report = json.loads(run(app, ["doctor", "--data", str(demo_folder), "--json"]).output)

    assert report["problems"] == []
    assert sum("hash chain whole" in line for line in report["checked"]) == len(FINISHED) + 1


def test_the_doctor_names_what_was_tampered_with(tmp_path):
    """A changed event is found, named and comes with a remedy; the exit code is 1."""
    run(app, ["demo", "--fill-only", "--data", str(tmp_path)])
    with sqlite3.connect(Path(tmp_path) / "tplus.db") as connection:
        connection.execute("UPDATE events SET body = replace(body, 'SEV', 'sev') WHERE seq = 1")
        connection.execute("UPDATE events SET body = '{}' WHERE seq = 9")
    result = run(app, ["doctor", "--data", str(tmp_path)])

    assert result.exit_code == 1
    assert "event 1 was changed" in result.output
    assert "event 9 was changed" in result.output
    assert "restore a backup" in result.output
    assert "Traceback" not in result.output


def test_an_empty_history_points_to_the_demonstration(tmp_path, monkeypatch):
    """With no exercise at all, the person is told how to see some."""
    monkeypatch.setenv("TPLUS_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")

    assert "tplus demo" in run(app, ["history"]).output


def test_serving_prints_the_address_and_passes_the_settings(monkeypatch, tmp_path, capsys):
    """`tplus serve` starts the app on loopback with the measured settings and its own database."""
    started = {}
    monkeypatch.setattr("os.execve", lambda _path, command, env: started.update(command=command, env=env))
    monkeypatch.setattr("os.name", "posix")
    run(app, ["serve", "--port", "8765", "--data", str(tmp_path)], catch_exceptions=False)

    assert "--runner.postScriptGC=false" in started["command"]
    assert "--server.address=127.0.0.1" in started["command"]
    assert "--server.port=8765" in started["command"]
    assert started["env"]["TPLUS_DATABASE_URL"].endswith("tplus.db")
    assert "--theme.showWidgetBorder=true" not in started["command"]


@pytest.mark.parametrize(
    ("flags", "variable"), [(["--high-contrast"], ""), ([], "1")], ids=["flag", "variable"]
)
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_high_contrast_is_served_where_it_is_asked_for(command, flags, variable, monkeypatch, tmp_path):
    """The flag, or the variable, starts the app with the strong theme, the demonstration's too."""
    monkeypatch.setattr("terminal.serving.fill_demo", lambda *_args, **_options: ["filled"])
    started = {}
    monkeypatch.setattr("os.execve", lambda _path, command, _env: started.update(command=command))
    monkeypatch.setattr("os.name", "posix")
    monkeypatch.setenv("TPLUS_HIGH_CONTRAST", variable)
    run(app, [command, "--data", str(tmp_path), *flags], catch_exceptions=False)

    assert "--theme.showWidgetBorder=true" in started["command"]
    assert "--theme.dark.backgroundColor=#000000" in started["command"]


QUESTION_FILE = """
text: "What do you do first?"
points:
  - id: offline
    description: "Takes the assistant out of service"
    cues: ["take it offline", "kill switch", "disable the assistant", "restricted mode"]
anti_points:
  - id: wait
    description: "Waits until it is over"
    cues: ["wait and see", "let it blow over", "do nothing"]
"""


@pytest.fixture
def question_file(tmp_path):
    """A file with one question."""
    file = tmp_path / "question.yml"
    file.write_text(QUESTION_FILE, encoding="utf-8")
    return file


def test_suggestions_for_people_and_programs(question_file, tmp_path):
    """Each point of each answer gets a chip with the sentence, and JSON holds where it stands."""
    answer = tmp_path / "answer.txt"
    answer.write_text("Flip the kill switch. We don't wait and see.", encoding="utf-8")
    people = run(app, ["suggest", str(question_file), str(answer)])
    program = run(app, ["suggest", str(question_file), str(answer), "-", "--json"], input="Lunch.")
    first, second = json.loads(program.output)["answers"]

    assert people.exit_code == program.exit_code == 0
    assert "likely" in people.output
    assert "“Flip the kill switch.”" in people.output
    assert "an evaluator decides" in people.output
    assert (first["answer"], second["answer"]) == (str(answer), "-")
    assert first["points"][0]["chip"] == "likely"
    assert first["points"][0]["sentence"] == {"start": 0, "end": 21, "text": "Flip the kill switch."}
    assert first["anti_points"][0]["chip"] == "negated"
    assert second["points"][0]["chip"] == "not found"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a list", "list"),
        ("text: x\nponts: []", "points"),
        ("text: x", "lists no points"),
        (
            "text: x\npoints: [{id: a, description: b}]\nanti_points: [{id: a, description: c}]",
            "a names two points",
        ),
        ("points: []", "text"),
    ],
)
def test_a_question_that_can_not_be_used_is_explained(tmp_path, text, words):
    """A wrong question file is named with what is wrong in it."""
    file = tmp_path / "question.yml"
    file.write_text(text, encoding="utf-8")
    result = run(app, ["suggest", str(file), "-"], input="We tell Legal.")

    assert result.exit_code == 1
    assert "question.yml" in result.output
    assert words in result.output


def test_an_answer_that_can_not_be_read_is_named(question_file, tmp_path):
    """A missing file, a file that is no text and standard input asked for twice are refused."""
    binary = tmp_path / "answer.bin"
    binary.write_bytes(b"\xff\xfe\x00")
    missing = run(app, ["suggest", str(question_file), str(tmp_path / "none.txt")])
    unfit = run(app, ["suggest", str(question_file), str(binary)])
    twice = run(app, ["suggest", str(question_file), "-", "-"], input="x")

    assert missing.exit_code == unfit.exit_code == twice.exit_code == 1
    assert "none.txt" in missing.output
    assert "UTF-8" in unfit.output
    assert "once" in twice.output


def test_the_doctor_names_an_exercise_of_a_later_engine(tmp_path, monkeypatch):
    """What this Tplus can't play again is a problem with a remedy, not a traceback."""
    run(app, ["demo", "--fill-only", "--data", str(tmp_path)])
    monkeypatch.setattr("engine.replay.ENGINE_VERSION", 0)
    result = run(app, ["doctor", "--data", str(tmp_path)])

    assert result.exit_code == 1
    assert "has engine version 1, and this Tplus knows engine version 0 at most" in result.output
    assert "Traceback" not in result.output
