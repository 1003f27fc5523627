"""Bad files are left out and named; everything else can be used."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import Problem, ScenarioInvalid
from engine.files import places
from engine.files import shelf as shelf_module
from engine.files.layout import layout_problems
from engine.files.loader import check_paths, content_folder, exercises, load_content
from engine.files.shelf import Shelf, open_shelf
from tests import world
from tests.loader.conftest import SHIPPED

SEED = Path(__file__).parent / "seed" / "tabletop_scenario_1.yml"
OTHER = (
    'exercise: {id: "other", name: "Chatbot jailbreak two", duration: "15 minutes", participants: ["A"],\n\
  scenario: {background: "A jailbreak.", inject_1: {time: "T+0", event: "A post."}}}\n'
)


@pytest.fixture
def own(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An organisation's folder with a subfolder for exercises, over the small shipped content."""
    for module in (places, shelf_module):
        monkeypatch.setattr(module, "content_folder", lambda: small)
    monkeypatch.setenv("TPLUS_CONTENT", str(tmp_path / "own"))
    (tmp_path / "own" / "exercises").mkdir(parents=True)
    return tmp_path / "own"


def said(problems: tuple[Problem, ...] | list[Problem]) -> dict[str, str]:
    """Messages with remedies by the name of the file they tell of."""
    return {Path(item.file).name: f"{item.severity}: {item.message}; {item.remedy}" for item in problems}


def offered_of(shelf: Shelf, folder: Path) -> list[str]:
    """Names of the folder's files that are offered."""
    paths = (Path(item.path) for item in shelf.scenarios.values())
    return sorted(path.name for path in paths if path.parent == folder)


def test_the_shipped_files_are_all_offered() -> None:
    """Without a folder of one's own there is nothing to say."""
    shelf = world.shelf()

    assert (shelf.problems, shelf.replaced) == ((), ())
    assert [Path(item.path) for item in shelf.scenarios.values()] == exercises(content_folder())


def test_a_broken_exercise_is_left_out_alone(own: Path) -> None:
    """A misspelt key, bytes that are no text, an empty file and a link to nowhere keep no other from use."""
    folder = own / "exercises"
    shutil.copy(SEED, folder / "good.yml")
    (folder / "typo.yml").write_text(SEED.read_text().replace("participants:", "particpants:"))
    (folder / "latin.yml").write_bytes(b"exercise: \xff")
    (folder / "empty.YAML").touch()
    (folder / "away.yml").symlink_to("nowhere.yml")
    (folder / "loop.yml").symlink_to("loop.yml")
    shelf = open_shelf()

    assert offered_of(shelf, folder) == ["good.yml"]
    assert len(shelf.scenarios) == len(SHIPPED)  # the good one has a shipped one's id
    assert {"typo.yml", "latin.yml", "empty.YAML", "away.yml", "loop.yml"} < set(said(shelf.problems))
    assert "did you mean `participants`?" in str(shelf.problems)
    assert "the link leads nowhere" in said(shelf.problems)["away.yml"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rubric.yml", "rubric: 3\n"),
        ("authority.YML", "authority: {}\n"),
        ("taxonomy.yml", "taxonomy: [\n"),
        ("playbooks/ours.yml", "playbook: {}\n"),
        ("templates/ours.md", "no front matter\n"),
        ("incidents/jailbreak.yml", "incident: {ai_system: {users: -1}}\n"),
        ("evidence.yml", ""),
    ],
)
def test_a_broken_content_file_is_left_out_and_the_shipped_one_stands_in(
    own: Path, small: Path, name: str, text: str
) -> None:
    """The organisation's other files are used all the same."""
    path = own / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    (own / "notification_clocks.yml").write_text("notification_clocks: []\n")
    shelf = open_shelf()

    assert set(said(shelf.problems)) == {path.name}
    assert shelf.content == replace(load_content(small), clocks=())
    with pytest.raises(ScenarioInvalid):
        load_content()


def test_files_that_do_not_fit_the_shipped_ones_are_not_used(own: Path, small: Path) -> None:
    """A playbook that takes a needed one's place under another id leaves the shipped content alone."""
    (own / "playbooks").mkdir()
    (own / "playbooks" / "jailbreak_response.yml").write_text("playbook: {name: Ours, id: ours}\n")
    shelf = open_shelf()

    assert shelf.content == load_content(small)
    assert "only the shipped ones are used; mend what is listed" in said(shelf.problems)["own"]
    assert len(shelf.problems) > 1


def test_a_broken_list_of_difficulties_is_left_out(own: Path) -> None:
    """Scenarios are offered without it."""
    (own / "difficulty.json").write_text("[")
    shelf = open_shelf()

    assert len(shelf.difficulties) == 1
    assert "this is no list of measured difficulties" in said(shelf.problems)["difficulty.json"]


def test_two_files_of_one_folder_with_one_id_are_one_offer(own: Path) -> None:
    """The first by name is offered, the other told with both names; `tplus validate` warns of it."""
    for name in ("a b.yml", "b.YAML"):
        (own / "exercises" / name).write_text(OTHER)
    shelf = open_shelf()
    warned = [item for item in check_paths([own]) if item.path == "exercise.id"]

    assert offered_of(shelf, own / "exercises") == ["a b.yml"]
    assert said(shelf.problems)["b.YAML"].endswith(
        "a b.yml has the same id, `other`, and is offered instead; give one of the two another `id`"
    )
    assert [(Path(item.file).name, item.severity) for item in warned] == [("b.YAML", "warning")]


def test_an_own_file_with_a_shipped_id_takes_its_place_and_says_so(own: Path) -> None:
    """Another file name may hide that it replaces something; the same name is meant."""
    name = "customer-chatbot-jailbreak.yml"
    shutil.copy(SEED, own / "exercises" / "mine.yml")
    shutil.copy(content_folder() / "exercises" / "anchor-ferry-line.yml", own / "exercises")
    shelf = open_shelf()

    assert offered_of(shelf, own / "exercises") == ["anchor-ferry-line.yml", "mine.yml"]
    assert set(said(shelf.problems)) == {"mine.yml"}
    assert f"{name}, which has the same id" in said(shelf.problems)["mine.yml"]
    assert said(shelf.problems)["mine.yml"].startswith("warning: it takes the place of")
    assert shelf.replaced == ("exercises/anchor-ferry-line.yml",)


@pytest.mark.parametrize(
    ("named", "message", "remedy"),
    [
        ("none", "TPLUS_CONTENT names no folder", "set TPLUS_CONTENT to a folder that exists"),
        ("file", "TPLUS_CONTENT names a file, not a folder", "to the folder with your `exercises`"),
        ("'own'", "TPLUS_CONTENT names no folder, as it is written", "set TPLUS_CONTENT to own, or unset"),
        ("own ", "TPLUS_CONTENT names no folder, as it is written", "set TPLUS_CONTENT to own, or unset"),
        ("x" * 5000, "TPLUS_CONTENT names no folder", "unset TPLUS_CONTENT to use the shipped files alone"),
        ("~nobody-of-this-name/x", "TPLUS_CONTENT names no folder", "that exists and can be opened"),
    ],
)
def test_a_wrong_folder_of_content_is_named(
    own: Path, monkeypatch: pytest.MonkeyPatch, named: str, message: str, remedy: str
) -> None:
    """Missing, a file, in quotes, or impossible: the remedy tells what to set it to."""
    monkeypatch.chdir(own.parent)
    Path("file").touch()
    monkeypatch.setenv("TPLUS_CONTENT", named)
    used, (problem,) = places.usable_folders()

    assert len(used) == 1
    assert problem.message == message
    assert remedy in problem.remedy


def test_a_wrong_folder_of_content_keeps_nothing_else_from_use(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped files are offered, and a file is checked with them."""
    monkeypatch.setenv("TPLUS_CONTENT", str(own / "none"))
    shelf = open_shelf()

    assert len(shelf.scenarios) == len(SHIPPED)
    assert list(shelf.problems) == check_paths([SEED]) == places.usable_folders()[1]


def test_a_folder_that_may_not_be_read_is_named(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own reason is told, of the folder and of those in it."""
    real = os.listdir

    def refuse(path: Path) -> list[str]:
        if Path(path) in closed:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "listdir", refuse)
    closed = {own}
    _, problems = places.usable_folders()
    closed = {own / "exercises"}
    inner = said(open_shelf().problems)
    checked = said(check_paths([own]))

    assert "names can't be read: Permission denied" in said(problems)["own"]
    assert "the folder can't be read: Permission denied" in inner["exercises"]
    assert "the folder can't be read: Permission denied" in checked["exercises"]


def test_what_lies_where_nothing_looks_is_named(own: Path) -> None:
    """Flat scenarios, misnamed folders and files, and files in folders further down have a warning each."""
    shutil.copy(SEED, own / "flat.YML")
    (own / "steps.yml").write_text("playbook: {name: X}\n")
    (own / "points.yml").write_text("rubric: {}\n")
    (own / "notes.yml").write_text("anything: 1\n")
    for name in ("Incidents", "playbook", "pictures", "exercises/old", "exercises/dir.yml", "exercises-old"):
        (own / name).mkdir()
    shutil.copy(SEED, own / "exercises" / "old")
    (own / "exercises" / "drill.yml.txt").touch()
    (own / "exercises" / "picture.png").touch()
    for name in ("rubric.yml", "rubric.yaml"):
        (own / name).touch()
    found = said(layout_problems(own))

    assert {name: text.rsplit("; ", 1)[1] for name, text in found.items()} == {
        "flat.YML": "move it into `exercises/`",
        "steps.yml": "move it into `playbooks/`",
        "points.yml": "rename it to `rubric.yml`",
        "Incidents": "rename it to `incidents`",
        "playbook": "rename it to `playbooks`",
        "old": "move them up into `exercises/`",
        "dir.yml": "rename the folder",
        "drill.yml.txt": "end its name in .yml",
        "rubric.yml": "keep one of the two",
    }
    assert all(text.startswith("warning: ") for text in found.values())


def test_a_folder_that_differs_in_case_alone_is_named(own: Path) -> None:
    """Where the system tells them apart, one of the two is not read; elsewhere there is only one."""
    (own / "Exercises").mkdir(exist_ok=True)
    is_one = (own / "Exercises").samefile(own / "exercises")
    found = said(layout_problems(own))

    assert list(found) == ([] if is_one else ["Exercises"])
    assert all("move its files into `exercises`" in text for text in found.values())


def test_a_folder_in_which_nothing_is_read_is_named(tmp_path: Path) -> None:
    """An empty folder, and one that holds the content folder instead of being it."""
    (tmp_path / "around" / "scenarios" / "exercises").mkdir(parents=True)
    (tmp_path / "empty").mkdir()

    assert "add one of `exercises/`" in said(layout_problems(tmp_path / "empty"))["empty"]
    assert "around/scenarios instead" in said(layout_problems(tmp_path / "around"))["around"]


def test_a_hundred_misplaced_files_are_told_in_short(own: Path) -> None:
    """Twenty are named and the others counted."""
    for n in range(100):
        (own / f"flat-{n}.yml").write_text(OTHER)
    found = layout_problems(own)

    assert len(found) == 21
    assert found[-1].message == "80 more files here are not read"


NAMES = ["with space.yml", "😀.yml", "תרגיל.yml", "new\nline.yml", "turned\u202egly.yml", "quo'te\".YML"]


def test_any_name_a_system_takes_is_read_and_can_be_shown(own: Path) -> None:
    """Spaces, emoji and other scripts stand as they are; what can't be shown is spelled out."""
    for name in (*NAMES, os.fsdecode(b"no-text-\xff.yml")):
        (own / "exercises" / name).write_text("exercise: {}\n")
    found = {Path(item.file).name for item in open_shelf().problems}

    assert found == {
        *NAMES[:3],
        "new\\x0aline.yml",
        "turned\\u202egly.yml",
        "quo'te\".YML",
        "no-text-\\xff.yml",
    }
    assert all(name.encode("utf-8") for name in found)
    assert {Path(item.file).name for item in check_paths([own])} == found


def test_links_to_folders_are_followed_once(own: Path, tmp_path: Path) -> None:
    """A linked folder is checked like any other; one that leads back up is not, nor one twice."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "bad.yml").write_text("exercise: 3\n")
    (own / "exercises").rmdir()
    for name in ("exercises", "twice"):
        (own / name).symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "up").symlink_to("..")
    found = check_paths([own])

    assert [Path(item.file).name for item in found] == ["bad.yml"]
    assert offered_of(open_shelf(), own / "exercises") == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_not_waited_for(own: Path) -> None:
    """A file that is none is refused without being opened."""
    os.mkfifo(own / "exercises" / "pipe.yml")

    assert "this is not an ordinary file" in said(open_shelf().problems)["pipe.yml"]


def test_a_path_that_is_impossible_is_a_problem(tmp_path: Path) -> None:
    """A name too long for any system is no crash."""
    assert [item.message for item in check_paths([Path("x" * 5000)])] == ["there is no such file or folder"]


def test_own_clocks_take_no_shipped_scenario_away(own: Path) -> None:
    """A list that lacks a clock which a scenario starts is told of by validation, and nothing is left out."""
    (own / "notification_clocks.yml").write_text("notification_clocks: []\n")
    assert open_shelf().problems == ()
