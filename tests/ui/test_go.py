"""Go or no-go in the lobby, and the press on a phone that shows that it works."""

from engine.preparing import kept
from tests.ui.test_screens import _make, _open, _texts
from ui.control.prepare.go import CONFIRMED_BY_HAND
from ui.server import process


def test_a_device_shows_that_it_works(store: None) -> None:
    """One press on the seat; the desk then says that every device has answered."""
    made = _make("lobby")
    desk = _open("control", made, as_role="facilitator", exercise=made.exercise_id)
    assert "not answered yet" in " ".join(item.label for item in desk.checkbox)

    seat = _open("seat", made, as_role="participant")
    seat = next(item for item in seat.button if item.label == "This device works").click().run()
    assert not seat.exception
    assert "sees that this device works" in _texts(seat)

    desk = _open("control", made, as_role="facilitator", exercise=made.exercise_id)
    assert "every device has answered" in _texts(desk)


def test_points_are_ticked_and_the_decision_is_recorded(store: None) -> None:
    """Ticks stay for the next one who opens the desk; go or no-go says how much was open."""
    made = _make("lobby")
    desk = _open("control", made, as_role="facilitator", exercise=made.exercise_id)
    assert "No go yet" in _texts(desk)
    desk.checkbox(key="go:rules").check().run()
    assert not desk.exception
    assert kept.confirmed(process.session().store, made.exercise_id) == {"rules"}

    desk = _open("control", made, as_role="facilitator", exercise=made.exercise_id)
    assert desk.checkbox(key="go:rules").value
    desk = desk.button(key="go:record:False").click().run()
    assert "points open" in _texts(desk)
    made_ = kept.decision(process.session().store, made.exercise_id)
    assert made_ is not None
    assert not made_.is_go
    assert "rules" not in made_.left_open


def test_with_everything_ticked_it_is_a_go(store: None) -> None:
    """Points that are open on purpose count as settled."""
    made = _make("lobby")
    session = process.session()
    state = session.current(made.exercise_id).state
    leads = next(item.id for item in state.participants.values() if item.app_role == "facilitator")
    for point in (*CONFIRMED_BY_HAND, "roles", "approver", "stand_in", "evaluator", "devices"):
        kept.confirm(session.store, made.exercise_id, state, leads, point)
    desk = _open("control", made, as_role="facilitator", exercise=made.exercise_id)
    assert "Go: everything is ready" in _texts(desk)


def test_an_evaluator_at_the_desk_prepares_nothing(store: None) -> None:
    """The list is the facilitator's."""
    made = _make("lobby")
    desk = _open("control", made, as_role="evaluator", exercise=made.exercise_id)
    assert not desk.exception
    assert "go:rules" not in [item.key for item in desk.checkbox]
