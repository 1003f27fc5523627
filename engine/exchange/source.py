"""A foreign file opened as far as its kind allows: sheets, a JSON value, or a text."""

from dataclasses import dataclass, field
from typing import Any

from engine.errors import ScenarioInvalid
from engine.exchange.losses import Losses
from engine.exchange.reading.limits import check_size, refuse
from engine.exchange.table.csv_text import read_csv
from engine.exchange.table.grid import Grid
from engine.exchange.table.workbook import read_workbook
from engine.exchange.times.column import Choice
from engine.files.looks.binary import binary_look
from engine.files.looks.decoding import decoded
from engine.files.looks.json_text import NoJson, is_json_like, read_json
from engine.files.looks.shapes import shape_of
from engine.files.looks.sniff import is_keyed
from engine.files.yaml.reader import read_yaml


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports has said of the file."""

    format_id: str = "auto"
    times: Choice = "auto"
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The content of a file in the one form it has."""

    file: str
    """Its name, for problems; it never decides what the file is."""
    grids: tuple[Grid, ...] = ()
    """Sheets of a spreadsheet, or the one table of a CSV file."""
    value: Any = None
    """The value of a JSON file."""
    text: str = ""
    """The text of a file that is no spreadsheet."""
    opened: Losses = field(default_factory=Losses)
    """What was said while it was opened."""


def opened(raw: bytes, file: str) -> Source:
    """A file ready for the importers.

    Raises:
        ScenarioInvalid: it is empty, too large, damaged, unsafe, or of a kind that holds no injects.

    """
    check_size(raw, file)
    losses = Losses()
    look = binary_look(raw)
    if look is not None and look.kind == "spreadsheet":
        return Source(file, grids=read_workbook(raw, file, losses), opened=losses)
    if look is not None:
        refuse(file, look.sentence, look.remedy)
    read = decoded(raw)
    if read.is_guess:
        losses.guessed(f"the text is read as {read.encoding}", "", "look at letters such as é, ü and ß")
    if is_json_like(read.text):
        return Source(file, value=_json(read.text, file), text=read.text, opened=losses)
    value = _yaml(read.text, file)
    if value is not None:
        return Source(file, value=value, text=read.text, opened=losses)
    grid = None if _is_markdown_table(read.text) else read_csv(read.text, file, losses)
    return Source(file, grids=() if grid is None else (grid,), text=read.text, opened=losses)


def _yaml(text: str, file: str) -> Any:
    """The value of a YAML text that looks like one an importer reads; None of any other text.

    Raises:
        ScenarioInvalid: words in it mean something else to YAML than to people, such as 05:00.

    """
    if not is_keyed(text):
        return None
    source = read_yaml(text, file)
    look = shape_of(source.value) if isinstance(source.value, dict | list) else None
    if look is None or not look.can_import:
        return None
    said = [problem for problem in source.problems if problem.path != "file"]
    if said:
        raise ScenarioInvalid(said)
    return source.value


def _is_markdown_table(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines() if line.strip()][:200]
    return any(set(line) <= set("|-: ") and "|" in line and "-" in line for line in lines)


def _json(text: str, file: str) -> Any:
    try:
        return read_json(text)
    except NoJson as error:
        refuse(file, str(error), error.remedy, line=error.line)
