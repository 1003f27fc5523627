"""The one place where scenario files are read from disk: bytes in, text or a problem out."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from engine.errors import Problem

MAX_BYTES = 1_000_000
MAX_FOREIGN_BYTES = 20_000_000
"""Bytes of a file from another tool; an MSEL of a thousand rows has about 200,000 (assumption)."""


def read_text(path: Path) -> str | Problem:
    """The text of a file, or why there is none; a file that is too large is not opened."""
    file = display(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(file, 1, "file", "this is not an ordinary file", "give the path of a file")
        large = too_large(status.st_size, file)
        return large if large else text_of(path.read_bytes(), file)
    except (OSError, ValueError) as error:
        message = f"the file can't be read: {_reason(error, path)}"
        return Problem(file, 1, "file", message, "check the path and its permissions")


def _reason(error: Exception, path: Path) -> str:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return "the link leads nowhere"
    return getattr(error, "strerror", None) or "the path is not possible"


def read_raw(path: Path, most: int = MAX_FOREIGN_BYTES) -> bytes | None:
    """The bytes of a file of any kind; None where it can't be read or has more than `most`."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None


def display(path: Path) -> str:
    """A path as people read it: relative where it lies below the present folder."""
    try:
        return legible(str(path.relative_to(Path.cwd())))
    except (ValueError, OSError):
        return legible(str(path))


def legible(name: str) -> str:
    """A file's name as it can be shown: what no screen shows, or what moves other letters, is spelled out."""
    return "".join(char if char.isprintable() else _escaped(char) for char in name)


def _escaped(char: str) -> str:
    """A character by its number; a byte of the name that is no UTF-8 by that byte."""
    raw = char.encode("utf-8", "surrogateescape" if "\udc80" <= char <= "\udcff" else "backslashreplace")
    return f"\\x{raw[0]:02x}" if len(raw) == 1 else f"\\u{ord(char):04x}"


def text_of(raw: bytes, file: str) -> str | Problem:
    """The bytes of a file as text, or why they are none."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8 text"
        return Problem(file, line, "file", message, "save the file in the encoding UTF-8")


def too_large(size: int, file: str) -> Problem | None:
    """The problem of a file of that many bytes, if it has one."""
    if size <= MAX_BYTES:
        return None
    message = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
    return Problem(file, 1, "file", message, "shorten it, or split it into several scenarios")


def is_folder(path: Path) -> bool:
    """Whether a folder lies there; a path that can't be followed leads to none."""
    return os.path.isdir(path)  # Path.is_dir raises for what may not be looked at


def is_there(path: Path) -> bool:
    """Whether anything lies there; a path that can't be followed leads to nothing."""
    return os.path.exists(path)  # Path.exists raises for what may not be looked at


def files_below(folder: Path) -> Iterator[Path]:
    """Every YAML file below a folder and every Markdown file in a folder named `templates`, sorted.

    Links to folders are followed, except to where the search has been and to what lies around it.
    """
    seen = {os.path.realpath(folder)}
    for parent, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and _is_new(Path(parent, name), seen)
        )
        for name in sorted(names):
            path = Path(parent, name)
            if is_yaml(path) or (is_markdown(path) and path.parent.name == "templates"):
                yield path


def _is_new(folder: Path, seen: set[str]) -> bool:
    real = os.path.realpath(folder)
    if any(place == real or place.startswith(real.rstrip(os.sep) + os.sep) for place in seen):
        return False
    seen.add(real)
    return True


def is_yaml(path: Path) -> bool:
    """Whether the file's name says that it holds YAML."""
    return path.suffix.lower() in (".yml", ".yaml")


def is_markdown(path: Path) -> bool:
    """Whether the file's name says that it holds Markdown."""
    return path.suffix.lower() == ".md"


def files_in(folder: Path, *suffixes: str) -> dict[str, Path]:
    """Files of a folder with one of the suffixes in any case, by name and sorted; none without a folder.

    A link that leads nowhere is one of them, so that whoever reads it hears of it.
    """
    found = (path for path in entries(folder) if path.suffix.lower() in suffixes and not is_folder(path))
    return {path.name: path for path in found}


def closed(folder: Path) -> str | None:
    """Why a folder can't be looked into, in the system's words; None where it can."""
    try:
        os.listdir(folder)  # an iterator would not say yet whether the folder opens
    except OSError as error:
        return error.strerror or type(error).__name__
    return None


def entries(folder: Path) -> list[Path]:
    """What lies in a folder, by name; nothing where it can't be looked into."""
    try:
        return sorted(folder.iterdir(), key=lambda path: path.name)
    except (OSError, ValueError):
        return []
