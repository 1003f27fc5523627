"""The control room: before the start, changes that can be undone, reminders, and what a role sees."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from engine import commands as c
from engine.preparing.checks import checks
from tests.ui.test_screens import Made, _make, _open, _texts
from tests.world import Room, rich_exercise, seed_exercise
from ui.control import injects
from ui.control.prepare import go, lobby_tables
from ui.pieces.panels import qr
from ui.server import process


def desk(made: Made) -> AppTest:
    """The control room as the facilitator sees it."""
    return _open("control", made, as_role="facilitator", exercise=made.exercise_id)


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button of that label."""
    return next(button for button in app.button if button.label == label).click().run()


def state(made: Made):
    """The state of the exercise in the database."""
    return process.session().current(made.exercise_id).state


def test_the_lobby_shows_the_way_in_and_what_is_missing(store: None) -> None:
    """Before the start there are a QR code, the join link, and a checklist told from facts."""
    made = _make("lobby")

    app = desk(made)
    shown = _texts(app)

    assert len(app.get("image")) == 1
    assert "1 participant is here" in shown
    assert any(item.label.startswith("nobody holds") for item in app.checkbox)


def test_one_person_is_counted_in_the_singular() -> None:
    """The checklist before the start reads right with one participant, and with two."""
    room = Room()
    scenario = rich_exercise().scenario
    participants = [seat for seat in room.state.participants.items() if seat[1].app_role == "participant"]

    def said(count: int) -> str:
        few = replace(room.state, participants=dict(participants[:count]))
        return go.words({}, checks(scenario, few, ())[0])

    assert said(1) == "1 participant is here"
    assert said(2) == "2 participants are here"


def test_the_length_can_be_chosen_and_says_what_falls_out(store: None) -> None:
    """Sixty minutes end the exercise earlier, and the injects that no longer fit are named."""
    made = _make("lobby")

    app = press(desk(made), "60 minutes")

    assert state(made).end_ms == 60 * 60_000
    assert any("so never delivered" in item.value for item in app.warning)


def test_a_dropped_inject_comes_back_with_undo(store: None) -> None:
    """Undo takes back the last change of the schedule; then there is nothing to undo."""
    made = _make("running")
    facilitator = next(
        seat.id for seat in state(made).participants.values() if seat.app_role == "facilitator"
    )
    process.session().execute(
        made.exercise_id, c.AdjustSchedule(by=facilitator, change="drop", inject_id="inject-3")
    )

    press(desk(made), "Undo the last change")

    assert dict(state(made).dropped) == {}


def test_a_coming_inject_can_be_edited(store: None) -> None:
    """The form holds the present text; saving records the new one."""
    made = _make("running")
    app = desk(made)
    chosen = app.selectbox(key="edit:id").value

    app.text_input(key=f"edit:{chosen}:title").set_value("A new headline")
    press(app, "Save the inject")

    assert state(made).edited[chosen]["title"] == "A new headline"


def test_those_who_have_not_answered_are_reminded(store: None) -> None:
    """A reminder goes to the roles present that owe an answer, and to nobody else; they still owe it."""
    made = _make("running")
    silent = lobby_tables.silent_roles(state(made))
    press(desk(made), "Remind who has not answered")
    process.session().conduct(made.exercise_id)

    (reminder,) = [item for item in state(made).delivered.values() if item.title == "Reminder"]
    assert reminder.to == silent != ()
    assert lobby_tables.silent_roles(state(made)) == silent


def test_the_facilitator_sees_what_a_role_sees(store: None) -> None:
    """The preview shows the injects of a role nobody holds, and none that was not delivered."""
    made = _make("running")
    app = desk(made)

    app.selectbox(key="preview:role").set_value("Legal").run()

    assert not app.exception


def test_who_has_answered_is_not_silent() -> None:
    """A role leaves the list of the silent once its holder has answered any question of the inject."""
    room = Room().start()
    before = lobby_tables.silent_roles(room.state)
    room.do(
        c.SubmitAnswer(by=room.responder, inject_id="inject-1", question_id="inject-1-q1", text="We look.")
    )

    assert "Security operations" in before
    assert set(before) - set(lobby_tables.silent_roles(room.state)) == {
        "Security operations",
        "Incident commander",
    }


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("http://127.0.0.1:8501/join?code=ABC", True),
        ("http://localhost/join", True),
        ("http://[::1]:8501/join", True),
        ("https://tabletop.example/join", False),
        ("http://192.0.2.7:8501/join", False),
    ],
)
def test_an_address_of_this_computer_only_is_noticed(address: str, is_local: bool) -> None:
    """Phones can't open the address of the facilitator's own computer."""
    assert lobby_tables.is_local(address) == is_local


def test_a_qr_code_is_a_picture_without_text_of_its_own() -> None:
    """The QR code is SVG; the address stands beside it as text."""
    assert qr("http://192.0.2.7/join?code=ABCDEF").startswith("<svg")


def test_trying_an_inject_records_nothing() -> None:
    """The inject that is tried out looks as delivered, with the names of its figures marked."""
    inject = next(item for item in rich_exercise().scenario.injects if "{{" in item.event)

    shown = lobby_tables.as_delivered(inject)

    assert "{{" not in shown.text
    assert shown.seq == 0


def test_an_inject_delivered_meanwhile_is_still_the_one_chosen(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed by two facilitators at once, the second's list has lost it; its title tells."""
    made = _make("running")
    app = desk(made)
    called = app.session_state["change:called"]
    held = {"change:id": next(iter(called)), "change:what": "deliver"}
    monkeypatch.setattr(injects.commands, "value", lambda name, default="": held.get(name, default))

    assert injects._changed(called) == c.DeliverInject(inject_id=called[held["change:id"]])
    assert called[held["change:id"]] not in called


def test_ending_names_what_nobody_will_be_told(store: None) -> None:
    """Before it ends for good the facilitator reads which injects are to come and which are held back."""
    made = _make("running")
    facilitator = process.session().seat(made.facilitator).participant_id
    hold = c.AdjustSchedule(by=facilitator, change="hold", inject_id="inject-3")
    process.session().execute(made.exercise_id, hold)

    (coming,) = (
        item.value for item in desk(made).markdown if item.value.startswith("**Not delivered yet:**")
    )
    (held,) = (item.value for item in desk(made).markdown if item.value.startswith("**Held back:**"))

    assert coming.count("T+") == len(seed_exercise().scenario.injects) - 2
    assert held.count("T+") == 1
    assert not set(coming.split("; ")) & set(held.split("; "))


def test_where_no_inject_comes_there_is_nothing_to_skip_to(store: None) -> None:
    """The desk says so, instead of offering a press that is refused."""
    made = _make("running")
    app = desk(made)
    skips = 0
    while any(button.label == "Skip to the next inject" for button in app.button):
        skips += 1
        press(app, "Skip to the next inject")
        process.session().conduct(made.exercise_id)
        app = desk(made)

    assert skips > 1
    assert "No inject comes by itself any more" in _texts(app)
