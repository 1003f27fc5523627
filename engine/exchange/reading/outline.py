"""A Markdown text as headings with the lines below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_HEADING = re.compile(r"(#{1,6}) +(.+?) *#*$")


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
        heading = None if is_code else _HEADING.match(line)
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


def plain(lines: Sequence[str]) -> str:
    """Lines without the marks of Markdown; of links and pictures their words stay."""
    kept = (line for line in lines if not re.fullmatch(r"\s*(?:-{3,}|\*{3,}|_{3,}|```\w*)\s*", line))
    text = "\n".join(re.sub(r"^\s*>\s?", "", line) for line in kept)
    text = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    return re.sub(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__", lambda hit: hit[1] or hit[2], text).strip()
