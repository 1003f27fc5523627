"""Somebody who lost a seat, or took one too many: what the desk can do about it, and who is who."""

import pytest

from engine import commands as c
from engine.seats.keys import opens_projector
from tests.ui.test_control_room import desk, press
from tests.ui.test_screens import Made, _make, _open, _texts
from ui.server import process


@pytest.fixture
def made(store: None) -> Made:
    """A running exercise."""
    return _make("running")


def _join(made: Made, name: str) -> str:
    return process.session().join(made.exercise_id, name, ["Legal"])


def _names(made: Made) -> list[str]:
    snapshot = process.session().current(made.exercise_id)
    names = process.names_now(snapshot)
    return [names[seated] for seated in snapshot.state.participants]


def test_people_of_one_name_are_told_apart(made: Made) -> None:
    """Two that joined as Alex, and one as ALEX, read as three people everywhere, in the order they came."""
    for name in ("Alex", "Alex", "ALEX"):
        _join(made, name)

    assert _names(made)[-3:] == ["Alex", "Alex (2)", "ALEX (3)"]
    assert "Alex (2)" in _texts(desk(made))


def _choose(made: Made, token: str):
    """The desk with a seat chosen to help with."""
    seat = process.session().seat(token)
    assert seat is not None
    app = desk(made)
    app.selectbox(key="seats:whose").set_value(seat.participant_id)
    return app


def test_whoever_lost_a_browser_gets_the_same_seat_back(made: Made) -> None:
    """A link from the desk opens Sam's own seat in another browser, once; the lost one is signed out."""
    lost = _join(made, "Sam")
    app = press(_choose(made, lost), "Link to this seat")
    link = str(app.session_state["seats:made"])
    found = press(_open("join", seat=link), "Take my seat here")
    token = found.session_state["seat:participant"]
    again = press(_open("join", seat=link), "Take my seat here")
    session = process.session()
    held = session.seat(token)

    assert held is not None
    assert session.names(made.exercise_id)[held.participant_id] == "Sam"
    assert session.seat(lost) is None
    assert "has been used" in again.warning[0].value
    assert _names(made).count("Sam") == 1


def test_a_seat_too_many_is_removed(made: Made) -> None:
    """The desk removes the second Sam: the seat opens nothing more, and its roles are free."""
    _join(made, "Sam")
    twice = _join(made, "Sam")
    app = press(_choose(made, twice), "Remove this seat")

    assert "Saved as event" in app.success[0].value
    assert process.session().seat(twice) is None
    assert "Sam (2)" not in _names(made)
    assert "This browser has no seat" in _texts(_with(twice))


def _with(token: str):
    """A browser that still has a token, at its seat."""
    made = Made("", "", "", token)
    return _open("seat", made, as_role="participant")


def test_a_seat_is_left_on_a_computer_that_others_use(made: Made) -> None:
    """The browser is told to forget it, and the seat stays whose it was."""
    token = _join(made, "Sam")
    app = press(_with(token), "Leave it on this computer")

    assert app.session_state["seat:leave"] == "participant"
    assert "This browser has no seat" in _texts(app)
    assert process.session().seat(token) is not None


@pytest.mark.parametrize("name", ["code", "facilitator", "evaluator", "observer", "projector"])
def test_the_desk_makes_a_key_anew(made: Made, name: str) -> None:
    """One key is replaced and no other, and the old one opens nothing."""
    session = process.session()
    before = session.keys(made.exercise_id)
    app = desk(made)
    app.selectbox(key="keys:name").set_value(name)
    press(app, "Make a new one")
    after = session.keys(made.exercise_id)
    changed = {field for field in before.__slots__ if getattr(before, field) != getattr(after, field)}

    assert changed == {"join_code" if name == "code" else name}
    assert opens_projector(session.store, made.exercise_id, before.projector) == (name != "projector")
    if name in ("facilitator", "evaluator", "observer"):
        assert session.unlock(made.exercise_id, getattr(before, name)) is None


def test_lists_that_grow_show_the_latest_and_more_on_demand(store: None) -> None:
    """Of a hundred and twenty answers fifty are drawn, the latest first; each press shows fifty more."""
    made = _make("running")
    session = process.session()
    for number in range(6):
        seat = session.seat(_join(made, f"Person {number}"))
        assert seat is not None
        for turn in range(20):
            text = f"Answer {turn:02d} of {number}."
            answer = {"inject_id": "inject-1", "question_id": "inject-1-q1", "text": text}
            session.execute(made.exercise_id, c.SubmitAnswer(by=seat.participant_id, **answer))
    app = desk(made)

    first = _texts(app)
    assert "Answer 19 of 5." in first
    assert "Answer 00 of 0." not in first
    assert "The latest 50 of 120." in first
    app.button(key="more:inject-1-q1").click().run()
    assert "The latest 100 of 120." in _texts(app)
    app.button(key="more:inject-1-q1").click().run()
    assert "Answer 00 of 0." in _texts(app)
    assert "more:inject-1-q1" not in [button.key for button in app.button]
