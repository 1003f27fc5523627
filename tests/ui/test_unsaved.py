"""Every button of every screen while nothing can be written: a plain message, nothing lost, one saving."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

from engine import commands as c
from engine.after import keeping
from engine.errors import StoreUnavailable
from engine.request import Request
from tests.ui.test_screens import Made, _make, _open, _seat
from ui.pieces import commands
from ui.server import process

SILENT = {"Insert", "Leave it on this computer", "All actions", "Show more"}
"""Buttons that store nothing."""
ANSWERS = ("Not saved", "Nothing to do", "No link was made", "Nothing was replaced")
CHOICES: dict[str, Any] = {"rate:detection:value": 2, "rate:new": 4.0, "roles:held": ["Legal"]}
"""What is chosen where the first entry would not do, or would change nothing."""
SEAT = (
    "Hold these roles",
    "Declare the incident",
    "Tell them",
    "Order: Restrict mode",
    "Lift: Disable tools",
    "Order: Shut down",
    "Grant",
    "Refuse",
    "Ask for approval",
    "Collect",
    "Assign",
    "Re-hash",
    "Hand over",
    "Take this step",
    "Run this check",
    "Declare the incident resolved",
)
CONTROL = ("Pause", "Skip to the next inject", "Set the rate", "End it now", "Do it", "Add it", "Note it")


@contextmanager
def unwritable() -> Iterator[None]:
    """A database whose every connection refuses to write, as SQLite does for a file it may only read."""
    engine = process.session().store._connections._writer  # type: ignore[attr-defined]

    def refuse(connection: object, *_: object) -> None:
        connection.execute("PRAGMA query_only=ON")  # type: ignore[attr-defined]

    def allow(connection: object, *_: object) -> None:
        connection.execute("PRAGMA query_only=OFF")  # type: ignore[attr-defined]

    event.listen(engine, "checkout", refuse)
    try:
        yield
    finally:
        event.remove(engine, "checkout", refuse)
        event.listen(engine, "checkout", allow)


def _boxes(app: AppTest, form_id: str) -> dict[str, str]:
    """What the boxes of a form hold, by key."""
    return {box.key: box.value for box in [*app.text_area, *app.text_input] if box.form_id == form_id}


def _fill(app: AppTest, form_id: str) -> dict[str, str]:
    """Type into every box of a form and choose something in every list; the texts by the boxes' keys."""
    for number, box in enumerate([*app.text_area, *app.text_input]):
        if box.form_id == form_id:
            text = f"Typed {number}"
            box.set_value(text[: box.proto.max_chars or 20])
    for chosen in [*app.selectbox, *app.radio, *app.button_group]:
        if chosen.form_id == form_id and chosen.key in CHOICES:
            chosen.set_value(CHOICES[chosen.key])
        elif chosen.form_id == form_id and chosen.value is None and chosen.options:
            chosen.set_value(chosen.options[0])
    return _boxes(app, form_id)


def _count(made: Made) -> int:
    return len(process.session().current(made.exercise_id).events)


def _busy() -> Made:
    """A running exercise in which every button of a seat is there: something in force, held, asked for."""
    made = _make("running")
    by = _seat(made.participant).participant_id
    for command in (
        c.JoinExercise(by=by, participant_id=by, roles=("Security operations", "CISO")),
        c.DeclareIncident(by=by, incident_type="jailbreak", severity="SEV3"),
        c.ApplyContainment(by=by, action="disable_tools"),
        c.CollectEvidence(by=by, artifact="inference_logs"),
        c.RequestApproval(by=by, about="containment", level=4, reason="Harm goes on"),
    ):
        process.session().execute(made.exercise_id, command)
    return made


def _press_all(app: AppTest, made: Made, wanted: tuple[str, ...]) -> dict[str, str]:
    """Fill and press every button once; what each was answered, by label."""
    before = _count(made)
    said: dict[str, str] = {}
    stores = [item for item in app.button if item.label not in SILENT and not item.key.startswith("open:")]
    for key, label in [(item.key, item.label) for item in stores]:
        button = next(item for item in app.button if item.key == key)
        typed = _fill(app, button.form_id)
        app = button.click().run()
        assert not app.exception, label
        assert typed == _boxes(app, button.form_id), label
        shown = [str(item.value) for item in [*app.error, *app.warning, *app.info]]
        answers = [text for text in shown if text.startswith(ANSWERS)]
        assert len(answers) == 1, (label, answers)
        said.setdefault(label, answers[0])
    assert _count(made) == before
    assert set(wanted) <= set(said)
    return said


def test_nothing_is_lost_at_a_seat_while_nothing_can_be_written(store: None) -> None:
    """Every button of a participant's seat says what was not saved and keeps every word typed anywhere."""
    made = _busy()
    app = _open("seat", made, as_role="participant")

    with unwritable():
        said = _press_all(app, made, SEAT)

    for label in SEAT:
        assert "Nothing can be stored" in said[label] or label == "Order: Shut down", (label, said[label])


def test_nothing_is_lost_in_the_control_room_while_nothing_can_be_written(store: None) -> None:
    """Every button of the control room says what was not saved, and the exercise goes on."""
    made = _make("running")
    app = _open("control", made, as_role="facilitator", exercise=made.exercise_id)

    with unwritable():
        said = _press_all(app, made, CONTROL)

    assert all("Nothing can be stored" in said[label] for label in CONTROL)


@pytest.mark.parametrize(
    ("screen", "role", "phase", "label"),
    [
        ("control", "facilitator", "lobby", "Start the clock"),
        ("control", "facilitator", "paused", "Resume"),
        ("watch", "evaluator", "running", "Note it"),
        ("evaluate", "evaluator", "ended", "Save the rating"),
        ("evaluate", "evaluator", "running", "Mark this moment"),
        ("seat", "participant", "running", "Declare the incident"),
        ("seat", "participant", "running", "Ask for approval"),
    ],
)
def test_pressing_again_saves_once(store: None, screen: str, role: str, phase: str, label: str) -> None:
    """What could not be written is written by the next press, once, however often it was pressed before."""
    made = _make(phase)
    app = _open(screen, made, as_role=role, exercise=made.exercise_id)
    before = _count(made)

    with unwritable():
        for _ in range(2):
            form_id = _button(app, label).form_id
            typed = _fill(app, form_id)
            app = _button(app, label).click().run()
            assert "Nothing can be stored" in app.error[-1].value
            assert typed == _boxes(app, form_id)
    assert _count(made) == before
    app = _button(app, label).click().run()

    assert not app.exception
    assert _count(made) == before + 1


def _button(app: AppTest, label: str) -> Any:
    return next(item for item in app.button if item.label == label)


def test_nobody_gets_half_a_seat(store: None) -> None:
    """Joining while nothing can be written says so and keeps the name; the next press gives one seat."""
    made = _make("running")
    code = process.session().keys(made.exercise_id).join_code
    app = _open("join", code=code)
    app.text_input(key="join:name").set_value("Ann Example")
    app.button_group(key="join:roles").set_value(["Legal"])
    before = len(process.session().current(made.exercise_id).state.participants)

    with unwritable():
        _button(app, "Take your seat").click()
        app.run()
        assert "You have no seat yet. Nothing can be stored" in app.error[0].value
        assert app.text_input(key="join:name").value == "Ann Example"
    _button(app, "Take your seat").click()
    app.run()

    assert len(process.session().current(made.exercise_id).state.participants) == before + 1
    assert list(process.session().names(made.exercise_id).values()).count("Ann Example") == 1


def test_no_trial_and_no_exercise_is_half_made(store: None) -> None:
    """Trying it now and creating an exercise say plainly that nothing was made."""
    trying, control = _open("join"), _open("control")
    control.text_input(key="new:title").set_value("Kept")

    with unwritable():
        _button(trying, "Try it now").click().run()
        _button(control, "Create the exercise").click().run()

    said = [item.value for app in (trying, control) for item in app.error]
    assert any(text.startswith("Your trial could not be started. Nothing can be stored") for text in said)
    assert any(text.startswith("Not created. Nothing can be stored") for text in said)
    assert control.text_input(key="new:title").value == "Kept"
    assert not process.session().store.last_seqs()


@pytest.mark.parametrize(
    "screen",
    ["join", "seat", "control", "watch", "evaluate", "hotwash", "present", "results", "readiness", "library"],
)
@pytest.mark.parametrize("role", ["facilitator", "evaluator", "participant"])
def test_reading_goes_on_while_nothing_can_be_written(store: None, screen: str, role: str) -> None:
    """Every screen draws from a database that can only be read."""
    made = _make("running")

    with unwritable():
        app = _open(screen, made, as_role=role, exercise=made.exercise_id)

    assert not app.exception
    assert not app.error


def test_a_display_keeps_what_it_read_last(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database can't even be read, what ticks shows the exercise as it was read last."""
    made = _make("running")
    last = process.glance(made.exercise_id)
    monkeypatch.setattr(process, "GLANCE_S", -1.0)

    def fail(*_: object) -> None:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(process.session(), "current", fail)

    assert process.glance(made.exercise_id) is last
    with pytest.raises(StoreUnavailable):
        process.glance("x-other")


def test_every_command_has_a_noun() -> None:
    """Whatever could not be saved is named in people's words."""
    given = {kind for kind in Request.__subclasses__() if kind.__module__ == c.__name__}

    assert given - set(commands.NOUNS) == {c.CreateExercise}


def test_feedback_that_could_not_be_written_stays_in_the_form(store: None) -> None:
    """The form says that it was not sent, keeps what was filled in, and is sent by the next press."""
    made = _make("ended")
    app = _open("seat", made, as_role="participant")
    app.text_area(key="feedback:strengths").set_value("Calm")

    with unwritable():
        app = _button(app, "Send the feedback").click().run()
        assert "Not sent; what you filled in is still here." in app.warning[-1].value
        assert app.text_area(key="feedback:strengths").value == "Calm"
    assert keeping.feedback(process.session().store, made.exercise_id) == ()
    _button(app, "Send the feedback").click().run()

    (form,) = keeping.feedback(process.session().store, made.exercise_id)
    assert form.strengths == "Calm"


@pytest.mark.parametrize("is_known", [True, False])
def test_a_database_that_cannot_be_read_is_said(
    store: None, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    """Whoever opens the app, with a seat or without, reads that nothing stored is lost, and no traceback."""
    made = _make("running")
    app = AppTest.from_file("../../ui/main.py", default_timeout=60)
    if is_known:
        app.session_state["seat:participant"] = made.participant

    def fail(*_: object, **_named: object) -> None:
        raise StoreUnavailable("The database is gone.")

    monkeypatch.setattr(process.session().store, "rows", fail)
    monkeypatch.setattr(process.session(), "find", fail)
    if not is_known:
        app.query_params["code"] = "ABCDEF"
    app.run()

    assert not app.exception
    assert app.error[0].value.startswith("The exercises can't be read now; nothing you stored is lost.")


def test_an_exercise_whose_facilitator_has_no_seat_yet_says_so(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the seat can't be stored after the exercise was, the message says where the exercise is."""
    app = _open("control")

    def fail(*_: object, **_named: object) -> None:
        raise StoreUnavailable("The database is full.")

    monkeypatch.setattr(process.session(), "join", fail)
    _button(app, "Create the exercise").click().run()

    assert app.error[0].value.startswith("The exercise was created, but your seat in it was not stored.")
    assert len(process.session().store.last_seqs()) == 1
