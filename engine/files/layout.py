"""What lies where nothing looks for it in a content folder: misplaced files and misnamed folders."""

from collections.abc import Iterator
from pathlib import Path

from engine.errors import Problem
from engine.files.folder import source_of
from engine.files.models import KINDS, kind_of
from engine.files.text import closed, display, entries, is_folder, is_markdown, is_yaml
from engine.scenario.nearest import nearest

FOLDERS = {"exercises": "exercise", "incidents": "incident", "playbooks": "playbook", "templates": "template"}
"""Subfolders of a content folder, and the kind of file each holds."""

SINGLES = tuple(kind for kind in KINDS if kind not in FOLDERS.values())
"""Kinds of which a content folder holds one file, named like its kind."""

_MOST = 20
"""Misplaced files that are named one by one (assumption: more of them have one cause)."""


def is_content(folder: Path) -> bool:
    """Whether a folder has the layout of a content folder, or a part of it."""
    return any(name in FOLDERS or name in _files() for name in (path.name for path in entries(folder)))


def layout_problems(folder: Path) -> list[Problem]:
    """Warnings about what lies in a content folder and is not read; an empty folder is as good as none."""
    found = [*_top(folder)]
    for name in FOLDERS:
        found += _below(folder / name, name)
    more = len(found) - _MOST
    if more > 0:
        message = f"{more} more files here are not read"
        found[_MOST:] = [
            _warning(folder, message, f"sort them into {_listed()}, as docs/scenario-format.md tells")
        ]
    if found or is_content(folder):
        return found
    inner = folder / "scenarios"
    remedy = f"name {display(inner)} instead" if is_content(inner) else f"add one of {_listed()}"
    return [_warning(folder, "nothing in this content folder is read", remedy)]


def _files() -> tuple[str, ...]:
    return tuple(f"{kind}{suffix}" for kind in SINGLES for suffix in (".yml", ".yaml"))


def _listed() -> str:
    return ", ".join(f"`{name}/`" for name in FOLDERS)


def _warning(path: Path, message: str, remedy: str) -> Problem:
    return Problem(display(path), 1, "file", message, remedy, "warning")


def _top(folder: Path) -> Iterator[Problem]:
    """What lies loose at the top of a content folder, and folders whose names are nearly right."""
    seen: dict[str, Path] = {}
    for path in entries(folder):
        if is_folder(path):
            yield from _misnamed(path)
        elif is_yaml(path):
            kind = path.stem.lower()
            if kind not in SINGLES:
                yield from _loose(path)
            elif kind in seen:
                message = f"{seen[kind].name} holds the {kind} too, and is passed over"
                yield _warning(path, message, "keep one of the two")
            seen.setdefault(kind, path)


def _misnamed(path: Path) -> Iterator[Problem]:
    """A folder whose name is nearly that of one that is read; beside that one, only its case may differ."""
    if path.name in FOLDERS or path.name.startswith("."):
        return
    near = nearest(path.name, FOLDERS)
    if near is None:
        return
    home = path.parent / near
    if not is_folder(home):
        yield _warning(path, f"only a folder named `{near}` is read", f"rename it to `{near}`")
    elif path.name.lower() == near and not home.samefile(path):
        yield _warning(path, f"only the folder named `{near}` is read", f"move its files into `{near}`")


def _loose(path: Path) -> Iterator[Problem]:
    """A file that lies beside the folders: where it belongs by what it holds."""
    source = source_of(path)
    kind = kind_of(source) if source.readable else None
    home = next((name for name, held in FOLDERS.items() if held == kind), None)
    if home is not None:
        yield _warning(path, f"this {kind} is not read where it lies", f"move it into `{home}/`")
    elif kind is not None:
        yield _warning(path, f"the {kind} is not read under this name", f"rename it to `{kind}.yml`")


def _below(folder: Path, name: str) -> Iterator[Problem]:
    """What lies in a subfolder and is not read there: files of other names, and files in folders below."""
    is_read = is_markdown if name == "templates" else is_yaml
    ending = ".md" if name == "templates" else ".yml"
    if is_folder(folder) and (reason := closed(folder)):
        remedy = "let the account that runs Tplus read it and open it"
        yield _warning(folder, f"the folder can't be read: {reason}", remedy)
    for path in entries(folder):
        if is_folder(path):
            yield from _too_deep(path, name)
        elif not is_read(path) and any(item in path.name.lower() for item in (".yml", ".yaml", ".md.")):
            yield _warning(path, "the file is not read, as of its name", f"end its name in {ending}")


def _too_deep(path: Path, name: str) -> Iterator[Problem]:
    if is_yaml(path):
        yield _warning(
            path, "this is a folder, though its name ends like that of a file", "rename the folder"
        )
    held = [inner for inner in entries(path) if is_yaml(inner) and not is_folder(inner)]
    if held:
        message = (
            f"files in a folder below `{name}/` are not read: {', '.join(item.name for item in held[:3])}"
        )
        yield _warning(path, message, f"move them up into `{name}/`")


def same_id(name: str, path: Path, other: Path) -> Problem:
    """What is said of a scenario file whose id another has; of two folders the later wins."""
    remedy = "give one of the two another `id`"
    if other.parent == path.parent:
        message = f"{display(other)} has the same id, `{name}`, and is offered instead"
        return Problem(display(path), 1, "exercise.id", message, remedy)
    message = f"it takes the place of {display(other)}, which has the same id, `{name}`"
    return Problem(display(path), 1, "exercise.id", message, f"if you want both, {remedy}", "warning")
