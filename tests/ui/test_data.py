"""The data page: for the host alone, every destructive act behind a dialog that says what goes."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.running import upkeep
from engine.store.sql import SqlStore
from tests.ui.test_screens import _make, _open, _texts
from ui.server import process


def _button(app: AppTest, label: str) -> AppTest:
    """Press a button of that label."""
    (found,) = [item for item in app.button if item.label == label]
    return found.click().run()


def test_a_backup_is_made_and_told(store: None, tmp_path: Path) -> None:
    """The button writes a checked copy beside the database, and the page says when the last one was made."""
    _make("ended")
    app = _open("data")
    assert "None has been made yet." in _texts(app)

    app = _button(app, "Back up now")

    (made,) = (tmp_path / "backups").iterdir()
    assert not app.exception
    assert "Written and checked" in app.success[0].value
    assert "The last one was made on" in _texts(app)
    copied = SqlStore(f"sqlite:///{made}")
    assert copied.last_seqs() == process.session().store.last_seqs()
    copied.close()


def test_names_are_erased_after_a_dialog(store: None) -> None:
    """The first press only asks, with the number of names; the second erases, and it is on record."""
    made = _make("ended")
    app = _button(_open("data"), "Erase its names…")
    assert "3 names" in _texts(app)
    assert len(process.session().names(made.exercise_id)) == 3

    app = _button(app, "Erase them")

    assert not app.exception
    assert process.session().names(made.exercise_id) == {}
    assert "The names are erased." in app.success[0].value
    assert f"Erased 3 names of exercise {made.exercise_id}" in _record()


def _record() -> str:
    return " ".join(upkeep.notes(process.session().store))


def test_an_exercise_is_deleted_after_a_dialog(store: None) -> None:
    """The dialog says what goes; after the second press it is gone everywhere."""
    made = _make("ended")
    app = _button(_open("data"), "Delete it…")
    assert "events with their scores" in _texts(app)
    assert process.session().exercises()

    app = _button(app, "Delete it for good")

    assert not app.exception
    assert process.session().exercises() == ()
    assert "No exercise is stored." in _texts(app)
    assert f"Deleted exercise {made.exercise_id}" in _record()


def test_an_exercise_that_is_played_stays(store: None) -> None:
    """A running exercise is refused with what to do first."""
    _make("running")
    app = _button(_button(_open("data"), "Delete it…"), "Delete it for good")

    assert "end it first" in app.warning[0].value
    assert process.session().exercises()


def test_how_long_names_are_kept_is_set(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The host's number holds until the server's variable says otherwise."""
    app = _open("data")
    app.number_input(key="data:days").set_value(90)
    app = _button(app, "Keep names for so long")

    assert "Names are erased 90 days after" in _texts(app)
    monkeypatch.setenv("TPLUS_KEEP_NAMES_DAYS", "30")
    assert "Names are erased 30 days after" in _texts(app.run())
    monkeypatch.setenv("TPLUS_KEEP_NAMES_DAYS", "soon")
    assert "give a number of days" in app.run().error[0].value


def test_participants_do_not_see_the_page(store: None) -> None:
    """Whoever plays is sent back to their seat."""
    made = _make("running")
    app = _open("data", made, as_role="participant")

    assert "Back to your seat" in _texts(app) or app.info
    assert not [item for item in app.button if "Delete" in item.label]


def test_without_the_key_nobody_on_the_network_sees_it(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a key set the page asks for it, and shows nothing."""
    _make("ended")
    monkeypatch.setenv("TPLUS_FACILITATOR_KEY", "a long enough key")
    app = _open("data")

    assert [item.label for item in app.text_input] == ["Facilitator key"]
    assert not app.selectbox
