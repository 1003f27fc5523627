"""Places inside a file: the way from its top to a value."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Place = tuple[str | int, ...]
"""Keys and list positions from the top of a file down to a value."""

Numbered = Callable[[dict[str, Any]], list[str]]

_INJECT_KEY = re.compile(r"inject_([0-9]{1,6})")


def dotted(place: Place) -> str:
    """A place as people read it, for example ``exercise.scenario.inject_3.questions[0]``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step[:80]}" for step in place)
    return text.lstrip(".") or "file"


def numbered_keys(value: Any) -> list[str]:
    """The keys `inject_1 … inject_n` of a mapping in the order of their numbers."""
    if not isinstance(value, dict):
        return []
    found = sorted((int(match.group(1)), key) for key in value if (match := _INJECT_KEY.fullmatch(key)))
    return [key for _, key in found]


def in_files(places: Iterable[Place], value: Any) -> list[Place]:
    """The places in a file for places in its model: as far down as the file goes, and one absent key."""
    known: dict[int, list[str]] = {}

    def numbered(story: dict[str, Any]) -> list[str]:
        """The numbered keys of a mapping; sorted once, however many places lie below it."""
        if id(story) not in known:
            known[id(story)] = numbered_keys(story)
        return known[id(story)]

    return [_in_file(place, value, numbered) for place in places]


def _in_file(place: Place, value: Any, numbered: Numbered) -> Place:
    written: list[str | int] = []
    steps = list(place)
    while steps:
        step = _as_written(steps, value, numbered)
        if step is None:
            return tuple(written)
        written.append(step)
        if not _holds(value, step):
            return tuple(written)
        value = value[step]
    return tuple(written)


def _as_written(steps: list[str | int], value: Any, numbered: Numbered) -> str | int | None:
    """Take one step of the model off; give the step of the file for it, or None where the file ends."""
    step = steps.pop(0)
    if not isinstance(value, dict):
        return step if _holds(value, step) else None
    if step == "injects" and step not in value and (keys := numbered(value)):
        return _inject_key(steps, keys)
    if step == "from" and step not in value and "sender" in value:
        return "sender"
    if step in value or not steps:
        return step
    return None


def _inject_key(steps: list[str | int], keys: list[str]) -> str | None:
    position = steps.pop(0) if steps else None
    return keys[position] if isinstance(position, int) and position < len(keys) else None


def _holds(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)
