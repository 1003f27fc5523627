"""Every broken file is reported with the right lines, all problems at once."""

import re
from pathlib import Path

import pytest

from engine.errors import Problem
from engine.files.loader import check_paths

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(BROKEN.glob("*.yml"))
EXPECT = re.compile(r'^# expect: (\d+) (\S+) "(.*)"$', re.MULTILINE)
JARGON = (
    "Input should",
    "Value error",
    "pydantic",
    "validation error",
    "block mapping",
    "NoneType",
    "scalar",
)


@pytest.fixture(scope="module")
def found() -> dict[str, list[Problem]]:
    """Problems of the whole folder, by file."""
    by_file: dict[str, list[Problem]] = {path.name: [] for path in FILES}
    for problem in check_paths([BROKEN]):
        by_file[Path(problem.file).name].append(problem)
    return by_file


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_gives_exactly_the_problems_it_announces(
    path: Path, found: dict[str, list[Problem]]
) -> None:
    """Line, place and message of every problem are as the file's first comments say, and none is missing."""
    announced = [(int(line), place, part) for line, place, part in EXPECT.findall(path.read_text("utf-8"))]

    reported = [(problem.line, problem.path) for problem in found[path.name]]

    assert announced, "the file announces no problem"
    assert sorted((line, place) for line, place, _ in announced) == sorted(reported)
    for line, place, part in announced:
        assert any((p.line, p.path) == (line, place) and part in p.message for p in found[path.name])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_problem_says_what_to_do_in_plain_words(path: Path, found: dict[str, list[Problem]]) -> None:
    """Each problem has a message and a remedy, on one line, without the jargon of the libraries below."""
    for problem in found[path.name]:
        assert problem.message
        assert problem.remedy
        assert "\n" not in str(problem)
        assert not any(word in str(problem) for word in JARGON), str(problem)


def test_there_are_many_broken_files() -> None:
    """The folder holds at least 45 broken files."""
    assert len(FILES) >= 45
