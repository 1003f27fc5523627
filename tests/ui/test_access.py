"""Who may open what."""

import pytest

from ui.server.access import has_host_rights, host_mark, is_only_playing, offers_trial


@pytest.mark.parametrize(
    ("key", "given", "address", "is_forwarded", "expected"),
    [
        ("", "", "127.0.0.1", False, True),
        ("", "", "127.0.0.1", True, False),
        ("", "", "0.0.0.0", False, False),
        ("", "", "", False, False),
        ("key", "", "127.0.0.1", False, False),
        ("key", "kay", "127.0.0.1", False, False),
        ("key", "key", "0.0.0.0", True, True),
    ],
)
def test_host_rights(key: str, given: str, address: str, is_forwarded: bool, expected: bool) -> None:
    """With a key, whoever gives it is host; without one, only the machine itself."""
    assert expected == has_host_rights(key=key, given=given, address=address, is_forwarded=is_forwarded)


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


def test_the_cookie_of_a_host_does_not_hold_the_key() -> None:
    """The mark proves the key and does not contain it."""
    assert "sesame" not in host_mark("sesame")
    assert host_mark("") == ""
