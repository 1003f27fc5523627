"""Acts of hosting are written down, in text or JSON, without any key, token or name."""

import json
import logging

import pytest

from tests.ui.test_control_room import desk, press
from tests.ui.test_screens import _make, _open, _texts
from ui.server import process, trail
from ui.server.entry import hosting, seats
from ui.server.pace import Buckets

KEY = "a key that is long enough"


@pytest.fixture
def server(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server with a key, where time stands still and log lines are JSON."""
    monkeypatch.setenv("TPLUS_FACILITATOR_KEY", KEY)
    monkeypatch.setenv("TPLUS_LOG", "json")
    monkeypatch.setattr(hosting, "_guesses", Buckets(hosting.GUESSES))
    monkeypatch.setattr(hosting, "monotonic", lambda: 100.0)
    monkeypatch.setattr(seats, "address", lambda: "10.0.0.9")


def _read(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The lines of Tplus in what was logged, beside Streamlit's."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line[:1] == "{"]


def _acts(lines: list[dict[str, object]]) -> list[object]:
    return [line["event"] for line in lines if line["logger"] == "tplus.trail"]


def _host(screen: str):
    """A host's screen, opened with the key."""
    app = _open(screen)
    app.text_input[0].set_value(KEY)
    return app.button[0].click().run()


def test_every_act_of_hosting_is_written_down_without_secrets(
    server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Key, desk, links, seats, names and deletion each leave a line, with ids alone."""
    with trail.lines():
        app = _open("data")
        app.text_input[0].set_value("a wrong key that is long")
        press(app, "Open")
        made, keys = _make("lobby"), []
        keys += [process.session().keys(made.exercise_id)]
        room = desk(made)
        room.selectbox(key="keys:name").set_value("facilitator")
        press(room, "Make a new one")
        keys += [process.session().keys(made.exercise_id)]
        press(room, "Link to this seat")
        link = str(room.session_state["seats:made"])
        press(_open("join", seat=link), "Take my seat here")
        press(_host("control"), "Open the control room")
        app = press(_host("data"), "Keep names for so long")
        for opens, confirms in (("Erase its names…", "Erase them"), ("Delete it…", "Delete it for good")):
            press(press(app, opens), confirms)
    lines = _read(capsys)
    written = json.dumps(lines)

    assert set(_acts(lines)) == {
        "wrong facilitator key", "host let in", "key replaced", "link to a seat made", "seat taken back",
        "desk opened from the list", "names kept for", "names erased", "exercise deleted",
    }  # fmt: skip
    assert all(line["timestamp"] for line in lines)
    secrets = {KEY, "a wrong key", link, made.facilitator, made.evaluator, made.participant, "Fay", "Sam"}
    secrets |= {getattr(item, name) for item in keys for name in item.__slots__ if name != "exercise_id"}
    assert [secret for secret in secrets if secret in written] == []


def test_lines_are_text_for_people_unless_json_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Facts stand behind the act; other lines of Tplus come in the same form, with their errors."""
    monkeypatch.delenv("TPLUS_LOG", raising=False)
    with trail.lines():
        trail.note("key replaced", exercise="x-1", key="code")
        logging.getLogger("tplus.conductor").warning("Late by %s ms", 40)
    first, second = capsys.readouterr().err.splitlines()

    assert "key replaced" in first
    assert "exercise=x-1" in first
    assert "Late by 40 ms" in second
    with trail.lines():
        trail.note("key replaced", exercise="x-1\nhost let in")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_error_is_one_json_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A program that reads the log finds the error in the line that tells of it."""
    monkeypatch.setenv("TPLUS_LOG", "json")
    with trail.lines():
        try:
            raise ValueError("broken")
        except ValueError:
            logging.getLogger("tplus.live").exception("A browser was let go")
    (line,) = map(json.loads, capsys.readouterr().err.splitlines())

    assert (line["event"], line["level"]) == ("A browser was let go", "error")
    assert "broken" in json.dumps(line["exception"])


def test_too_many_keys_are_answered_with_how_long_to_wait(
    server: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The eleventh wrong key in a row is not tried; the screen says when the next is."""
    app = _open("control")
    with trail.lines():
        for number in range(11):
            app.text_input[0].set_value(f"guess number {number}")
            press(app, "Open")

    assert "Try in 1 second." in _texts(app)
    assert _acts(_read(capsys)) == ["wrong facilitator key"] * 10


def test_a_key_that_is_too_short_opens_nothing_and_says_so(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`streamlit run` can't be stopped from starting with one, so the screens stay closed."""
    monkeypatch.setenv("TPLUS_FACILITATOR_KEY", "elevenchars")
    app = _open("control")

    assert "at least 12 characters" in app.error[0].value
    assert not app.text_input
