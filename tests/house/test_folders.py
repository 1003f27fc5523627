"""A folder is a room one can see: few modules lie loose in it, and no two of them need each other."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOPS = ("engine", "scoring", "ui", "terminal")
MOST = {"engine": 12, "scoring": 12, "ui": 12, "terminal": 18}
"""Most modules that may lie loose in a folder; the terminal has one a command."""


def named(path: Path) -> str:
    """The name under which a module is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {named(path): path for top in TOPS for path in sorted((ROOT / top).rglob("*.py"))}
FOLDERS = sorted({path.parent for path in MODULES.values()})


def imported(source: str) -> set[str]:
    """Names of modules that a module needs when it runs; what only types need is left out."""
    tree = ast.parse(source)
    only_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in only_types:
            full = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in full}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def neighbours(imports: dict[str, set[str]]) -> dict[tuple[str, str], set[str]]:
    """Who needs whom inside each folder: subfolders and loose modules, by folder and name."""
    needs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, wanted in imports.items():
        for other in wanted & imports.keys():
            mine, theirs = name.split("."), other.split(".")
            depth = next(
                (n for n, pair in enumerate(zip(mine, theirs, strict=False)) if len({*pair}) > 1), None
            )
            if depth is not None:
                needs[".".join(mine[:depth]), mine[depth]].add(theirs[depth])
    return needs


def circles(imports: dict[str, set[str]]) -> list[str]:
    """Parts of a folder that need themselves by way of others."""
    needs = neighbours(imports)

    def reached(folder: str, start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            fresh = needs.get((folder, waiting.pop()), set()) - seen
            seen |= fresh
            waiting += fresh
        return seen

    return sorted(f"{folder}.{part}" for folder, part in needs if part in reached(folder, part))


def test_no_folder_needs_itself_by_way_of_another() -> None:
    """Inside every folder, subfolders and loose modules stand in an order: none needs one that needs it."""
    assert circles({name: imported(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}) == []


@pytest.mark.parametrize(
    ("imports", "found"),
    [
        ({"a.x.m": {"a.y.n"}, "a.y.n": set()}, []),
        ({"a.x.m": {"a.y.n"}, "a.y.n": {"a.x.o"}, "a.x.o": set()}, ["a.x", "a.y"]),
        ({"a.m": {"a.y.n"}, "a.y.n": {"a.z.o"}, "a.z.o": {"a.m"}}, ["a.m", "a.y", "a.z"]),
        ({"a.x.m": {"a.x.n"}, "a.x.n": {"a.x.m"}}, ["a.x.m", "a.x.n"]),
    ],
)
def test_a_circle_is_found(imports: dict[str, set[str]], found: list[str]) -> None:
    """Over two folders, over three, by way of a loose module, and between two modules."""
    assert circles(imports) == found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_few_modules_lie_loose_in_a_folder(folder: Path) -> None:
    """A reader sees at a glance what a folder is made of."""
    loose = [path for path in folder.glob("*.py") if path.name != "__init__.py"]

    assert len(loose) <= MOST[folder.relative_to(ROOT).parts[0]]
