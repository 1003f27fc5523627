"""Foreign files read, and files written whole or not at all."""

import os
import tempfile
from pathlib import Path

from engine.errors import Problem, ScenarioInvalid
from engine.exchange.exporting import Exported, export_scenario, format_for
from engine.exchange.importing import Imported, import_scenario
from engine.exchange.source import Options
from engine.files.loader import load_content
from engine.files.text import MAX_FOREIGN_BYTES, display, read_raw
from terminal.rehearsing import find_scenario


def imported(path: Path, options: Options) -> Imported:
    """The scenario in a foreign file.

    Raises:
        ScenarioInvalid: it can't be imported, with every problem found.

    """
    raw = read_raw(path)
    if raw is None:
        raise ScenarioInvalid([_unread(path)])
    return import_scenario(raw, path.name, load_content(), options)


def _unread(path: Path) -> Problem:
    if path.is_file() and path.stat().st_size > MAX_FOREIGN_BYTES:
        message = f"the file has {path.stat().st_size:,} bytes; at most {MAX_FOREIGN_BYTES:,} are imported"
        return Problem(
            display(path), 1, "file", message, "save the sheet with the injects alone, and import that"
        )
    message = "there is no file that can be read" if not path.is_dir() else "this is a folder"
    return Problem(display(path), 1, "file", message, "give the path of a file")


def exported(named: Path, out: Path, format_id: str) -> Exported:
    """A scenario as a file of another tool; `named` is its file, or the id of a shipped one.

    Raises:
        ScenarioInvalid: the scenario is not valid.
        ValueError: there is no such format.

    """
    chosen = format_id or format_for(out.name)
    loaded = find_scenario(named, load_content())
    return export_scenario(loaded.text, chosen)


def put(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all; one that is there stays unless it may be replaced.

    Raises:
        ValueError: a file of that name is there, or it can't be written.

    """
    if path.exists() and not overwrite:
        raise ValueError(f"{path} is there already. Choose another file, or give --overwrite.")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent or None, prefix=".tplus-")
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(content)
            os.chmod(name, _mode())
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
    except OSError as error:
        raise ValueError(
            f"{path} can't be written: {error.strerror}. Choose another file with --out."
        ) from error


def _mode() -> int:
    """What a new file's permissions are in this process."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
