"""A scenario's injects as rows of the MSEL that Tplus writes."""

from engine.exchange.losses import counted
from engine.exchange.reading.tidy import one_line
from engine.exchange.table.own import HEADINGS, KINDS, joined, time_cell
from engine.scenario.exercise import Exercise, Inject

LONGEST_CELL = 32_000
"""Letters of one cell; Excel takes 32,767."""

MselRow = dict[str, str]
"""Cells by their heading."""


def rows_of(exercise: Exercise) -> list[MselRow]:
    """A row for every inject, by time."""
    numbered = [
        (inject, inject.id or f"inject-{n}") for n, inject in enumerate(exercise.scenario.injects, start=1)
    ]
    return [_row(inject, key) for inject, key in sorted(numbered, key=lambda pair: pair[0].time)]


def _row(inject: Inject, key: str) -> MselRow:
    kind = KINDS[2] if inject.contingency else KINDS[1] if inject.when is not None else KINDS[0]
    cells = (
        key,
        time_cell(inject.time),
        kind,
        inject.title,
        inject.event,
        inject.sender,
        joined(inject.to),
        inject.delivery,
        joined(inject.expected_actions),
        joined(tuple(question.text for question in inject.questions)),
        inject.notes,
        inject.controller,
        joined(inject.objectives),
    )
    return dict(zip(HEADINGS, (cell_text(cell) for cell in cells), strict=True))


def cell_text(text: str) -> str:
    """A text as a cell holds it: one kind of line break, and no more letters than a spreadsheet takes."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()[:LONGEST_CELL]


def headline(text: str) -> str:
    """What stands for an inject's title where it has none."""
    return one_line(text, 80)


def beyond_msel(exercise: Exercise) -> tuple[str, ...]:
    """What a plain MSEL does not hold of a scenario, in words."""
    injects = exercise.scenario.injects
    questions = [question for inject in injects for question in inject.questions]
    counts = (
        (sum(len(inject.exhibits) for inject in injects), "exhibit"),
        (
            sum(len(item.points) + len(item.anti_points) for item in questions),
            "point of an answer",
            "points of answers",
        ),
        (sum(inject.when is not None or inject.release_if is not None for inject in injects), "condition"),
    )
    parts = [counted(number, *words) for number, *words in counts if number]
    given = exercise.model_fields_set - {"name", "scenario"}
    return (*parts, *(f"`{name}`" for name in type(exercise).model_fields if name in given), "the background")
