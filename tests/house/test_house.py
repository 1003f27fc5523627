"""The habits of the house: lint, types, import contracts, and what only a search finds."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = [
    path for name in ("engine", "scoring", "terminal", "ui") for path in sorted((ROOT / name).rglob("*.py"))
]
DOORS = [ROOT / "app.py", ROOT / "terminal" / "cli.py"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ],
    ids=["ruff", "format", "mypy", "import-contracts"],
)
def test_the_checkers_are_content(command):
    """Lint, format, strict types and import contracts hold."""
    result = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


def _imports(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_the_doors_import_only_what_lies_below_them():
    """The web door knows screens only, the terminal door neither Streamlit nor the database."""
    web, terminal = (set(_imports(path)) for path in DOORS)

    assert web <= {"streamlit", "ui"}
    assert not terminal & {"streamlit", "plotly", "pandas", "sqlalchemy", "ui"}
    assert len(DOORS[0].read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_small(path):
    """A module has at most 320 lines: one idea each."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320


OPENED = ("popover", "expander", "tabs")
"""What a person opens; without a key of its own it closes when something appears before it."""


def _opened(path):
    return [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in OPENED
    ]


def test_what_people_open_has_a_key_and_nothing_polls():
    """A redraw finds every popover, card and tab again by its key; screens are told of changes."""
    screens = [path for path in CODE if path.is_relative_to(ROOT / "ui")]
    calls = [(path, call) for path in screens for call in _opened(path)]

    assert len(calls) > 20
    assert not [
        f"{path.name}:{call.lineno}"
        for path, call in calls
        if not any(keyword.arg == "key" for keyword in call.keywords)
    ]
    assert not [path.name for path in screens if "run_every" in path.read_text(encoding="utf-8")]


def test_functions_are_short():
    """The median function is under ten lines."""
    lengths = sorted(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )

    assert lengths[len(lengths) // 2] < 10


def test_constraints_are_exact_and_name_no_index():
    """Every constraint pins one version and nothing names an index or a path."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]

    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in pins)


def test_every_dependency_is_constrained():
    """What pyproject.toml asks for is pinned in the constraints file."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [item for extra in project["optional-dependencies"].values() for item in extra]
    wanted = [item for item in (*project["dependencies"], *extras) if not item.startswith("tplus[")]
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")

    for requirement in wanted:
        name = re.split(r"[<>=\[]", requirement)[0].lower().replace("_", "-")
        assert f"{name}==" in pins, name


def test_nothing_is_left_unfinished():
    """No marker of unfinished work is in the code or the content."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|lorem ipsum|coming soon)\b")
    content = (path for path in (ROOT / "scenarios").rglob("*.*") if path.suffix != ".png")
    files = [*CODE, *DOORS, *content, *(ROOT / "docs").rglob("*.md")]

    assert [str(path) for path in files if marks.search(path.read_text(encoding="utf-8"))] == []
