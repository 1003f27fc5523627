"""How hard scenarios are, as the content folders bring it along: `difficulty.json`, made by a measurement."""

import json
from pathlib import Path
from typing import Any

from engine.errors import Problem, ScenarioInvalid
from engine.files.places import folders
from engine.files.text import display, read_text

FILE = "difficulty.json"


def load_difficulties(root: Path | None = None) -> tuple[dict[str, Any], ...]:
    """The measurements of each content folder that holds some, the shipped one's first.

    Raises:
        ScenarioInvalid: a file can't be read.

    """
    places = (folder / FILE for folder in folders(root))
    return tuple(_read(path) for path in places if path.exists())


def _read(path: Path) -> dict[str, Any]:
    text = read_text(path)
    if isinstance(text, Problem):
        raise ScenarioInvalid([text])
    try:
        held = json.loads(text)
        for row in held.values():
            _ = row["key"], row["plays"], [(item["mean"], item["sd"]) for item in row["skills"].values()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "make it anew: `tplus difficulty SCENARIO --json`"
        message = f"this is no list of measured difficulties ({type(error).__name__}: {error})"
        raise ScenarioInvalid([Problem(display(path), 1, "file", message, remedy)]) from error
    return dict(held)
