"""People's text, shown as text: nothing they write becomes markup."""

import re
from collections.abc import Mapping
from html import escape as escape_html

from engine.log.fact import SYSTEM
from ui.language.words import BRAND, t

_ANYWHERE = re.compile(r"([\\`*_\[\]<~$|]|&(?=[A-Za-z#])|:(?=[A-Za-z:]|[\w+-]+:))")
_AT_START = re.compile(r"^([#>=+-]|[0-9]+(?=[.)]))")
_SHORTCODE = re.compile(r":(?=[A-Za-z]|[\w+-]+:)")
_LINK = re.compile(r"(https?:)(?=//)|(www)(?=\.)|(?<=[-.\w+])(?=@)", re.IGNORECASE)
"""Where Streamlit's Markdown finds an address that nobody marked as a link."""

_JOINER = "\u2060"
"""Word joiner: seen by nobody, and enough that ``:smile:`` stays what was typed."""


def plain(text: str) -> str:
    """A text for a Markdown heading, label or line: every mark is shown as it was typed.

    Indents and blank lines are closed up, because they would mean a code block or a new paragraph.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "  \n".join(_escaped(line) for line in lines if line)


def _escaped(line: str) -> str:
    """Marks with a meaning are escaped, and no others: a screen reader reads labels as they stand."""
    marked = _ANYWHERE.sub(r"\\\1", line)
    marked = _AT_START.sub(lambda found: _neutral(found[1]), marked)
    unlinked = _LINK.sub(rf"\g<0>{_JOINER}", marked)
    return _SHORTCODE.sub(f":{_JOINER}", unlinked)


def _neutral(start: str) -> str:
    """The start of a line that is no heading, quote or list: a number is parted from its point."""
    return f"{start}{_JOINER}" if start.isdigit() else f"\\{start}"


def line(text: str) -> str:
    """The same on one line, for labels."""
    return plain(" ".join(text.split()))


def html(text: str) -> str:
    """A text that HTML shows as it was written, line breaks included."""
    return escape_html(text.replace("\r", ""), quote=True).replace("\n", "<br>")


def name_of(names: Mapping[str, str], participant_id: str) -> str:
    """A participant's name, or a word for those who have none."""
    if participant_id == SYSTEM:
        return BRAND
    return names.get(participant_id, t("Name erased"))
