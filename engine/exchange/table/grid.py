"""A table as cells with their places, whatever file it comes from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from engine.exchange.losses import Losses
from engine.exchange.reading.limits import MAX_COLUMNS, MAX_ROWS

Origin = Literal["sheet", "csv", "json", "markdown"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the file, counted from 1."""

    number: int
    cells: tuple[Any, ...]

    def at(self, column: int) -> Any:
        """The value of a column; None beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else None

    def filled(self) -> list[tuple[int, Any]]:
        """Columns that hold something, with their values."""
        return [(n, cell) for n, cell in enumerate(self.cells) if not is_empty(cell)]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, a CSV file, or a list of JSON objects whose first row is their keys."""

    name: str
    rows: tuple[Row, ...]
    origin: Origin

    def place(self, row: int, column: int | None = None, heading: str = "") -> str:
        """Where a cell stands, for people; `row` is the row's own number."""
        if self.origin == "json":
            at = f"{self.name}[{row}]"
            return at if column is None else f"{at}.{heading}"
        what = f'sheet "{self.name}", row {row}' if self.origin == "sheet" else f"line {row}"
        if column is None:
            return what
        name = letter(column) if self.origin == "sheet" else str(column + 1)
        return f"{what}, column {name}{f' ({heading})' if heading else ''}"

    def column_place(self, column: int, heading: str = "") -> str:
        """Which column it is, for people."""
        if self.origin == "json":
            return f"{self.name}[].{heading}"
        sheet = f'sheet "{self.name}", ' if self.origin == "sheet" else ""
        name = letter(column) if self.origin == "sheet" else str(column + 1)
        return f"{sheet}column {name}{f' ({heading})' if heading else ''}"


def letter(column: int) -> str:
    """The name a spreadsheet gives a column, counted from 0: A, B … Z, AA."""
    name, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def is_empty(value: Any) -> bool:
    """Whether a cell holds nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def as_text(value: Any) -> str:
    """A cell as a person reads it."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "yes" if value else "no"
        case date() | time():
            return _moment(value)
        case list() | tuple() | dict():
            return _several(value)
        case _:
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    return value.isoformat()


def _several(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{key}: {as_text(item)}" for key, item in value.items() if not is_empty(item))
    return "\n".join(filter(None, (_entry(item) for item in value)))


_NAMES = ("text", "label", "title", "name", "question", "description", "role", "condition", "trigger")


def _entry(value: Any) -> str:
    """An entry of a list in one cell: its own words where it is an object that has some."""
    if not isinstance(value, dict):
        return as_text(value)
    named = [str(value[key]) for key in _NAMES if isinstance(value.get(key), str) and value[key].strip()]
    rest = [as_text(item) for key, item in value.items() if key not in _NAMES and isinstance(item, str)]
    return ": ".join([*named[:1], *filter(None, rest if named and len(value) == 2 else [])]) or as_text(value)


def of_records(records: Sequence[Any], path: str, losses: Losses) -> Grid:
    """A list of JSON objects as a table; entries that are no objects become rows of one cell."""
    if len(records) > MAX_ROWS:
        losses.left_out(f"entries after the first {MAX_ROWS:,}", path, "a limit of the import")
        records = records[:MAX_ROWS]
    keys = list(dict.fromkeys(str(key) for item in records if isinstance(item, Mapping) for key in item))
    if len(keys) > MAX_COLUMNS:
        losses.left_out(f"keys after the first {MAX_COLUMNS}", path, "a limit of the import")
        keys = keys[:MAX_COLUMNS]
    return Grid(path, (Row(-1, tuple(keys)), *_record_rows(records, keys)), "json")


def _record_rows(records: Sequence[Any], keys: Sequence[str]) -> Iterator[Row]:
    for number, item in enumerate(records):
        if isinstance(item, Mapping):
            plain = {str(key): value for key, value in item.items()}
            yield Row(number, tuple(plain.get(key) for key in keys))
        else:
            yield Row(number, (item,))
