"""The rows of an MSEL as injects, with everything said that no inject holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import get_args

from engine.exchange.draft import DraftExhibit, DraftInject
from engine.exchange.losses import Losses
from engine.exchange.reading.limits import MAX_INJECTS, TOO_MANY
from engine.exchange.reading.technical import is_plain, without_technical
from engine.exchange.reading.tidy import (
    is_tidy,
    one_line,
    split_list,
    tidied,
    without_controls,
    without_fields,
)
from engine.exchange.table import own, words
from engine.exchange.table.columns import Field
from engine.exchange.table.grid import Grid, Row, as_text
from engine.exchange.table.header import Column, Header
from engine.exchange.table.times import Asked, row_times
from engine.scenario.exercise import Delivery
from engine.story import FIELDS


@dataclass(slots=True)
class _Reader:
    grid: Grid
    header: Header
    losses: Losses
    is_own: bool
    phase: str = ""
    owned: dict[Field, tuple[Column, ...]] = field(default_factory=dict)
    found: list[DraftInject] = field(default_factory=list)

    def columns(self, name: Field) -> tuple[Column, ...]:
        """The columns of a field."""
        if name not in self.owned:
            self.owned[name] = self.header.of(name)
        return self.owned[name]

    def place(self, row: Row, name: Field | None = None) -> str:
        """Where a row, or its cell of a field, stands."""
        columns = self.columns(name) if name else ()
        if not columns:
            return self.grid.place(row.number)
        return self.grid.place(row.number, columns[0].index, columns[0].heading)

    def cell(self, row: Row, column: Column) -> str:
        """One cell as a person reads it."""
        text = as_text(row.at(column.index))
        return own.unguarded(text) if self.grid.origin == "csv" else text

    def raw(self, row: Row, name: Field) -> str:
        """The cells of a field as one text."""
        cells = (self.cell(row, column) for column in self.columns(name))
        return "\n".join(cell for cell in cells if cell)

    def text(self, row: Row, name: Field) -> str:
        """The cells of a field as a scenario holds them."""
        return self.clean(self.raw(row, name), row, name)

    def clean(self, text: str, row: Row, name: Field | Column) -> str:
        """A text without what no scenario holds; what Tplus wrote itself holds none of it."""
        if not text or (is_tidy(text) and (self.is_own or is_plain(text))):
            return text
        if isinstance(name, Column):
            place = self.grid.place(row.number, name.index, name.heading)
        else:
            place = self.place(row, name)
        if self.is_own:
            plain = without_controls(text, place, self.losses)
            return without_fields(plain, place, self.losses, but=FIELDS)
        return without_technical(tidied(text, place, self.losses), place, self.losses)

    def entries(self, row: Row, name: Field) -> tuple[str, ...]:
        """The entries of a field that lists several."""
        raw = self.raw(row, name)
        parts = own.parted(raw) if self.is_own else split_list(raw)
        return tuple(filter(None, (self.clean(part, row, name) for part in parts)))


def read_rows(grid: Grid, header: Header, asked: Asked, losses: Losses) -> tuple[DraftInject, ...]:
    """The injects of a table.

    Raises:
        ScenarioInvalid: its times can be read in two ways.

    """
    headings = tuple(column.heading for column in header.columns)
    reader = _Reader(grid, header, losses, headings == own.HEADINGS)
    rows = list(_inject_rows(reader))
    _say_columns(reader)
    times = row_times(grid, header, [row for row, _ in rows], asked, losses)
    known = [at_ms for at_ms in times if at_ms is not None]
    is_ordered = len(known) == len(times) and known == sorted(known)
    for (row, phase), at_ms in zip(rows, times, strict=True):
        if is_ordered and len(reader.found) >= MAX_INJECTS:
            _say_late(reader, row)
            continue
        reader.phase = phase
        _add(reader, row, at_ms)
    return tuple(reader.found)


def _say_late(reader: _Reader, row: Row) -> None:
    """Tell of a row that comes after as many injects as a scenario holds."""
    words = one_line(reader.raw(row, "title") or reader.raw(row, "text"), 60)
    reader.losses.left_out(f"the inject {words!r}", reader.place(row), TOO_MANY)


def _inject_rows(reader: _Reader) -> Iterator[tuple[Row, str]]:
    """The rows that are injects, each with the phase it stands in; titles and repeated headers are told."""
    header, grid = reader.header, reader.grid
    headings = [column.heading for column in header.columns]
    phase = ""
    for row in grid.rows[header.at + 1 :]:
        filled = row.filled()
        if [as_text(cell) for _, cell in filled] == headings:
            reader.losses.left_out(
                "the header row again", grid.place(row.number), "it names the columns only"
            )
        elif _is_section(reader, row, len(filled)):
            phase = one_line(as_text(filled[0][1]))
            reader.losses.taken(
                f"the section {phase!r} as a note of the injects below it", grid.place(row.number)
            )
        else:
            yield row, phase


def _is_section(reader: _Reader, row: Row, filled: int) -> bool:
    """Whether a row is a title inside the table: one cell alone, where injects have more."""
    if filled != 1 or len(reader.header.columns) < 3:
        return False
    is_timed = any(as_text(row.at(column.index)) for column in reader.columns("time"))
    return not is_timed and (reader.grid.origin != "json") and bool(reader.columns("time"))


def _say_columns(reader: _Reader) -> None:
    for column in reader.header.columns:
        place = reader.grid.column_place(column.index, column.heading)
        if column.field is None:
            reader.losses.guessed("a column with no place of its own is kept in the notes", place)
        elif column.field in _LEFT_OUT:
            if any(as_text(row.at(column.index)) for row in reader.grid.rows[reader.header.at + 1 :]):
                reader.losses.left_out("the whole column", place, _LEFT_OUT[column.field])
        else:
            reader.losses.taken(f"as {_CALLED.get(column.field, column.field)}", place)


_LEFT_OUT: dict[Field, str] = {
    "picture": "pictures don't come along; save them beside the scenario, and name them as exhibits",
    "technical": "Tplus carries nothing out and holds no attack text",
    "score": "Tplus scores by its own rubric",
}
_CALLED: dict[Field, str] = {
    "id": "number",
    "sender": "simulated sender",
    "to": "receiving roles",
    "expected": "expected actions",
    "question": "questions",
    "exhibit": "exhibits",
    "phase": "phase, kept in the notes",
    "status": "status, kept in the notes",
    "kind": "kind of inject",
}


_NOTED: tuple[Field, ...] = ("phase", "status")
"""Fields that become lines of the notes."""


def _add(reader: _Reader, row: Row, at_ms: int | None) -> None:
    """One more inject, or one more thing about the inject before it."""
    kind, title, text = reader.raw(row, "kind"), reader.text(row, "title"), reader.text(row, "text")
    place = reader.place(row)
    if reader.raw(row, "status").strip().lower() in words.GONE and not reader.is_own:
        reader.losses.left_out(
            f"an inject marked {reader.raw(row, 'status')!r}", place, "it is not to be delivered"
        )
    elif not (title or text):
        reader.losses.left_out(_nothing(reader, row), place, "it has neither a title nor a text")
    elif words.is_expected_action(kind) and reader.found:
        last = reader.found[-1]
        reader.found[-1] = replace(last, expected=(*last.expected, text or title))
        reader.losses.taken("a row of an expected action, as one of the inject before it", place)
    elif words.is_for_controllers(kind) and reader.found:
        last = reader.found[-1]
        reader.found[-1] = replace(last, notes=_below(last.notes, text or title))
        reader.losses.guessed(f"a row of kind {kind!r} is a note of the inject before it", place)
    else:
        reader.found.append(_inject(reader, row, at_ms, title=title, text=text))


def _nothing(reader: _Reader, row: Row) -> str:
    held = " | ".join(one_line(as_text(cell), 40) for _, cell in row.filled())
    return f"a row that holds only: {one_line(held)}"


def _inject(reader: _Reader, row: Row, at_ms: int | None, *, title: str, text: str) -> DraftInject:
    delivery, delivery_note = _delivery(reader, row)
    if re.search(r"\bconditional\b", reader.raw(row, "kind"), re.IGNORECASE):
        why = "a table has no conditions; add `when`"
        reader.losses.guessed("a conditional inject comes by its time", reader.place(row, "kind"), why)
    notes = "\n".join(filter(None, (reader.text(row, "notes"), delivery_note, *_rest(reader, row))))
    to = own.parted(reader.raw(row, "to")) if reader.is_own else words.roles_of(reader.text(row, "to"))
    return DraftInject(
        text=text or title,
        place=reader.place(row),
        at_ms=at_ms,
        key=one_line(reader.raw(row, "id"), 64),
        title=title if reader.is_own else one_line(title),
        sender=one_line(reader.text(row, "sender")),
        to=to,
        delivery=delivery,
        expected=reader.entries(row, "expected"),
        exhibits=_exhibits(reader, row),
        questions=_questions(reader, row),
        notes=notes,
        controller=one_line(reader.text(row, "controller")),
        objectives=reader.entries(row, "objective"),
        is_contingency=words.is_contingency(reader.raw(row, "kind")),
    )


def _delivery(reader: _Reader, row: Row) -> tuple[str, str]:
    """The way of delivery, and a note with the file's own words where they say more."""
    raw = reader.raw(row, "delivery")
    if raw in get_args(Delivery):
        return raw, ""
    kind = reader.raw(row, "kind")
    source = raw or (kind if words.delivery_of(kind)[1] else "")
    if not source:
        return "", ""
    name, is_whole = words.delivery_of(source)
    place = reader.place(row, "delivery" if raw else "kind")
    if not name:
        reader.losses.guessed(
            f"delivery {one_line(source, 40)!r} is kept in the notes; it is shown as a slide", place
        )
    elif not is_whole:
        reader.losses.guessed(f"delivery {one_line(source, 40)!r} is read as {name}", place)
    return name, "" if is_whole else f"Delivery: {one_line(source)}"


def _questions(reader: _Reader, row: Row) -> tuple[str, ...]:
    """Questions; a poll's choices, parted by bars, are one."""
    found = []
    for entry in reader.entries(row, "question"):
        choices = [part.strip() for part in entry.split("|") if part.strip()]
        is_poll = len(choices) > 1 and not reader.is_own
        if is_poll:
            reader.losses.guessed("a poll is asked as a question", reader.place(row, "question"))
        found.append(f"Which do you choose: {'; '.join(choices)}?" if is_poll else entry)
    return tuple(found)


def _exhibits(reader: _Reader, row: Row) -> tuple[DraftExhibit, ...]:
    """Artifacts that are texts; names of files are told."""
    found = []
    for column in reader.columns("exhibit"):
        place = reader.grid.place(row.number, column.index, column.heading)
        text = reader.clean(reader.cell(row, column), row, column)
        if text and _FILE.fullmatch(text):
            reader.losses.left_out(f"the file {one_line(text, 60)!r}", place, _LEFT_OUT["picture"])
        elif text:
            found.append(DraftExhibit(text, title=one_line(column.heading)))
    return tuple(found)


_FILE = re.compile(r"(?:https?://)?\S+\.[A-Za-z0-9]{2,5}")


def _rest(reader: _Reader, row: Row) -> Iterator[str]:
    """What has no place of its own, a line each."""
    if reader.phase:
        yield f"Section: {reader.phase}"
    for name in _NOTED:
        if value := one_line(reader.text(row, name)):
            yield f"{reader.columns(name)[0].heading}: {value}"
    kind = one_line(reader.raw(row, "kind"))
    if (
        kind
        and not reader.is_own
        and not words.delivery_of(kind)[1]
        and kind.lower() not in ("inject", "injekt")
    ):
        yield f"{reader.columns('kind')[0].heading}: {kind}"
    for column in reader.header.columns:
        if column.field is None and (value := reader.clean(reader.cell(row, column), row, column)):
            yield f"{column.heading}: {value}"


def _below(text: str, more: str) -> str:
    return f"{text}\n{more}" if text else more
