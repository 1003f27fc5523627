"""The simulator's folders: small, and none imports one that imports it."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP = ROOT / "engine" / "simulation"
FOLDERS = [TOP, *sorted(path for path in TOP.iterdir() if (path / "__init__.py").exists())]
MOST_MODULES = 12


def modules(folder: Path) -> list[Path]:
    """The modules of a folder itself."""
    return [path for path in folder.glob("*.py") if path.name != "__init__.py"]


def folders_imported(path: Path) -> set[Path]:
    """Folders of the simulator that a module imports from, apart from its own."""
    named = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    places = [ROOT.joinpath(*name.split(".")) for name in named if name.startswith("engine.simulation")]
    files = [place.with_suffix(".py") for place in places]
    found = {file.parent for file in files if file.exists()}
    found |= {place for place in places if place in FOLDERS and place != TOP and place.is_dir()}
    return found - {path.parent}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_folder_holds_a_dozen_modules_at_most(folder: Path) -> None:
    """A folder shows one purpose; beyond a dozen modules it shows two."""
    assert len(modules(folder)) <= MOST_MODULES


def test_no_folder_imports_one_that_imports_it() -> None:
    """The rooms can be read in an order, each with those before it alone; a parent counts as a room."""
    needs = {
        folder: set().union(*(folders_imported(module) for module in modules(folder))) for folder in FOLDERS
    }

    assert all(needs[TOP / name] for name in ("log", "run", "worlds", "containment"))
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of folders: {[path.name for path in error.args[1]]}")
    assert order[0] == TOP
