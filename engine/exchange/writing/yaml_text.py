"""Plain values as the text of a scenario file, with comments; every text is read back as it was."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.exchange.reading.tidy import one_line

_KEY = re.compile(r"[a-z][a-z0-9_-]*")
_LIKE_TRUTH = re.compile(r"(?:y|yes|n|no|on|off|true|false|null)", re.IGNORECASE)
_ODD = re.compile("[\x85\u2028\u2029\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]")

Comments = Mapping[tuple[Any, ...], str]
"""Comments by the place they stand above."""


def yaml_text(value: Mapping[str, Any], comments: Comments | None = None) -> str:
    """The text of a scenario file."""
    return "\n".join(_mapping(value, 0, (), comments or {})) + "\n"


def _mapping(
    value: Mapping[str, Any], depth: int, place: tuple[Any, ...], comments: Comments
) -> Iterator[str]:
    pad = "  " * depth
    for key, held in value.items():
        here = (*place, key)
        if here in comments:
            yield f"{pad}# {one_line(_visible(comments[here]), 200)}"
        name = key if _KEY.fullmatch(key) and not _LIKE_TRUTH.fullmatch(key) else quoted(key)
        yield from _held(f"{pad}{name}:", held, depth + 1, here, comments)


def _held(start: str, held: Any, depth: int, place: tuple[Any, ...], comments: Comments) -> Iterator[str]:
    if isinstance(held, Mapping) and held:
        yield start
        yield from _mapping(held, depth, place, comments)
    elif isinstance(held, list | tuple) and held:
        yield start
        yield from _sequence(held, depth, place, comments)
    else:
        yield from _scalar(start, held, depth)


def _sequence(held: Any, depth: int, place: tuple[Any, ...], comments: Comments) -> Iterator[str]:
    pad = "  " * depth
    for n, item in enumerate(held):
        here = (*place, n)
        if here in comments:
            yield f"{pad}# {one_line(_visible(comments[here]), 200)}"
        if isinstance(item, Mapping) and item:
            lines = list(_mapping(item, depth + 1, here, comments))
            first = next(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
            yield from (line[2:] for line in lines[:first])
            yield f"{pad}- {lines[first][len(pad) + 2 :]}"
            yield from lines[first + 1 :]
        elif isinstance(item, list | tuple) and item:
            yield f"{pad}-"
            yield from _sequence(item, depth + 1, here, comments)
        else:
            yield from _scalar(f"{pad}-", item, depth + 1)


def _scalar(start: str, value: Any, depth: int) -> Iterator[str]:
    if not (isinstance(value, str) and "\n" in value and _fits_block(value)):
        yield f"{start} {scalar(value)}"
        return
    yield f"{start} |-"
    pad = "  " * depth
    yield from (pad + line if line else "" for line in value.split("\n"))


def _fits_block(text: str) -> bool:
    """Whether a block gives the same text again: no odd character, no blank at the end of a line."""
    lines = text.split("\n")
    return (
        not _ODD.search(text)
        and "\t" not in text
        and "\r" not in text
        and all(line == line.rstrip() for line in lines)
        and bool(lines[0])
        and not lines[0].startswith(" ")
        and bool(lines[-1])
    )


def scalar(value: Any) -> str:
    """A value that is no mapping or list with entries."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool) or value is None:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list | tuple):
        return "{}" if isinstance(value, dict) else "[]"
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    text = repr(value)
    return text if "." in text or "e" not in text else text.replace("e", ".0e")


def quoted(text: str) -> str:
    """A text in double quotes; what YAML takes for a line break, or nobody sees, is escaped."""
    return _visible(json.dumps(text, ensure_ascii=False))


def _visible(text: str) -> str:
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
