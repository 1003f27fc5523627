"""People's text, shown as text: nothing they write becomes markup."""

import re
from collections.abc import Mapping
from html import escape as escape_html

from engine.events import SYSTEM

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r":(?=[A-Za-z0-9_+-])")
_JOINER = "\u2060"
"""Word joiner: seen by nobody, and enough that ``:smile:`` stays what was typed."""


def plain(text: str) -> str:
    """A text for a Markdown heading, label or line: every mark is shown as it was typed.

    Indents and blank lines are closed up, because they would mean a code block or a new paragraph.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "  \n".join(_escaped(line) for line in lines if line)


def _escaped(line: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", _SHORTCODE.sub(f":{_JOINER}", line))


def line(text: str) -> str:
    """The same on one line, for labels."""
    return plain(" ".join(text.split()))


def html(text: str) -> str:
    """A text that HTML shows as it was written, line breaks included."""
    return escape_html(text.replace("\r", ""), quote=True).replace("\n", "<br>")


def name_of(names: Mapping[str, str], participant_id: str) -> str:
    """A participant's name, or a word for those who have none."""
    if participant_id == SYSTEM:
        return "Tplus"
    return names.get(participant_id, "Name erased")
