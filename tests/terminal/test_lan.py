"""A server for a room: reached by its own addresses, with a key that nobody had to think of."""

import socket
from ipaddress import ip_address

import pytest

from terminal import lan, serving

SEEN = ("192.0.2.7", "198.51.100.9")


@pytest.fixture
def networked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine in two networks."""
    monkeypatch.setattr(lan, "addresses", lambda: SEEN)


def test_addresses_are_other_machines_ways_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is no address for a phone; each is told once."""
    monkeypatch.setattr(lan, "_used", lambda: ["192.0.2.7"])
    monkeypatch.setattr(lan, "_named", lambda: ["127.0.1.1", "192.0.2.7", "198.51.100.9"])

    assert lan.addresses() == SEEN


def test_a_machine_without_a_network_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """No way out and no name: nothing is offered, and nothing fails."""

    def nowhere(*_args: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", nowhere)
    monkeypatch.setattr(socket, "getaddrinfo", nowhere)

    assert lan.addresses() == ()


def test_what_this_machine_says_are_addresses() -> None:
    """Whatever the network here is like, only addresses that are not loopback come out."""
    assert not any(ip_address(item).is_loopback for item in lan.addresses())


@pytest.mark.usefixtures("networked")
def test_a_key_is_made_where_none_is_set() -> None:
    """A new key each time, long enough; one that was set stays."""
    made = [serving.open_to_lan({}, 8501)["TPLUS_FACILITATOR_KEY"] for _ in range(2)]
    kept = serving.open_to_lan({"TPLUS_FACILITATOR_KEY": "chosen-by-the-host"}, 8501)

    assert len(set(made)) == 2
    assert min(map(len, made)) >= 12
    assert kept["TPLUS_FACILITATOR_KEY"] == "chosen-by-the-host"
    assert kept["TPLUS_LAN_ADDRESSES"] == "http://192.0.2.7:8501,http://198.51.100.9:8501"


@pytest.mark.usefixtures("networked")
def test_whoever_starts_it_is_told_addresses_and_key() -> None:
    """Both addresses and the key stand in what is printed; a key that was set does not."""
    said = "\n".join(serving.hints("0.0.0.0", 8501, (), key="k" * 12, made="made-for-this-run"))
    quiet = "\n".join(serving.hints("0.0.0.0", 8501, (), key="set-by-the-host"))

    assert "http://192.0.2.7:8501 or http://198.51.100.9:8501" in said
    assert "made-for-this-run" in said
    assert "set-by-the-host" not in quiet
