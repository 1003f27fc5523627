"""Texts made to exhaust or confuse the reader are refused quickly and in words."""

from pathlib import Path

import pytest

from engine.errors import ScenarioInvalid
from engine.files.loader import check_paths, load_exercise, load_exercise_text
from engine.files.yaml.reader import read_yaml
from engine.scenario.resolve import Content

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
STAIRS = "\n".join(" " * depth + "a:" for depth in range(900))
LADDER = "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 200))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("a: '" + "x" * 1_000_001 + "'", "at most 1,000,000 are read"),
        (BOMB, "more than 20,000 values"),
        ("a: [" + "1, " * 30_000 + "1]", "more than 20,000 values"),
        ("a: " + "[" * 100_000, "more than 40 deep"),
        ("a: " + "{b: " * 100_000, "more than 40 deep"),
        (STAIRS, "more than 40 deep"),
        (LADDER, "more than 40 deep"),
        ("a: \x07", "U+0007"),
        ("a: \x00", "U+0000"),
        ("a: \ud800", "U+D800"),
        ("a: &a {b: *a}", "stands inside itself"),
        ("a: 1\n---\nb: 2", "a second document starts here"),
        ("%YAML 9.9\n---\na: 1", "another version of YAML"),
        ("a: !x!y z", "tag"),
        ("{}", "the file holds no keys"),
    ],
    ids=range(17),
)
def test_a_hostile_text_is_one_problem(text: str, message: str, content: Content) -> None:
    """Whatever the text, the loader answers with problems and nothing else."""
    with pytest.raises(ScenarioInvalid) as caught:
        load_exercise_text(text, "upload.yml", content)

    assert any(message in problem.message for problem in caught.value.problems), str(caught.value)


@pytest.mark.parametrize("raw", [b"exercise:\n  name: \xff", b"\xff\xfee\x00x\x00"])
def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path, raw: bytes, content: Content) -> None:
    """A byte that is not UTF-8 is reported on its line."""
    path = tmp_path / "latin.yml"
    path.write_bytes(raw)

    with pytest.raises(ScenarioInvalid) as caught:
        load_exercise(path, content)

    assert raw.split(b"\xff")[0].count(b"\n") + 1 == caught.value.problems[0].line
    assert "not UTF-8" in caught.value.problems[0].message


def test_a_byte_order_mark_is_no_problem(tmp_path: Path, seed_text: str, content: Content) -> None:
    """A file saved with a byte order mark loads like one without."""
    path = tmp_path / "marked.yml"
    path.write_text(seed_text, encoding="utf-8-sig")

    assert seed_text == load_exercise(path, content).text


def test_a_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Content) -> None:
    """The size is asked of the file system first."""
    path = tmp_path / "large.yml"
    path.write_bytes(b"#" * 1_000_001)
    monkeypatch.setattr(Path, "read_bytes", lambda _self: pytest.fail("the file was read"))

    with pytest.raises(ScenarioInvalid, match="1,000,001 bytes"):
        load_exercise(path, content)


def test_a_missing_path_is_a_problem(tmp_path: Path, content: Content) -> None:
    """A path that leads nowhere is reported, and so are a folder and an impossible name for a file."""
    with pytest.raises(ScenarioInvalid):
        load_exercise(tmp_path / "none.yml", content)
    with pytest.raises(ScenarioInvalid):
        load_exercise(tmp_path, content)
    with pytest.raises(ScenarioInvalid):
        load_exercise(tmp_path / ("x" * 5000), content)
    with pytest.raises(ScenarioInvalid):
        load_exercise(Path("a\0b"), content)

    assert [item.message for item in check_paths([tmp_path / "none"])] == ["there is no such file or folder"]


def test_all_independent_problems_of_the_yaml_are_reported() -> None:
    """A duplicate key, a tag, a trap and an alias that leads nowhere come out together, by line."""
    text = "a: 1\na: 2\nb: !foo x\nc: no\nd: *nowhere\n<<: {}\n"

    assert [problem.line for problem in read_yaml(text, "x.yml").problems] == [2, 3, 4, 5, 6]


def test_a_trap_behind_many_aliases_is_reported_once() -> None:
    """Content shared by aliases is complained about on its own line, one time."""
    text = "a: &a {when: 10:30}\nb: *a\nc: *a\n"

    assert [problem.line for problem in read_yaml(text, "x.yml").problems] == [1]
