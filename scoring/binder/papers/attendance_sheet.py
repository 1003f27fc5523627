"""The attendance sheet: who was there, in which part, and that they agree to being noted down."""

from collections.abc import Iterator

from scoring.binder.paper import Paper, Source
from scoring.writing.document import Paragraph, Section, Table

SPARE = 8
"""Rows for people whom nobody planned for (assumption)."""
OTHERS = ("Facilitator", "Evaluator", "Evaluator", "Observer", "Note taker")
"""Parts beside those of participants."""


def _rows(source: Source) -> Iterator[tuple[str, ...]]:
    parts = (*(role.role for role in source.scenario.roles), *OTHERS, *[""] * SPARE)
    for part in parts:
        yield ("", "", part, "", "", "")


def _sections(source: Source) -> tuple[Section, ...]:
    columns = ("Name", "Organisation, team", "Role or part", "In", "Out", "Signature")
    table = Table("attendance", "Attendance", columns, tuple(_rows(source)), (26, 20, 22, 7, 7, 18), room=1)
    said = (
        "With your signature you agree that what you decide, write and answer in this exercise is kept"
        " in its log and used for its report. Your name can be left out of the report and erased from"
        " the log's side table; ask the facilitator."
    )
    return (Section("attendance", "Who was there", (Paragraph(said), table)),)


PAPER = Paper(
    id="attendance-sheet", order=90, title="Attendance sheet", for_participants=True, sections=_sections
)
