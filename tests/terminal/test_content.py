"""What the terminal says of an organisation's content folder."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from engine.files import places, shelf
from engine.files.loader import LoadedScenario, content_folder
from terminal import serving
from terminal.cli import app
from tests.world import SEED_EXERCISE


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped content without its exercises, which take long to check."""
    folder = tmp_path_factory.mktemp("shipped") / "scenarios"
    shutil.copytree(content_folder(), folder, ignore=shutil.ignore_patterns("exercises"))
    return folder


@pytest.fixture
def own(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An organisation's folder with the published exercise."""
    for module in (places, shelf):
        monkeypatch.setattr(module, "content_folder", lambda: small)
    (tmp_path / "own" / "exercises").mkdir(parents=True)
    shutil.copy(SEED_EXERCISE, tmp_path / "own" / "exercises")
    monkeypatch.setenv("TPLUS_CONTENT", str(tmp_path / "own"))
    return tmp_path / "own"


def tplus(*asked: object) -> Result:
    """A command as a person gives it."""
    return CliRunner().invoke(app, [str(item) for item in asked])


def test_the_doctor_looks_at_the_organisations_files_too(own: Path, tmp_path: Path) -> None:
    """A broken file, one with a taken id and one that lies loose are problems, even without a database."""
    shutil.copy(SEED_EXERCISE, own / "exercises" / "twin.yml")
    shutil.copy(SEED_EXERCISE, own / "flat.yml")
    (own / "exercises" / "bad.yml").write_text("exercise: {duration: '0:15'}\n")
    said = tplus("doctor", "--data", tmp_path / "none")

    assert said.exit_code == 1
    assert "PROBLEM: There is no database in" in said.output
    assert 'write "15 s" or "15 minutes"' in said.output
    assert "has the same id, `customer-chatbot-jailbreak`, and is offered instead" in said.output
    assert "this exercise is not read where it lies; move it into `exercises/`" in said.output
    assert "Traceback" not in said.output


def test_the_doctor_says_what_own_files_take_the_place_of(own: Path, small: Path, tmp_path: Path) -> None:
    """A sound folder is no problem, and nobody need guess which rubric counts."""
    shutil.copy(small / "rubric.yml", own)
    said = tplus("doctor", "--data", tmp_path / "none")

    assert "ok: content: every file is valid" in said.output
    assert "own takes the place of rubric.yml of the shipped content" in said.output


def test_a_wrong_folder_of_content_is_a_problem_of_every_check(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The doctor and `validate` name it with the remedy, and look at everything else all the same."""
    monkeypatch.setenv("TPLUS_CONTENT", str(tmp_path / "nowhere"))
    (tmp_path / "typo.yml").write_text("exercise: {nam: X}\n")
    doctor, checked = tplus("doctor", "--data", tmp_path / "none"), tplus("validate", tmp_path / "typo.yml")

    for said in (doctor.output, checked.output):
        assert "TPLUS_CONTENT names no folder; set TPLUS_CONTENT to a folder that exists" in said
    assert "did you mean `name`?" in checked.output


def test_the_demonstration_is_filled_without_a_broken_file(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left out is told with its remedy, and the others are played."""
    used: list[LoadedScenario] = []
    monkeypatch.setattr(serving, "fill", lambda _session, scenarios: used.extend(scenarios))
    (own / "exercises" / "bad.yml").write_text("exercise: {duration: '0:15'}\n")
    said = "\n".join(serving.fill_demo(tmp_path, fresh=False, port=1))

    assert [Path(item.path).name for item in used] == [SEED_EXERCISE.name]
    assert "Left out: " in said
    assert 'write "15 s" or "15 minutes"' in said


def test_scenarios_are_listed_with_names_that_can_be_shown(own: Path) -> None:
    """A name that is no text, or holds a line break, is spelled out."""
    shutil.copy(SEED_EXERCISE, own / "exercises" / "new\nline.yml")

    assert "new\\x0aline" in tplus("rehearse", "nosuch").output
    assert "neither a file nor a shipped exercise" in tplus("rehearse", "x" * 5000).output
