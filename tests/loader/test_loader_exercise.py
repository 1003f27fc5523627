"""Exercises load whole: from files, from uploads, with pictures."""

import hashlib
from pathlib import Path

import pytest

from engine.errors import ScenarioInvalid
from engine.files.loader import check_paths, exercises, load_exercise, load_exercise_text
from engine.scenario.resolve import Content

SEED = Path(__file__).parent / "seed"
PICTURE = """
      exhibits:
        - {kind: "image", path: "PATH", alt: "A screenshot."}
"""


def test_the_published_files_load_unchanged() -> None:
    """The published exercise, playbook and playbook template are valid as they are."""
    assert check_paths(sorted(SEED.glob("*.yml"))) == []


def test_the_published_exercise_resolves(content: Content) -> None:
    """Four injects at 0, 15, 30 and 60 minutes, five roles, a jailbreak."""
    loaded = load_exercise(SEED / "tabletop_scenario_1.yml", content)

    assert [inject.time // 60_000 for inject in loaded.scenario.injects] == [0, 15, 30, 60]
    assert len(loaded.scenario.roles) == 5
    assert loaded.scenario.incident_type == "jailbreak"
    assert str(SEED / "tabletop_scenario_1.yml") == loaded.path


def test_the_digest_is_that_of_the_text(seed_text: str, content: Content) -> None:
    """The digest lets anyone check the text kept in a log."""
    loaded = load_exercise_text(seed_text, "upload.yml", content)

    assert hashlib.sha256(loaded.text.encode()).hexdigest() == loaded.sha256
    assert (seed_text, "upload.yml") == (loaded.text, loaded.path)


def test_a_file_and_its_upload_are_the_same_scenario(seed_text: str, content: Content) -> None:
    """Where the text came from changes nothing about the scenario."""
    from_file = load_exercise(SEED / "tabletop_scenario_1.yml", content)

    assert from_file.scenario == load_exercise_text(seed_text, "upload.yml", content).scenario


@pytest.mark.parametrize("path", exercises(), ids=lambda path: path.stem)
def test_every_shipped_exercise_loads(path: Path, content: Content) -> None:
    """What is shipped is valid."""
    assert load_exercise(path, content).scenario.injects


def test_another_kind_of_file_is_not_an_exercise(content: Content) -> None:
    """A playbook where an exercise is wanted is named as what it is."""
    with pytest.raises(ScenarioInvalid, match="the file holds `playbook`, but `exercise` is wanted here"):
        load_exercise(SEED / "jailbreak_response.yml", content)


def test_injects_as_a_list_are_the_same(seed_text: str, content: Content) -> None:
    """Numbered mappings and a list say the same."""
    head, *rest = seed_text.split("    inject_")
    items = [item.split("\n", 1)[1] for item in rest]
    listed = head + "    injects:\n" + "".join(item.replace("      time", "    - time", 1) for item in items)
    aligned = listed.replace("\n      ", "\n      ")

    numbered = load_exercise_text(seed_text, "a.yml", content).scenario
    assert numbered == load_exercise_text(aligned, "b.yml", content).scenario


def with_picture(seed_text: str, path: str) -> str:
    """The published exercise with a picture in its last inject."""
    return seed_text.rstrip() + PICTURE.replace("PATH", path)


def test_a_picture_beside_the_file_is_found(tmp_path: Path, seed_text: str, content: Content) -> None:
    """A picture in the scenario's folder or below it is accepted."""
    (tmp_path / "shots").mkdir()
    (tmp_path / "shots" / "tweet.png").write_bytes(b"\x89PNG")
    path = tmp_path / "exercise.yml"
    path.write_text(with_picture(seed_text, "shots/tweet.png"))

    assert load_exercise(path, content).scenario.injects[-1].exhibits


def test_exhibits_under_their_first_name_still_load(seed_text: str, content: Content) -> None:
    """A file that calls its exhibits `artefacts` means the same."""
    new = seed_text.rstrip() + "\n      exhibits: [{text: A printed page.}]\n"
    old = new.replace("exhibits:", "artefacts:")

    (shown,) = load_exercise_text(old, "old.yml", content).scenario.injects[-1].exhibits
    assert shown.text == "A printed page."
    assert (shown,) == load_exercise_text(new, "new.yml", content).scenario.injects[-1].exhibits


@pytest.mark.parametrize(
    "picture", ["../out.png", "/etc/out.png", "link.png", "C:/out.png", "a\\\\b.png", "dir.png"]
)
def test_a_picture_elsewhere_is_refused(
    tmp_path: Path, seed_text: str, content: Content, picture: str
) -> None:
    """A path that leaves the folder, even by a symbolic link, is refused, and so is one that is no file."""
    folder = tmp_path / "in"
    (folder / "dir.png").mkdir(parents=True)
    (tmp_path / "out.png").write_bytes(b"\x89PNG")
    (folder / "link.png").symlink_to(tmp_path / "out.png")
    path = folder / "exercise.yml"
    path.write_text(with_picture(seed_text, picture))

    with pytest.raises(ScenarioInvalid) as caught:
        load_exercise(path, content)

    assert [item.path for item in caught.value.problems] == ["exercise.scenario.inject_4.exhibits[0].path"]


def test_a_picture_with_an_endless_name_is_missing(tmp_path: Path, seed_text: str, content: Content) -> None:
    """A name no file system takes is a missing picture, not a crash."""
    path = tmp_path / "exercise.yml"
    path.write_text(with_picture(seed_text, "x" * 5000 + ".png"))

    with pytest.raises(ScenarioInvalid, match="there is no picture"):
        load_exercise(path, content)


def test_an_upload_brings_no_pictures(seed_text: str, content: Content) -> None:
    """A picture in an uploaded text has no folder to come from."""
    with pytest.raises(ScenarioInvalid, match="does not come with an uploaded file"):
        load_exercise_text(with_picture(seed_text, "tweet.png"), "upload.yml", content)


def test_the_line_is_that_of_the_numbered_inject(seed_text: str, content: Content) -> None:
    """A wrong time in inject_3 is reported at inject_3, though injects are one list inside."""
    text = seed_text.replace('"T+30 minutes"', '"T+soon"')
    line = 1 + text[: text.index("T+soon")].count("\n")

    with pytest.raises(ScenarioInvalid) as caught:
        load_exercise_text(text, "x.yml", content)

    assert [(line, "exercise.scenario.inject_3.time")] == [(p.line, p.path) for p in caught.value.problems]
