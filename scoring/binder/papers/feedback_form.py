"""The participant feedback form on paper, with the same statements and questions as the form in the app."""

from engine.after.feedback import KNOWS, STATEMENTS
from scoring.binder.paper import Paper, Source
from scoring.binder.words import BOX
from scoring.writing.document import Blank, Paragraph, Section, Table

MARKS = tuple(f"{number}" for number in range(1, 6))
LISTED = 3
"""Strengths and improvements that are asked for, as in HSEEP's form."""


def _sections(_source: Source) -> tuple[Section, ...]:
    agreed = tuple((text, *(BOX for _ in MARKS)) for text in STATEMENTS.values())
    knowing = tuple((f"{when}: {KNOWS}", BOX, BOX, BOX) for when in ("Before the exercise", "Now"))
    planned = tuple(("", "", "") for _ in range(LISTED))
    return (
        Section(
            "statements",
            "How was it?",
            (
                Paragraph(
                    "One cross in each row: 1 means not at all, 5 means fully. Your name is not asked for."
                ),
                Table("statements", "Statements", ("", *MARKS), agreed, (60, 8, 8, 8, 8, 8)),
                Table(
                    "knowing", "One question, twice", ("", "Yes", "Not sure", "No"), knowing, (64, 12, 12, 12)
                ),
            ),
        ),
        Section(
            "lists",
            "What to keep and what to improve",
            (
                Blank("Three strengths of how we responded", LISTED),
                Table(
                    "improvements",
                    "Three things to improve",
                    ("What to improve", "What should be done", "By whom, by when"),
                    planned,
                    (40, 36, 24),
                    room=2,
                ),
                Blank("Anything else about the exercise itself", 4),
            ),
        ),
    )


PAPER = Paper(
    id="feedback-form", order=80, title="Participant feedback", for_participants=True, sections=_sections
)
