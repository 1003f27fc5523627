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
        reason = getattr(error, "strerror", None) or "the path is not possible"
        return Problem(
            file, 1, "file", f"the file can't be read: {reason}", "check the path and its permissions"
        )


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
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


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


def files_below(folder: Path) -> Iterator[Path]:
    """Every YAML file below a folder and every Markdown file in a folder named `templates`, sorted."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if is_yaml(path) or (is_markdown(path) and path.parent.name == "templates"):
                yield path


def is_yaml(path: Path) -> bool:
    """Whether the file's name says that it holds YAML."""
    return path.suffix.lower() in (".yml", ".yaml")


def is_markdown(path: Path) -> bool:
    """Whether the file's name says that it holds Markdown."""
    return path.suffix.lower() == ".md"


def files_in(folder: Path, *suffixes: str) -> dict[str, Path]:
    """Files of a folder with one of the suffixes in any case, by name and sorted; none without a folder."""
    if not folder.is_dir():
        return {}
    found = (path for path in folder.iterdir() if path.suffix.lower() in suffixes and path.is_file())
    return {path.name: path for path in sorted(found, key=lambda path: path.name)}
