"""What a report consists of: sections of paragraphs, lists, tables and charts, as frozen values."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

Cell = str | int | float
FACTS = ("label", "value")
"""What the columns of a table without a head are called where they must be called something."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; with a label, such as ``Analysis``, that is set in bold before it."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its id is the name of its sheet and of its list in the JSON."""

    id: str
    title: str
    columns: tuple[str, ...]
    """Its head; empty for a list of facts, whose first column is the label."""
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    """Relative width of each column."""
    empty: str = "Nothing to list."
    """What stands there where it has no row."""
    room: int = 0
    """Lines left free below the text of each row, to write on by hand."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a bar chart; None where nothing was scored."""

    label: str
    value: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One course minute by minute: mean, and the band that holds nine in ten worlds."""

    name: str
    colour: str
    dash: str
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    served: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """A bar for each criterion, 1 to 5."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Courses:
    """Harm points and service over exercise minutes, with the moments of decisions."""

    curves: tuple[Curve, ...]
    marks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the sentence that says the same to people who don't see it."""

    id: str
    alt: str
    caption: str
    drawn: Scores | Courses


@dataclass(frozen=True, slots=True)
class Banner:
    """A line in large letters in the middle of the page."""

    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Code:
    """An address as a QR code; the address itself is said beside it."""

    address: str
    width_mm: int


@dataclass(frozen=True, slots=True)
class Blank:
    """Lines to write on by hand, below a label."""

    label: str
    lines: int


Block = Paragraph | Bullets | Table | Chart | Banner | Code | Blank


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    is_wide: bool = False
    """Whether its tables need a page on its side."""
    starts_page: bool = False
    """Whether it begins at the top of a page."""

    def caption(self, table: Table) -> str:
        """What stands above a table of this section; nothing where the heading says it already."""
        return "" if self.title.endswith(table.title) else table.title


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on every page of a paper that is printed and handed out."""

    label: str
    """Who may read it, such as ``TLP:AMBER``."""
    colour: str
    """Colour of the label's letters on black, as ``#RRGGBB``."""
    repeated: str
    """What every page says, so that nobody takes it for something real."""
    exercise: str
    """What the exercise is called; cut where it is too long for a line."""
    version: str
    """What tells two prints apart, version and hash; never cut."""

    def line(self, title: str) -> str:
        """What stands at the foot of a page that has room for all of it."""
        return f"{title} · {self.exercise} · {self.version}"


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    title: str
    exercise: str
    facts: tuple[tuple[str, str], ...]
    """What stands on the cover: label and value."""
    sections: tuple[Section, ...]
    created_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    """Scores and comparisons in full, for other programs."""
    has_title: bool = True
    """Whether its title stands above it; not where each page is handed to somebody else."""
    sheet: Sheet | None = None
    """How its pages are marked; None for a report that says when it was created."""

    @property
    def starts_wide(self) -> bool:
        """Whether its first page lies on its side."""
        return bool(self.sections) and self.sections[0].is_wide

    def tables(self) -> tuple[Table, ...]:
        """Every table, in order."""
        return tuple(
            block for section in self.sections for block in section.blocks if isinstance(block, Table)
        )

    def to_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "title": self.title,
            "exercise": self.exercise,
            "created_at": self.created_at.isoformat(),
            "facts": dict(self.facts),
            "sections": [_section_json(section) for section in self.sections],
            "tables": {item.id: _rows_json(item) for item in self.tables()},
            **self.data,
        }


def _section_json(section: Section) -> dict[str, Any]:
    blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in section.blocks]
    return {"id": section.id, "title": section.title, "level": section.level, "blocks": blocks}


def _rows_json(table: Table) -> list[dict[str, Cell]]:
    names = table.columns or FACTS
    return [dict(zip(names, row, strict=True)) for row in table.rows]


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A file format: every module of `scoring.reports` exports one as ``FORMAT``."""

    id: str
    title: str
    mime: str
    render: Callable[[Report], bytes]
    """The report as the bytes of a file; the same report always gives the same bytes."""
