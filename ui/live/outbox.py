"""A box for longer texts that loses none: kept in the browser at every keystroke, sent until it is stored."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from engine.seats.identity import Seat
from ui.language.words import t
from ui.live import words

ASSETS = Path(__file__).parent / "assets"
LONGEST = 8_000
"""Characters of the longest text; the same that commands accept."""

_component = st.components.v2.component(
    "tplus_outbox",
    css=(ASSETS / "outbox.css").read_text(encoding="utf-8"),
    js=(ASSETS / "outbox.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True)
class Button:
    """A way to send the text: what it becomes, and what the button says."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose along with the text."""

    name: str
    label: str
    options: tuple[str, ...]
    placeholder: str


@dataclass(frozen=True, slots=True)
class StartingText:
    """A text to start from."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """What a box looks like and what it sends."""

    name: str
    """Tells the boxes of a seat apart; its draft is found again under this name."""
    label: str
    buttons: tuple[Button, ...]
    rows: int = 3
    question: str = ""
    """Id of the question that is answered, so that others see who is typing."""
    choices: tuple[Choice, ...] = ()
    templates: tuple[StartingText, ...] = ()


def draw(seat: Seat, box: Box, **fields: str | int) -> None:
    """The box of a seat; `fields` go with its text. What is around it is drawn again once it is stored."""
    given = {
        "exercise": seat.exercise_id,
        "participant": seat.participant_id,
        "as": seat.app_role,
        "box": box.name,
        "label": box.label,
        "rows": box.rows,
        "longest": LONGEST,
        "question": box.question,
        "fields": fields,
        "buttons": _plain(box.buttons),
        "choices": _plain(box.choices),
        "templates": _plain(box.templates),
        "words": words.OUTBOX,
    }
    _mount(f"outbox:{seat.exercise_id}:{seat.participant_id}:{box.name}", given)


def answer(seat: Seat, inject_id: str, question_id: str, text: str, *, for_role: str = "") -> None:
    """A box for the answer to a question, in the name of a role where a scribe writes it down."""
    box = Box(f"answer:{question_id}", text, (Button("answer", t("Send answer")),), question=question_id)
    spoken = {"for_role": for_role} if for_role else {}
    draw(seat, box, inject_id=inject_id, question_id=question_id, **spoken)


def note(seat: Seat, label: str, **fields: str | int) -> None:
    """A box for an observation."""
    draw(seat, Box("note", label, (Button("note", t("Note it")),)), **fields)


def _plain(items: Sequence[Button | Choice | StartingText]) -> list[dict[str, object]]:
    return [asdict(item) for item in items]


def _mount(key: str, given: dict[str, object]) -> None:
    _component(key=key, data=given, on_saved_change=lambda: None)
