"""Values of JSON from elsewhere as texts, lists and lengths, whatever form they have there."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from engine.exchange.losses import Losses
from engine.exchange.reading.limits import MAX_ROWS
from engine.exchange.reading.technical import KEYS, without_technical
from engine.exchange.reading.tidy import one_line, tidied
from engine.exchange.times.cells import read_time
from engine.exchange.times.reading import MINUTE_MS, SECOND_MS, Bare, Offset

_WORDS = ("label", "text", "title", "name", "role", "question", "description", "id")
"""Keys whose value stands for a whole object in a list, the first that it has."""


def text_at(value: Mapping[str, Any], keys: Iterable[str], place: str, losses: Losses) -> str:
    """The first of some keys that holds words, as a scenario holds them."""
    for key in keys:
        held = value.get(key)
        if isinstance(held, str) and held.strip():
            where = f"{place}.{key}"
            return without_technical(tidied(held, where, losses), where, losses)
        if isinstance(held, int | float) and not isinstance(held, bool):
            return str(held)
    return ""


def entries(value: Any, place: str, losses: Losses) -> tuple[str, ...]:
    """The texts of a list, of one text, or of a list of objects that have a name."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return ()
    found = []
    for n, item in enumerate(value):
        where = f"{place}[{n}]"
        text = words_of(item)
        if text:
            found.append(without_technical(tidied(text, where, losses), where, losses))
        elif item not in (None, "", [], {}):
            losses.left_out("an entry without words", where, "it names no text")
    return tuple(filter(None, found))


def within(value: Any, place: str, losses: Losses) -> list[Any]:
    """The entries of a list, as many as are read; none of what is no list."""
    found = value if isinstance(value, list) else []
    if len(found) > MAX_ROWS:
        losses.left_out(f"entries after the first {MAX_ROWS:,}", place, "a limit of the import")
    return found[:MAX_ROWS]


def words_of(item: Any) -> str:
    """What stands for a value in a list."""
    if isinstance(item, str):
        return item.strip()
    if isinstance(item, Mapping):
        return next(
            (str(item[key]).strip() for key in _WORDS if isinstance(item.get(key), str) and item[key]), ""
        )
    return "" if isinstance(item, bool) or not isinstance(item, int | float) else str(item)


def length_ms(value: Any, unit_ms: int = MINUTE_MS) -> int | None:
    """A length as milliseconds; a number without a unit is in the given one."""
    read = read_time(value.strip() if isinstance(value, str) else value)
    if isinstance(read, Bare):
        ms = read.number * unit_ms
    elif isinstance(read, Offset):
        ms = float(read.ms)
    else:
        return None
    return round(ms / SECOND_MS) * SECOND_MS if math.isfinite(ms) and ms >= 0 else None


def say_unread(value: Mapping[str, Any], known: Iterable[str], place: str, losses: Losses) -> None:
    """Say which keys of an object hold something that was not taken."""
    for key, held in value.items():
        if key not in {*known} and held not in (None, "", [], {}, False):
            why = (
                "Tplus carries nothing out" if str(key).lower() in KEYS else "a scenario has no place for it"
            )
            losses.left_out(f"the key {one_line(str(key), 60)!r}", f"{place}.{one_line(str(key), 60)}", why)
