"""MSELs as spreadsheet or CSV: a table whose header row says what its columns are."""

from engine.exchange.draft import Draft
from engine.exchange.foreign import ForeignFormat
from engine.exchange.losses import Losses, listed
from engine.exchange.reading.limits import refuse
from engine.exchange.reading.tidy import one_line, tidied
from engine.exchange.source import Options, Source
from engine.exchange.table.grid import Grid, as_text
from engine.exchange.table.header import Header, find_header
from engine.exchange.table.rows import read_rows
from engine.exchange.table.times import Asked

_EMBEDDED = "Tplus"


def fits(source: Source) -> int:
    """Whether any table has a header row."""
    return max((1 + (header.score >= 4) for _, header in _tables(source)), default=0)


def read(source: Source, options: Options, losses: Losses) -> Draft:
    """The injects of the sheet with most of them, or of the one that was named.

    Raises:
        ScenarioInvalid: no table has a header row, or its times can be read in two ways.

    """
    grid, header = _chosen(source, options, losses)
    injects = read_rows(grid, header, Asked(source.file, options.times), losses)
    name, background = _titles(grid, header, losses)
    return Draft(injects=injects, name=name, background=background)


def _tables(source: Source) -> list[tuple[Grid, Header]]:
    found = [(grid, find_header(grid)) for grid in source.grids if grid.name != _EMBEDDED]
    return [(grid, header) for grid, header in found if header is not None]


def _chosen(source: Source, options: Options, losses: Losses) -> tuple[Grid, Header]:
    tables = _tables(source)
    if options.sheet:
        tables = [item for item in tables if item[0].name.lower() == options.sheet.lower()]
    if not tables:
        refuse(source.file, _no_header(source, options), _REMEDY)
    chosen = max(tables, key=lambda item: len(item[0].rows) - item[1].at + 100 * item[1].score)
    for grid in source.grids:
        if grid is not chosen[0] and grid.name != _EMBEDDED:
            also = any(grid is item[0] for item in tables)
            why = (
                "it looks like an MSEL too; name it with --sheet"
                if also
                else "it has no header row of an MSEL"
            )
            losses.left_out(f'the sheet "{grid.name}"', "", why)
    return chosen


_REMEDY = "name the columns in one row, for example: Time, Title, Description, To, Expected actions"


def _no_header(source: Source, options: Options) -> str:
    names = listed(f'"{grid.name}"' for grid in source.grids if grid.name)
    if options.sheet:
        return f'no sheet "{options.sheet}" with a header row; there are {names}'
    return "no row names the columns of an MSEL"


def _titles(grid: Grid, header: Header, losses: Losses) -> tuple[str, str]:
    """Name and background from the rows above the header: titles of one cell, or a word and its value."""
    found: dict[str, list[str]] = {"name": [], "background": []}
    for row in grid.rows[: header.at]:
        place = grid.place(row.number)
        cells = [tidied(as_text(cell), place, losses) for _, cell in row.filled()]
        label = _ABOVE.get(cells[0].strip(": ").lower()) if len(cells) == 2 else None
        if len(cells) == 1:
            label = "background" if found["name"] else "name"
        if label is None:
            losses.left_out(
                f"the row {one_line(' | '.join(cells), 60)!r}", place, "it stands above the header"
            )
            continue
        found[label].append(cells[-1])
        losses.guessed(f"{one_line(cells[-1], 60)!r} is the {label}", place)
    name = found["name"][0] if found["name"] else ""
    rest = [*([name] if len(name) > _LONGEST_NAME else []), *found["name"][1:], *found["background"]]
    return one_line(name), "\n".join(rest)


_LONGEST_NAME = 120
_ABOVE = {
    **dict.fromkeys(
        ("exercise", "exercise name", "name", "title", "exercise title", "übung", "exercice"), "name"
    ),
    **dict.fromkeys(("background", "scenario", "situation", "description", "summary", "lage"), "background"),
}
"""Words in front of a value above the header."""

FORMAT = ForeignFormat(
    "msel",
    "MSEL as spreadsheet (.xlsx) or CSV",
    fits,
    read,
    "time, number, title, text, sender, receivers, delivery, expected actions, questions, notes, phase,"
    " controller, objectives; titles above the header as name and background",
)
