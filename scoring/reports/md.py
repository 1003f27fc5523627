"""The report as Markdown with GitHub's tables; people's words are shown as they were typed."""

import re
from collections.abc import Iterator

from scoring.writing.document import (
    Banner,
    Blank,
    Block,
    Bullets,
    Chart,
    Code,
    Paragraph,
    Report,
    ReportFormat,
    Section,
    Table,
)
from scoring.writing.document import Courses as Lines

_ANYWHERE = re.compile(r"([\\`*_\[\]<>~|$&@]|(?<=[a-zA-Z]):(?=//)|(?<=www)\.)", re.I)
_AT_START = re.compile(r"^([#+=-]|[0-9]+(?=[.)]))")


def render(report: Report) -> bytes:
    """The whole report as one text."""
    return ("\n".join(_document(report)).rstrip() + "\n").encode()


def _document(report: Report) -> Iterator[str]:
    yield f"# {plain(report.title)}"
    yield ""
    for label, value in report.facts:
        yield f"- **{plain(label)}:** {plain(value)}"
    for section in report.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield f"{'#' * (section.level + 1)} {plain(section.title)}"
    for block in section.blocks:
        yield ""
        yield from _block(block, section)


def _block(block: Block, section: Section) -> Iterator[str]:
    match block:
        case Paragraph(text, label):
            yield _labelled(text, label)
        case Bullets(items):
            yield from (f"- {plain(item)}" for item in items)
        case Table():
            yield from _table(block, section)
        case Chart():
            yield from _chart(block)
        case Banner(text):
            yield f"**{plain(text)}**"
        case Code(address):
            yield plain(address)
        case Blank(label):
            yield plain(label)


def _labelled(text: str, label: str) -> str:
    if not label:
        return plain(text)
    return f"**{plain(label)}.** {plain(text)}" if text else f"**{plain(label)}**"


def _table(table: Table, section: Section) -> Iterator[str]:
    caption = section.caption(table)
    if caption:
        yield f"**{plain(caption)}**"
        yield ""
    if not table.rows:
        yield plain(table.empty)
        return
    yield _row(table.columns or ("",) * len(table.widths))
    yield "|" + " --- |" * len(table.widths)
    yield from (_row(tuple(map(str, row))) for row in table.rows)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return "<br>".join(_escaped(line) for line in text.splitlines() if line.strip()) or " "


def _chart(chart: Chart) -> Iterator[str]:
    """A chart in words and, for courses, as figures each quarter hour."""
    yield f"*{plain(chart.caption)}* {plain(chart.alt)}"
    if isinstance(chart.drawn, Lines):
        curves = chart.drawn.curves
        yield ""
        yield _row(("Exercise minute", *(f"{item.name}, harm points" for item in curves)))
        yield "|" + " --- |" * (len(curves) + 1)
        for minute in range(0, len(curves[0].mean), 15):
            yield _row((str(minute), *(f"{item.mean[minute]:,.0f}" for item in curves)))


def plain(text: str) -> str:
    """A text with every mark shown as it was typed; its lines stay lines."""
    return "<br>".join(_escaped(line) for line in text.splitlines() if line.strip())


def _escaped(line: str) -> str:
    marked = _ANYWHERE.sub(r"\\\1", " ".join(line.split()))
    return _AT_START.sub(lambda found: _neutral(found[1]), marked)


def _neutral(start: str) -> str:
    """The start of a line that is no heading and no list: a number is parted from its point."""
    return f"{start}\u2060" if start.isdigit() else f"\\{start}"


FORMAT = ReportFormat("md", "Markdown", "text/markdown", render)
