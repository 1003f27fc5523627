"""Who may open what."""

import hashlib
from pathlib import Path

import pytest

from engine.seats.identity import sealed
from engine.seats.keys import signing_secret
from engine.store.sql import SqlStore
from ui.server.entry import hosting
from ui.server.entry.access import has_host_rights, is_only_playing, offers_trial
from ui.server.pace import Buckets

KEY = "a key that is long enough"


@pytest.mark.parametrize(
    ("key", "is_marked", "address", "is_forwarded", "expected"),
    [
        ("", False, "127.0.0.1", False, True),
        ("", True, "127.0.0.1", True, False),
        ("", False, "0.0.0.0", False, False),
        ("", True, "", False, False),
        ("key", False, "127.0.0.1", False, False),
        ("key", True, "0.0.0.0", True, True),
    ],
)
def test_host_rights(key: str, is_marked: bool, address: str, is_forwarded: bool, expected: bool) -> None:
    """With a key, whoever proved it is host; without one, only the machine itself."""
    told = {"key": key, "is_marked": is_marked, "address": address, "is_forwarded": is_forwarded}

    assert expected == has_host_rights(**told)


@pytest.mark.parametrize(
    ("setting", "key", "is_local", "expected"),
    [
        ("", "", True, True),
        ("", "", False, False),
        ("", "key", True, False),
        ("0", "", True, False),
        ("1", "", False, True),
        ("1", "key", False, True),
        ("yes", "key", True, False),
    ],
)
def test_who_is_offered_a_trial(setting: str, key: str, is_local: bool, expected: bool) -> None:
    """The host's setting decides; without it only an unprotected server on one's own machine offers it."""
    assert expected == offers_trial(setting=setting, key=key, is_local=is_local)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((), False),
        ((("participant", "running"),), True),
        ((("participant", "lobby"),), True),
        ((("participant", "ended"),), False),
        ((("participant", "running"), ("facilitator", "running")), False),
    ],
)
def test_only_playing(held: tuple, expected: bool) -> None:
    """A browser that holds only a participant's seat in an open exercise is kept from spoilers."""
    assert expected == is_only_playing(held)


@pytest.fixture
def server(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server with a facilitator key, at which nobody has guessed."""
    monkeypatch.setenv("TPLUS_FACILITATOR_KEY", KEY)
    monkeypatch.setattr(hosting, "_guesses", Buckets(hosting.GUESSES))


def test_the_cookie_of_a_host_is_good_for_one_key_of_one_server(
    server: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It does not hold the key, nor anything that can be tried against it without the server's own secret."""
    mark = hosting.mark()
    another = SqlStore(f"sqlite:///{tmp_path / 'another.db'}")

    assert hosting.is_marked(mark)
    assert KEY not in mark
    assert mark != hashlib.sha256(f"tplus-host:{KEY}".encode()).hexdigest()
    assert mark != sealed("host", KEY, signing_secret(another))
    another.close()
    for key in ("another key that is long", "short", "", " " * 20):
        monkeypatch.setenv("TPLUS_FACILITATOR_KEY", key)
        assert not hosting.is_marked(mark)
    for key in ("", "elevenchars", " " * 20):
        monkeypatch.setenv("TPLUS_FACILITATOR_KEY", key)
        assert not hosting.is_marked(hosting.mark())
        assert not hosting.is_key(key, "here")


def test_keys_are_guessed_ten_times_and_then_once_a_second(
    server: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Every guess is written down with its address and without the guess; another address need not wait."""
    now = [100.0]
    monkeypatch.setattr(hosting, "monotonic", lambda: now[0])
    tried = [hosting.is_key(f"guess number {number}", "10.0.0.9") for number in range(10)]

    assert tried == [False] * 10
    with pytest.raises(hosting.TooMany) as wait:
        hosting.is_key(KEY, "10.0.0.9")
    assert wait.value.wait_s == pytest.approx(1)
    assert hosting.is_key(KEY, "10.0.0.1")
    now[0] += 1
    assert hosting.is_key(KEY, "10.0.0.9")
    warned = [record for record in caplog.records if "wrong facilitator key" in record.getMessage()]
    assert len(warned) == 10
    assert all("10.0.0.9" in record.getMessage() for record in warned)
    assert "guess number" not in caplog.text
    assert KEY not in caplog.text
