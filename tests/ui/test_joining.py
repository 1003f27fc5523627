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


def test_whoever_sits_there_already_finds_the_way_back(store: None) -> None:
    """Also through the invitation, which a phone may open a second time."""
    made = _make("running")
    code = process.session().keys(made.exercise_id).join_code
    app = _open("join", made, as_role="participant", code=code)

    assert "Go to your seat" in {item.proto.label for item in app.get("page_link")}


@pytest.mark.parametrize("code", ["", "NOPE99"])
def test_without_an_invitation_there_is_a_code_to_type(store: None, code: str) -> None:
    """A code that leads nowhere is told of beside the field, where it can be mended."""
    _make("lobby")
    app = _open("join", code=code)

    assert "Find the exercise" in _buttons(app)
    assert any("No exercise has the code NOPE99" in item.value for item in app.warning) is bool(code)


def test_whoever_comes_finds_one_of_three_things_to_do(store: None) -> None:
    """Joining, running and comparing stand beside each other, each with a way on."""
    app = _open("join")

    assert [item.value for item in app.header] == ["Join an exercise", "Run an exercise", "Compare readiness"]
    assert {item.proto.label for item in app.get("page_link")} >= {"To the control room", "To readiness"}
    assert "Rehearse the day your AI system goes wrong" in _texts(app)


def test_a_code_that_was_typed_leads_to_the_form_for_the_name_alone(store: None) -> None:
    """Also after a mistake in that form; another code is one press away."""
    made = _make("lobby")
    app = _open("join")
    app.text_input(key="join:code").input(process.session().keys(made.exercise_id).join_code)
    _press(app, "Find the exercise")
    assert _buttons(app) == {"Take your seat", "Another code"}

    _press(app, "Take your seat")
    assert any("Choose at least one role" in item.value for item in app.warning)
    assert _buttons(app) == {"Take your seat", "Another code"}

    _press(app, "Another code")
    assert "Find the exercise" in _buttons(app)
    assert not app.text_input(key="join:code").value


def _press(app, label: str) -> None:
    next(item for item in app.button if item.label == label).click().run()
    assert not app.exception
