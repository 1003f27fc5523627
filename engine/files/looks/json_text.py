"""JSON from elsewhere as plain values: its size and depth are looked at before it is read."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

MAX_DEPTH = 60
"""Levels of nesting that are read; the files of all importers have fewer than twenty (assumption)."""


class NoJson(ValueError):
    """A text is no JSON that is read; carries the line and what to do."""

    def __init__(self, message: str, remedy: str, line: int = 1) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.line = line


def is_json_like(text: str) -> bool:
    """Whether a text starts as a JSON object or list does."""
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def read_json(text: str) -> Any:
    """The value a JSON text holds; a key given twice, and numbers that are none, are refused.

    Raises:
        NoJson: the text is no JSON, or is nested too deeply.

    """
    try:
        value = json.loads(text.lstrip("\ufeff"), object_pairs_hook=_unique, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise NoJson(f"this is no whole JSON: {error.msg.lower()}", _MEND, error.lineno) from error
    except RecursionError as error:
        raise NoJson("the file is nested too deeply", "write it with fewer levels") from error
    except NoJson:
        raise
    except ValueError as error:  # an integer of more than 4,300 digits
        raise NoJson("a number has too many digits", "write it shorter") from error
    if _is_deep(value):
        raise NoJson(f"the file is nested more than {MAX_DEPTH} deep", "write it with fewer levels")
    return value


_MEND = "mend the file at that line, or export it anew"


def _is_deep(value: Any) -> bool:
    """Whether values lie deeper than are read; a level at a time, so that nothing recurses."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for item in level for inner in _inside(item) if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise NoJson(f"the key {twice[:60]!r} is given twice in one object", "keep one of the two")
    return found


def _no_number(word: str) -> Any:
    raise NoJson(f"{word} is no number", "write a number, or null")
