"""Where content comes from: the folder shipped with the program, and the organisation's own over it."""

import os
from collections.abc import Iterable
from pathlib import Path

import engine
from engine.errors import Problem, ScenarioInvalid
from engine.files.text import closed, display, files_in, is_folder, is_there, legible

OVERLAY = "TPLUS_CONTENT"
"""Environment variable that names the organisation's own folder."""


def content_folder() -> Path:
    """The folder of the files shipped with the program: inside an installation, beside a checkout's code."""
    inside = Path(engine.__file__).parent / "scenarios"
    return inside if inside.is_dir() else inside.parents[1] / "scenarios"


def folders(root: Path | None = None) -> tuple[Path, ...]:
    """The folders content comes from; a later one wins. A root that is given stands alone.

    Raises:
        ScenarioInvalid: the organisation's folder does not exist, or can't be read.

    """
    if root is not None:
        return (root,)
    found, problems = usable_folders()
    if problems:
        raise ScenarioInvalid(problems)
    return found


def usable_folders() -> tuple[tuple[Path, ...], list[Problem]]:
    """The folders that can be read, the shipped one first, and what is wrong with the organisation's."""
    named = os.environ.get(OVERLAY)
    if not named:
        return (content_folder(),), []
    words = _unusable(named)
    if words is None:
        return (content_folder(), Path(named)), []
    return (content_folder(),), [Problem(display(Path(named)), 1, "file", *words)]


def _unusable(named: str) -> tuple[str, str] | None:
    """What is wrong with the organisation's folder as it is named, and what to do."""
    path, otherwise = Path(named), f", or unset {OVERLAY} to use the shipped files alone"
    bare = Path(os.path.expanduser(named.strip(" \"'")))  # Path.expanduser raises for an unknown account
    if is_folder(path):
        reason = closed(path)
        remedy = "let the account that runs Tplus read it and open it" + otherwise
        return (f"the folder that {OVERLAY} names can't be read: {reason}", remedy) if reason else None
    if is_there(path):
        remedy = f"set {OVERLAY} to the folder with your `exercises`, `playbooks` and so on" + otherwise
        return f"{OVERLAY} names a file, not a folder", remedy
    if bare != path and is_folder(bare):
        return (
            f"{OVERLAY} names no folder, as it is written",
            f"set {OVERLAY} to {legible(str(bare))}" + otherwise,
        )
    remedy = f"set {OVERLAY} to a folder that exists and can be opened" + otherwise
    return f"{OVERLAY} names no folder", remedy


def exercise_files(places: Iterable[Path]) -> list[Path]:
    """Exercise files of the folders by name; a later folder's file replaces one of the same name."""
    found: dict[str, Path] = {}
    for place in places:
        found |= files_in(place / "exercises", ".yml", ".yaml")
    return [found[name] for name in sorted(found)]
