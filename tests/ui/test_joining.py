"""Who comes by a link or a QR code has one thing to do."""

import pytest

from tests.ui.test_screens import _make, _open, _texts
from ui.server import process


def _buttons(app) -> set[str]:
    return {item.label for item in app.button}


def test_an_invitation_shows_the_form_for_the_name_alone(store: None) -> None:
    """No code to type, no trial, no way into the control room: only name, roles and the seat."""
    made = _make("lobby")
    app = _open("join", code=process.session().keys(made.exercise_id).join_code)

    assert not app.exception
    assert _buttons(app) == {"Take your seat"}
    assert app.text_input(key="join:name").label == "Your name"
    assert "control room" not in _texts(app)


@pytest.mark.parametrize("code", ["", "NOPE99"])
def test_without_an_invitation_there_is_a_code_to_type(store: None, code: str) -> None:
    """A code that leads nowhere is told of beside the field, where it can be mended."""
    _make("lobby")
    app = _open("join", code=code)

    assert "Find the exercise" in _buttons(app)
    assert any("No exercise has the code NOPE99" in item.value for item in app.warning) is bool(code)
