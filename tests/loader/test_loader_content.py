"""Content comes from the shipped folder, overlaid file by file by the organisation's."""

import shutil
from pathlib import Path

import pytest

from engine.errors import ScenarioInvalid
from engine.files.folder import folders, read_content
from engine.files.loader import (
    check_paths,
    content_folder,
    exercises,
    load_content,
    load_exercise,
    load_rubric,
)
from engine.scenario.resolve import Content

TEMPLATE = '---\nid: customer_notice\nname: "Our notice"\naudience: "Customers"\n---\nDear [customer],\n'
PLAYBOOK = 'playbook:\n  id: "jailbreak_response"\n  name: "Our jailbreak response"\n'


@pytest.fixture
def overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An organisation's folder, empty but for its subfolders."""
    for name in ("playbooks", "templates", "exercises"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TPLUS_CONTENT", str(tmp_path))
    return tmp_path


def test_an_empty_overlay_changes_nothing(overlay: Path, content: Content) -> None:
    """Without files of its own an organisation uses what is shipped."""
    assert overlay.is_dir()
    assert content == load_content()


def test_a_playbook_and_a_template_of_the_same_id_replace_the_shipped(
    overlay: Path, content: Content
) -> None:
    """The organisation's file wins, whatever it is called; the others stay."""
    (overlay / "playbooks" / "ours.yml").write_text(PLAYBOOK)
    (overlay / "templates" / "ours.md").write_text(TEMPLATE)

    overlaid = load_content()

    assert overlaid.playbooks["jailbreak_response"].name == "Our jailbreak response"
    assert (
        overlaid.templates["customer_notice"].name,
        overlaid.templates["customer_notice"].text,
    ) == ("Our notice", "Dear [customer],")
    assert set(content.playbooks) == set(overlaid.playbooks)
    assert set(content.templates) == set(overlaid.templates)


def test_a_single_file_replaces_the_shipped_one_whole(overlay: Path) -> None:
    """The organisation's clocks are the only ones."""
    (overlay / "notification_clocks.yml").write_text("notification_clocks: []\n")

    assert load_content().clocks == ()


def test_exercises_of_both_folders_are_listed_by_name(overlay: Path) -> None:
    """An exercise of the same name replaces the shipped one."""
    shipped = exercises(content_folder())
    for name in (shipped[0].name, "aaa.yml"):
        (overlay / "exercises" / name).write_text("exercise: {}\n")

    listed = exercises()

    assert sorted(["aaa.yml", *(path.name for path in shipped)]) == [path.name for path in listed]
    assert {overlay / "exercises"} == {path.parent for path in listed[:2]}


@pytest.mark.parametrize("name", ["DRILL.YML", "Drill.Yaml", "drill.YML"])
def test_a_file_counts_however_its_suffix_is_written(overlay: Path, name: str, seed_text: str) -> None:
    """Windows writes names in capitals: such an exercise is offered, and such a file is checked."""
    (overlay / "exercises" / name).write_text(seed_text, encoding="utf-8")
    (overlay / "playbooks" / "OURS.YML").write_text("playbook: 3\n", encoding="utf-8")
    found = check_paths([overlay])

    assert name in [path.name for path in exercises()]
    assert {Path(problem.file).name for problem in found if problem.severity == "error"} == {"OURS.YML"}


@pytest.mark.parametrize("names", [(), ("list.json",), ("notes.txt", "msel.csv")])
def test_a_folder_in_which_nothing_was_checked_is_no_success(tmp_path: Path, names: tuple[str, ...]) -> None:
    """Whoever checks an empty or a wrong folder is told that no file was found."""
    for name in names:
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (problem,) = check_paths([tmp_path])

    assert "no YAML file was found here" in problem.message
    assert ".yml" in problem.remedy


def test_an_overlay_that_does_not_exist_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt TPLUS_CONTENT is not silently ignored."""
    monkeypatch.setenv("TPLUS_CONTENT", "/nowhere/at/all")

    with pytest.raises(ScenarioInvalid, match="TPLUS_CONTENT names no folder"):
        load_content()


def test_a_folder_without_the_files_lists_all_that_are_missing(tmp_path: Path) -> None:
    """Five files are needed, and each missing one is named."""
    with pytest.raises(ScenarioInvalid) as caught:
        load_content(tmp_path)

    assert len(caught.value.problems) == 5


def test_problems_of_several_files_come_together(overlay: Path) -> None:
    """One run shows what is wrong in every file."""
    (overlay / "playbooks" / "a.yml").write_text("playbook: {}\n")
    (overlay / "templates" / "b.md").write_text("no front matter\n")
    (overlay / "rubric.yml").write_text("rubrik: {}\n")

    with pytest.raises(ScenarioInvalid) as caught:
        load_content()

    assert {"a.yml", "b.md", "rubric.yml"} == {Path(item.file).name for item in caught.value.problems}


def test_two_playbooks_of_one_folder_do_not_share_an_id(overlay: Path) -> None:
    """The second file that claims an id is reported."""
    for name in ("one.yml", "two.yml"):
        (overlay / "playbooks" / name).write_text(PLAYBOOK)

    with pytest.raises(ScenarioInvalid, match="the id `jailbreak_response` is taken by one"):
        load_content()


def test_incident_types_are_checked_against_the_other_files(tmp_path: Path) -> None:
    """A type that names an unknown playbook or an impossible parameter is reported on its line."""
    shutil.copytree(content_folder(), tmp_path / "own")
    taxonomy, jailbreak = tmp_path / "own" / "taxonomy.yml", tmp_path / "own" / "incidents" / "jailbreak.yml"
    jailbreak.write_text(jailbreak.read_text().replace("jailbreak_response", "jailbrake_response"))
    taxonomy.write_text(taxonomy.read_text().replace("start_hour: 14.25", "start_hour: 99"))

    with pytest.raises(ScenarioInvalid) as caught:
        load_content(tmp_path / "own")

    found = {(Path(problem.file).name, problem.path) for problem in caught.value.problems}
    assert ("jailbreak.yml", "incident.playbook") in found
    assert any("ai_system" in path for _, path in found)


def test_authorities_name_roles_that_exist(tmp_path: Path) -> None:
    """A misspelt role or type in authority.yml is reported on its line, with the one that was meant."""
    shutil.copytree(content_folder(), tmp_path / "own")
    path = tmp_path / "own" / "authority.yml"
    rule = """      pre_approved:
        - {roles: ["Incident comander"], severity: SEV1, incident_type: supply_chian}
"""
    text = path.read_text().replace(
        '        - "VP Engineering"\n        - "CISO"\n      #', '        - "VP Enginering"\n      #'
    )
    path.write_text(text + rule)

    with pytest.raises(ScenarioInvalid) as caught:
        load_content(tmp_path / "own")

    assert [
        (item.path.removeprefix("authority.levels[3]."), item.remedy) for item in caught.value.problems
    ] == [
        ("approved_by[0]", "did you mean `VP Engineering`?"),
        ("pre_approved[0].incident_type", "did you mean `supply_chain`?"),
        ("pre_approved[0].roles[0]", "did you mean `Incident commander`?"),
    ]


def test_a_scenario_without_a_reachable_approver_is_a_warning(tmp_path: Path, seed_text: str) -> None:
    """It may be meant, so the file can be used; validation says it and who is away."""
    file = tmp_path / "alone.yml"
    file.write_text(f'{seed_text}\n  unreachable: ["CISO", "VP Engineering"]\n')

    (warning,) = [item for item in check_paths([file]) if item.path == "exercise.unreachable"]

    assert warning.severity == "warning"
    assert "warning: nobody who may approve level 4 can be reached" in str(warning)
    assert load_exercise(file, load_content()).scenario.unreachable == ("CISO", "VP Engineering")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Dear customer", 1, "no front matter"),
        ("---\nname: X\naudience: Staff\n---\n", 4, "empty"),
        ("---\nname: X\n---\nText\n", 2, "`audience` is missing"),
        ("---\nname: X\naudience: Staff\nid: no\n---\nText\n", 4, "`no`"),
        ("---\nname: X\naudience: Staff\ntext: Z\n---\nText\n", 4, "`text` is not a key"),
        ("---\nname: X\naudienc: Staff\n---\nText\n", 3, "`audienc`"),
        ("---\nname: 'X\n---\nText\n", 2, "quote"),
        ("---\n- X\n---\nText\n", 2, "a list"),
    ],
)
def test_a_broken_template_is_reported_on_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    """Front matter follows the same rules as the other files, and lines count from the top of the file."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "notice.md").write_text(text)

    problems = check_paths([tmp_path])

    assert any(item.line == line and message in item.message for item in problems), problems


def test_a_template_without_id_is_named_by_its_file(tmp_path: Path, overlay: Path) -> None:
    """The file's name is the short name."""
    (overlay / "templates" / "Our Notice.md").write_text("---\nname: X\naudience: Staff\n---\nText\n")

    assert load_content().templates["our-notice"].name == "X"


def test_the_shipped_folder_is_valid() -> None:
    """`tplus validate` has nothing to say about what is shipped."""
    assert check_paths([content_folder()]) == []


def test_a_folder_that_is_checked_serves_as_content(tmp_path: Path, seed_text: str) -> None:
    """An organisation can check its folder before it is used."""
    for name in ("playbooks", "exercises"):
        (tmp_path / name).mkdir()
    (tmp_path / "playbooks" / "ours.yml").write_text('playbook: {name: "Ours"}\n')
    (tmp_path / "exercises" / "one.yml").write_text(seed_text.rstrip() + '\n  playbook: "ours"\n')

    assert check_paths([tmp_path]) == []
    assert len(check_paths([tmp_path / "exercises"])) == 1


def test_the_rubric_can_be_read_alone(overlay: Path, content: Content) -> None:
    """It is the one of the whole content, the organisation's own first; a mistake is told with its file."""
    assert load_rubric() == content.rubric

    (overlay / "rubric.yml").write_text("rubrik: {}\n")
    with pytest.raises(ScenarioInvalid) as caught:
        load_rubric()
    assert {Path(problem.file).name for problem in caught.value.problems} == {"rubric.yml"}


def test_an_overlay_changes_one_figure_of_an_incident_type(tmp_path: Path) -> None:
    """A file of a few lines in `incidents/` is laid over the shipped one of its name, key by key."""
    own = tmp_path / "own"
    (own / "incidents").mkdir(parents=True)
    (own / "incidents" / "jailbreak.yml").write_text("incident:\n  expectations: {contained_below: 1.25}\n")

    shipped, _ = read_content(folders())
    content, problems = read_content((*folders(), own))

    assert problems == []
    assert shipped is not None
    assert content is not None
    before, after = (found.taxonomy.incident_types[0] for found in (shipped, content))
    assert after.expectations.contained_below == 1.25
    assert after.expectations.model_copy(update={"contained_below": 2.5}) == before.expectations
    assert check_paths([own / "incidents" / "jailbreak.yml"]) == []


def test_what_is_wrong_in_an_overlay_is_told_of_its_own_line(tmp_path: Path) -> None:
    """A wrong value of an organisation's file names that file; what it left as it was names none."""
    own = tmp_path / "own"
    (own / "incidents").mkdir(parents=True)
    file = own / "incidents" / "jailbreak.yml"
    file.write_text("incident:\n  playbook: no_such_book\n  expectations:\n    needed_level: 9\n")

    _, problems = read_content((*folders(), own))

    assert [(Path(item.file).name, item.line) for item in problems] == [("jailbreak.yml", 4)]
    assert all(Path(item.file) == file for item in check_paths([file]))


def test_a_new_incident_type_is_one_file(tmp_path: Path) -> None:
    """A type of an organisation's own stands behind the shipped ones, complete in its file."""
    own = tmp_path / "own"
    (own / "incidents").mkdir(parents=True)
    text = (content_folder() / "incidents" / "jailbreak.yml").read_text(encoding="utf-8")
    text = text.replace("id: jailbreak", "id: prompt_theft", 1).replace("order: 1", "order: 50", 1)
    (own / "incidents" / "prompt_theft.yml").write_text(text, encoding="utf-8")

    content, problems = read_content((*folders(), own))

    assert problems == []
    assert content is not None
    assert [item.id for item in content.taxonomy.incident_types][-1] == "prompt_theft"


def test_a_file_of_another_kind_among_incidents_is_named(tmp_path: Path) -> None:
    """A playbook in the folder of incident types is said to be one."""
    own = tmp_path / "own"
    (own / "incidents").mkdir(parents=True)
    (own / "incidents" / "lost.yml").write_text("playbook: {name: Lost}\n")

    _, problems = read_content((*folders(), own))

    assert "the file holds `playbook`, but `incident` is wanted here" in [item.message for item in problems]
