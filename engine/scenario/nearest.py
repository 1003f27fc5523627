"""A remedy for a word that is not known: the nearest known one, or the list of them."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, or None where none is near."""
    folded = {_folded(item): item for item in known}
    found = get_close_matches(_folded(word[:120]), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def suggestion(word: str, known: Iterable[str], *, otherwise: str = "leave it out") -> str:
    """What to write instead of an unknown word."""
    words = list(dict.fromkeys(known))
    near = nearest(word, words)
    if near is not None:
        return f"did you mean `{near}`?"
    if not words:
        return otherwise
    shown = ", ".join(f"`{item}`" for item in words[:12])
    return f"write one of {shown}{' …' if len(words) > 12 else ''}"


def shown(value: Any) -> str:
    """A value as the file's author would recognise it, kept short."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            flat = " ".join(value.split())
            return f'"{flat if len(flat) <= 60 else flat[:59] + "…"}"'
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case _:
            return str(value)[:60]


def _folded(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")
