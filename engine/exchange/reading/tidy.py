"""Texts from elsewhere as a scenario holds them: no markup, control characters or fields of other tools."""

import re
from collections.abc import Container
from html.parser import HTMLParser

from engine.exchange.losses import Losses

LONGEST = 50_000
"""Letters of one text that are read; an exhibit holds 20,000 (assumption)."""
_CONTROL = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|u|strong|em|a|ul|ol|li|h[1-6]|table|tr|td|th|html|body|img)\b[^<>]*>", re.I
)
_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
_VARIABLE = re.compile(r"\$\{[^{}]*\}|<#[^<>]*>")
_SUSPECT = re.compile(
    r"[^\n\x20-;=-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\{\{|\$\{|_x000D_|[ \t]\n|^\s|\s\Z"
)
_BREAKS = ("p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6")
_SKIPPED = ("script", "style", "head")


class _Words(HTMLParser):
    """Collects the words of markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block starts a line."""
        self.skipping += tag in _SKIPPED
        if tag in _BREAKS:
            self.parts.append("\n• " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends a line."""
        self.skipping = max(0, self.skipping - (tag in _SKIPPED))
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self.skipping:
            self.parts.append(data)


def is_tidy(text: str) -> bool:
    """Whether a text is as a scenario holds it already; true of most, and quickly known."""
    return len(text) <= LONGEST and _SUSPECT.search(text) is None


def cut(text: str, place: str, losses: Losses) -> str:
    """As much of a text as is read."""
    if len(text) > LONGEST:
        losses.left_out(f"the end of a text, {len(text) - LONGEST:,} letters", place, "a limit of the import")
    return text[:LONGEST]


def tidied(text: str, place: str, losses: Losses) -> str:
    """A text as a scenario holds it; what is changed is said."""
    text = cut(text, place, losses)
    if _TAG.search(text):
        text = _without_markup(text)
        losses.guessed("markup is shown as plain text", place, "bold, links and pictures are gone")
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")
    cleaned = without_controls(plain, place, losses)
    cleaned = without_fields(cleaned, place, losses)
    if _VARIABLE.search(cleaned):
        losses.guessed("a variable stands in the text as it is", place, "nothing fills it in; write the word")
    return "\n".join(line.rstrip() for line in cleaned.strip().split("\n"))


def without_fields(text: str, place: str, losses: Losses, *, but: Container[str] = ()) -> str:
    """A text without names in double braces that Tplus would take for its own; those in `but` stay."""
    cleaned = _FIELD.sub(lambda hit: hit[0] if hit[1] in but else f"{{{hit[1]}}}", text)
    if cleaned != text:
        losses.guessed("double braces became single ones", place, "Tplus fills in figures of its own there")
    return cleaned


def without_controls(text: str, place: str, losses: Losses) -> str:
    """A text without characters that no scenario may hold."""
    cleaned = _CONTROL.sub("", text)
    if cleaned != text:
        losses.left_out("control characters", place, "no scenario holds them")
    return cleaned


def _without_markup(text: str) -> str:
    words = _Words()
    words.feed(text)
    words.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(words.parts)).strip()


def one_line(text: str, most: int = 120) -> str:
    """A text on one line, cut at a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0].rstrip(",;:")[: most - 1] + "…"


def split_list(text: str) -> tuple[str, ...]:
    """The entries of a cell that lists several: a line each, without their bullets and numbers."""
    entries: list[str] = []
    for line in text.split("\n"):
        if line.startswith("  ") and entries:
            entries[-1] += f"\n{line[2:]}"
        elif stripped := _BULLET.sub("", line.strip()):
            entries.append(stripped)
    return tuple(entries)


_BULLET = re.compile(r"^(?:[•*·▪◦–-]\s+|\(?\d{1,2}[.)]\s+)")
