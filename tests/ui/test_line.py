"""The line to the facilitator on screens: at the desk for facilitators, on the seat of whoever asked."""

import pytest

from engine import commands as c
from engine.log.fact import FACILITATOR
from tests.ui.test_screens import Made, _make, _open, _texts
from ui.server import process

QUESTION = "Is the <b>provider</b> played by you?"
SHOWN = "played by you?"


def _asked(made: Made) -> None:
    """A participant's question that waits."""
    session = process.session()
    state = session.current(made.exercise_id).state
    who = next(item for item in state.participants.values() if item.app_role == "participant" and item.roles)
    session.execute(made.exercise_id, c.RecordObservation(by=who.id, text=QUESTION, to=FACILITATOR))


def test_the_desk_shows_the_question_and_answers_it(store: None) -> None:
    """It stands above the tabs with who asked; the answer takes it away."""
    made = _make("running")
    _asked(made)

    app = _open("control", made, as_role="facilitator", exercise=made.exercise_id)
    assert not app.exception
    assert "1 question waits for your answer." in _texts(app)
    box = next(item for item in app.text_input if item.label.startswith("Your answer to"))
    box.set_value("Yes.")
    app = next(item for item in app.button if item.label == "Answer").click().run()

    assert not app.exception
    assert "waits for your answer" not in _texts(app)


@pytest.mark.parametrize("page", ["control", "watch", "evaluate"])
def test_an_evaluator_reads_nothing_of_it(store: None, page: str) -> None:
    """Neither at the desk, which is open to evaluators, nor where they watch and rate."""
    made = _make("running")
    _asked(made)

    app = _open(page, made, as_role="evaluator", exercise=made.exercise_id)

    assert not app.exception
    assert SHOWN not in _texts(app)
    assert "Answer" not in [item.label for item in app.button]
