"""Searching the log and writing a block pattern from the participant's seat."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from engine.simulation.log.columns import LogRow
from engine.simulation.log.search import Found, Query
from engine.views import may_search_log
from tests.ui.test_screens import Made, _make, _open, _texts
from ui.seat.acts import searching
from ui.server import process


def seat(made: Made) -> AppTest:
    """The participant's seat."""
    return _open("seat", made, as_role="participant")


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button of that label."""
    next(item for item in app.button if item.label == label).click()
    return app.run()


def state_of(made: Made):  # the engine's State
    """The present state."""
    return process.session().current(made.exercise_id).state


def test_a_search_shows_counts_and_rows(store: None) -> None:
    """Text and outcome give the number of rows and users, and the newest rows with their texts."""
    made = _make("running")
    app = seat(made)

    app.text_input(key="log:text").set_value("where is order")
    app.selectbox(key="log:outcome").set_value("answered")
    app.number_input(key="log:from").set_value(-60)
    app.number_input(key="log:until").set_value(0)
    press(app, "Search")

    query = Query(text="where is order", outcome="answered", from_ms=-3_600_000, until_ms=0)
    found = process.session().current(made.exercise_id).timeline.search(query, 0, limit=searching.ROWS)
    assert not app.exception
    assert f"rows {found.total}, users {found.distinct_users}," in _texts(app)
    assert found.rows[0].text in _texts(app)
    assert "data-label='Text'" in _texts(app)


def test_a_search_that_finds_nothing_says_so(store: None) -> None:
    """No rows is a sentence with what to try, and no file is offered."""
    made = _make("running")
    app = seat(made)

    app.text_input(key="log:text").set_value("no such words anywhere")
    press(app, "Search")

    assert "No row fits" in _texts(app)
    assert "rows 0, users 0," in _texts(app)


@pytest.mark.parametrize(
    ("field", "value", "words"), [("log:text", "/a(/", "bracket"), ("log:user", "bob", "u-1042")]
)
def test_a_search_that_cannot_be_read_is_answered(store: None, field: str, value: str, words: str) -> None:
    """A bad pattern or user is explained beside the form, which keeps what was typed."""
    made = _make("running")
    app = seat(made)

    app.text_input(key=field).set_value(value)
    press(app, "Search")

    assert words in app.warning[-1].value
    assert app.text_input(key=field).value == value


def test_nothing_is_searched_before_somebody_asks(store: None) -> None:
    """The panel opens without a result, and with a note that its attacks are stand-ins."""
    made = _make("running")

    app = seat(made)

    assert "harmless stand-ins" in _texts(app)
    assert "conversations" not in _texts(app)


def test_who_only_watches_cannot_search(store: None) -> None:
    """Participants, facilitators and evaluators may search; observers and strangers may not."""
    made = _make("running")
    token = process.session().join(made.exercise_id, "Olga", app_role="observer")
    people = {person.app_role: person.id for person in state_of(made).participants.values()}
    allowed = {role: may_search_log(state_of(made), person) for role, person in people.items()}

    assert process.session().seat(token) is not None
    assert allowed == {"participant": True, "facilitator": True, "evaluator": True, "observer": False}
    assert not may_search_log(state_of(made), None)
    assert not may_search_log(state_of(_make("lobby")), None)


def test_rows_of_hostile_text_stay_text() -> None:
    """The table's rows hold what was written; the table escapes it."""
    row = LogRow(1, -90_000, "u-1", "c-1", "<b>x</b>", "pass", "handed_over", 1, 2, 0, "m", "c.1")

    assert {column.title: cell for column, cell in searching.rows([row])[0].items()} == {
        "Time": "T-01:30",
        "User": "u-1",
        "Text": "<b>x</b>",
        "Outcome": "handed over",
        "Tokens out": 2,
        "Configuration": "c.1",
    }
    assert searching.counted(Found((), 3, 2, 1), 60_000) == "Until T+01:00: rows 3, users 2, conversations 1"


def test_the_file_of_a_search_opens_as_a_table(store: None) -> None:
    """What a download holds is readable and complete."""
    made = _make("running")
    timeline = process.session().current(made.exercise_id).timeline
    text = timeline.export(Query(outcome="blocked"), "csv", 60_000)
    found = timeline.search(Query(outcome="blocked"), 60_000)

    assert len(list(csv.DictReader(io.StringIO(text, newline="")))) == found.total > 0


def test_a_pattern_is_written_on_the_card_and_judged(store: None) -> None:
    """The card explains the grammar; the pattern and what it stops are in the log of the exercise."""
    made = _make("running")
    app = seat(made)

    assert "any text between" in _texts(app)
    app.text_input(key="act:add_block_pattern:pattern").set_value("pretend * no rules")
    press(app, "Order: Add block pattern")

    (applied,) = state_of(made).actions
    assert applied.params == {"pattern": "pretend * no rules"}
    assert applied.effect["block"][0] > 0.8
    assert "0.004" not in _texts(app)


@pytest.mark.parametrize(("written", "words"), [("/pretend (/", "bracket"), ("", "is empty")])
def test_a_bad_pattern_is_explained_on_the_card(store: None, written: str, words: str) -> None:
    """What is no pattern is not ordered, and the card says what to write instead."""
    made = _make("running")
    app = seat(made)

    app.text_input(key="act:add_block_pattern:pattern").set_value(written)
    press(app, "Order: Add block pattern")

    assert state_of(made).actions == ()
    assert words in app.warning[-1].value
    assert app.text_input(key="act:add_block_pattern:pattern").value == written
