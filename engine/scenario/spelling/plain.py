"""The characters of a time made plain: digits of every script, spaces of every width, marks alike."""

import unicodedata

_INVISIBLE = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""Characters that show nothing and move nothing; those that turn text round are not among them."""

_ALIKE = str.maketrans("‘’′‛`´“”″−‐‑‒–—", "''''''\"\"\"------")
_WIDE = range(0xFF01, 0xFF5F)
"""Full-width forms of the characters of ASCII, in the same order."""


def plain(text: str) -> str:
    """The text in small letters with digits 0 to 9, single spaces and simple marks; what it says stays."""
    found = "".join(_plain(char) for char in text)
    return " ".join(found.translate(_ALIKE).lower().split())


def _plain(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return chr(ord(char) - _WIDE.start + ord("!")) if ord(char) in _WIDE else char
