"""People's words made safe for a file: characters that break one are replaced, names left out on request."""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
Say = Callable[[str], str]

LEAST_NAME = 3
"""Letters from which a name is looked for in other people's words; shorter ones are parts of words."""

_BREAKING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0010fffe\U0010ffff]"
    "|[\ud800-\udfff]"
)
"""Control characters, marks that turn the direction of writing, non-characters and lone surrogates."""

_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")


def clean(text: str) -> str:
    """A text that every file format can hold: what would break one is shown as ``�``."""
    return _BREAKING.sub("\ufffd", _BREAKS.sub("\n", text))


def without_names(names: Iterable[tuple[str, str]]) -> Say:
    """A function that puts a role in place of each of these (name, role), wherever the name occurs whole."""
    roles = {name: role for name, role in names if len(name.strip()) >= LEAST_NAME}
    if not roles:
        return lambda text: text
    longest_first = sorted(roles, key=lambda name: (-len(name), name))
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda text: found.sub(lambda match: roles[match[0]], text)


def said(value: T, say: Say) -> T:
    """The same value with every text in it, however deep, as `say` gives it."""
    return _said(value, say)  # type: ignore[no-any-return]  # the shape is kept, whatever it is


def _said(value: Any, say: Say) -> Any:
    if isinstance(value, str):
        return say(value)
    if isinstance(value, tuple | list):
        return type(value)(_said(item, say) for item in value)
    if isinstance(value, dict):
        return {_said(key, say): _said(item, say) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{item.name: _said(getattr(value, item.name), say) for item in fields(value)})
    return value
