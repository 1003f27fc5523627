"""A Markdown text as headings with the lines below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_HEADING = re.compile(r"(#{1,6}) +(.+?) *#*$")
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}|```\w*")
_LONGEST = 300
"""Letters of a heading; longer lines are text (assumption)."""
MAX_PARTS = 2_000
"""Headings that part a text; below more of them all is one part (assumption)."""


@dataclass(slots=True)
class Part:
    """A heading and the lines below it, up to the next heading; the first part has none."""

    line: int
    level: int
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands below the heading."""
        return not any(line.strip() for line in self.lines)

    @property
    def place(self) -> str:
        """Where the heading stands, for people."""
        return f"line {self.line}"


def parts_of(text: str) -> list[Part]:
    """The parts of a text, in order; what looks like a heading inside code is none."""
    found = [Part(1, 0, "")]
    is_code = False
    for number, line in enumerate(text.splitlines(), start=1):
        is_code ^= line.lstrip().startswith("```")
        is_text = is_code or len(line) > _LONGEST or len(found) > MAX_PARTS
        heading = None if is_text else _HEADING.match(line)
        if heading:
            found.append(Part(number, len(heading[1]), without_marks(heading[2])))
        else:
            found[-1].lines.append(line)
    return found


def inside(parts: Sequence[Part], part: Part) -> Iterator[Part]:
    """The parts whose headings stand below another one's."""
    at = next(n for n, item in enumerate(parts) if item is part)
    for item in parts[at + 1 :]:
        if item.level <= part.level:
            return
        yield item


def without_marks(text: str) -> str:
    """A line without the marks for bold and code."""
    return re.sub(r"\*\*|__|`", "", text).strip()


def plain(text: str) -> str:
    """A text without the marks of Markdown; of links and pictures their words stay."""
    lines = (line for line in text.split("\n") if not _RULE.fullmatch(line.strip()))
    text = "\n".join(re.sub(r"^ {0,3}> ?", "", line) for line in lines)
    text = re.sub(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)", r"\1", text)
    return re.sub(r"\*\*([^*\n]{1,500})\*\*|__([^_\n]{1,500})__", lambda hit: hit[1] or hit[2], text).strip()
