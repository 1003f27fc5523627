"""In a room people come by an address that their phones reach."""

import pytest

from tests.ui.test_screens import _make, _open, _texts


def test_the_lobby_offers_the_addresses(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the machine itself the link and the QR code lead to an address that phones reach."""
    monkeypatch.setenv("TPLUS_LAN_ADDRESSES", "http://192.0.2.7:8501,http://198.51.100.9:8501")
    monkeypatch.setattr("ui.control.prepare.lobby.lobby_tables.is_local", lambda _address: True)
    made = _make("lobby")
    app = _open("control", made, as_role="facilitator", exercise=made.exercise_id)

    assert not app.exception
    assert "http://192.0.2.7:8501/join?code=" in _texts(app)
    app.selectbox(key="lobby:address").set_value("http://198.51.100.9:8501").run()
    assert "http://198.51.100.9:8501/join?code=" in _texts(app)
