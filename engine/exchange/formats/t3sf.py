"""MSELs of T3SF: JSON objects, or a spreadsheet, with its column names."""

from typing import Any

from engine.exchange.draft import Draft
from engine.exchange.foreign import ForeignFormat
from engine.exchange.formats import msel
from engine.exchange.losses import Losses
from engine.exchange.reading.limits import refuse
from engine.exchange.source import Options, Source
from engine.exchange.table.columns import plain
from engine.exchange.table.grid import as_text, of_records
from engine.exchange.table.header import find_header
from engine.exchange.table.rows import read_rows
from engine.exchange.table.times import Asked

_MARKS = ("real time", "subject", "script")


def _has_marks(names: Any) -> bool:
    held = {plain(str(name)) for name in names}
    return all(mark in held for mark in _MARKS)


def _records(source: Source) -> list[Any]:
    value = source.value
    if isinstance(value, dict):
        value = next((held for held in value.values() if isinstance(held, list)), [])
    return value if isinstance(value, list) else []


def fits(source: Source) -> int:
    """Whether the columns are those of T3SF."""
    if any(isinstance(item, dict) and _has_marks(item) for item in _records(source)[:5]):
        return 3
    for grid in source.grids:
        header = find_header(grid)
        if header is not None and _has_marks(as_text(cell) for _, cell in grid.rows[header.at].filled()):
            return 3
    return 0


def read(source: Source, options: Options, losses: Losses) -> Draft:
    """The injects; times count from the first.

    Raises:
        ScenarioInvalid: the columns aren't those of T3SF.

    """
    if source.grids:
        return msel.read(source, options, losses)
    grid = of_records(_records(source), "$", losses)
    header = find_header(grid)
    if header is None:
        refuse(
            source.file, "this holds no MSEL of T3SF", 'its objects have "Real Time", "Subject" and "Script"'
        )
    return Draft(injects=read_rows(grid, header, Asked(source.file, options.times), losses))


FORMAT = ForeignFormat(
    "t3sf",
    "MSEL of T3SF (JSON or .xlsx)",
    fits,
    read,
    "Real Time with Date as times from the first inject, Subject, From, Player, Script, Poll as a question",
)
