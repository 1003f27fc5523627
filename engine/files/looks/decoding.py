"""Bytes of a text from elsewhere as text, whatever program wrote them."""

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 4_000
"""Bytes that an encoding without a mark is told by."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how its bytes were read."""

    text: str
    encoding: str
    is_guess: bool = False
    """Whether another encoding would give another text, and nothing in the file says which it is."""


def decoded(raw: bytes) -> Decoded:
    """The text of a file: UTF-8, UTF-16 or UTF-32, else the Western encoding of Windows."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return Decoded(raw.decode(name, "replace").removeprefix("\ufeff"), name.upper())
    wide = _wide(raw[:_HEAD])
    if wide:
        return Decoded(raw.decode(wide, "replace"), wide.upper())
    body = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(body.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _western(body)


def _western(body: bytes) -> Decoded:
    try:
        return Decoded(body.decode("cp1252"), "Windows-1252", is_guess=True)
    except UnicodeDecodeError:
        return Decoded(body.decode("latin-1"), "ISO 8859-1", is_guess=True)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of a text in Latin letters is zero."""
    pairs = head[: len(head) // 2 * 2]
    low, high = pairs[::2].count(0), pairs[1::2].count(0)
    if max(low, high) < 0.2 * len(pairs):
        return ""
    return "utf-16-le" if high > low else "utf-16-be"
