"""The times of a table's rows: one column, or a date and a time of day in two."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import Problem, ScenarioInvalid
from engine.exchange.losses import Losses
from engine.exchange.table.columns import hints_of
from engine.exchange.table.grid import Grid, Row, as_text, is_empty
from engine.exchange.table.header import Column, Header
from engine.exchange.times.cells import is_loose, read_time
from engine.exchange.times.column import Choice, Hints, Undecided, exercise_times
from engine.exchange.times.reading import SECOND_MS, Clock, Colons, DayMonth, Reading, Stamp


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is read with: the file's name for problems, and how its times were said to be meant."""

    file: str
    times: Choice = "auto"


def row_times(
    grid: Grid, header: Header, rows: Sequence[Row], asked: Asked, losses: Losses
) -> tuple[int | None, ...]:
    """Exercise time of every row.

    Raises:
        ScenarioInvalid: the column can be read in two ways.

    """
    columns, dates = header.of("time"), header.of("date")
    if not columns:
        return (None,) * len(rows)
    column = columns[0]
    readings = [_reading(row, column, dates) for row in rows]
    for row, reading in zip(rows, readings, strict=True):
        cell, place = row.at(column.index), grid.place(row.number, column.index, column.heading)
        if reading is None and not is_empty(cell):
            why = 'it is no time; write for example "T+15 min"'
            losses.left_out(f"the time {as_text(cell)[:60]!r}", place, why)
        elif is_loose(cell):
            losses.guessed(f"{as_text(cell)[:60]!r} is read as its beginning", place)
    return in_order(readings, hints_of(column.heading), asked, losses, _Places(grid, rows, column))


@dataclass(frozen=True, slots=True)
class _Places:
    grid: Grid
    rows: Sequence[Row]
    column: Column

    @property
    def whole(self) -> str:
        return self.grid.column_place(self.column.index, self.column.heading)

    def of(self, at: int) -> tuple[int, str]:
        row = self.rows[at].number
        return max(row, 1), self.grid.place(row, self.column.index, self.column.heading)


def in_order(
    readings: Sequence[Reading | None], hints: Hints, asked: Asked, losses: Losses, places: _Places
) -> tuple[int | None, ...]:
    """Exercise times with what was guessed for them.

    Raises:
        ScenarioInvalid: the column can be read in two ways.

    """
    try:
        timed = exercise_times(readings, hints, asked.times)
    except Undecided as open_question:
        line, place = places.of(open_question.row)
        problem = Problem(asked.file, line, place, str(open_question), open_question.remedy)
        raise ScenarioInvalid([problem]) from open_question
    for guess in timed.guesses:
        losses.guessed(guess, places.whole)
    return timed.at_ms


def _reading(row: Row, column: Column, dates: Sequence[Column]) -> Reading | None:
    reading = read_time(row.at(column.index))
    if not dates or not isinstance(reading, Clock | Colons):
        return reading
    day = read_time(row.at(dates[0].index))
    ms = reading.ms if isinstance(reading, Clock) else _of_day(reading)
    if isinstance(day, Stamp):
        return Stamp(day.day, ms)
    return DayMonth(day.first, day.second, day.year, ms) if isinstance(day, DayMonth) else reading


def _of_day(colons: Colons) -> int:
    hour, minute, second = (*colons.parts, 0)[:3]
    return ((hour * 60 + minute) * 60 + second) * SECOND_MS
