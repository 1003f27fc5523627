"""Names a server answers to, and whose pages may speak to it."""

import pytest

from ui.server.entry.hosts import FORWARDED, given, is_allowed, is_forwarded, is_name, is_same_site, own_names

OWN = min(own_names(), key=len)


@pytest.mark.parametrize(
    ("host", "address", "extra", "expected"),
    [
        ("127.0.0.1:8501", "127.0.0.1", (), True),
        ("localhost", "127.0.0.1", (), True),
        ("LOCALHOST.:8501", "127.0.0.1", (), True),
        ("[::1]:8501", "::1", (), True),
        ("evil.example:8501", "127.0.0.1", (), False),
        ("evil.example", "", (), False),
        ("localhost.evil.example", "127.0.0.1", (), False),
        ("192.168.1.5:8501", "127.0.0.1", (), False),
        ("192.168.1.5:8501", "0.0.0.0", (), True),
        ("[fe80::1]:8501", "0.0.0.0", (), True),
        (f"{OWN}:8501", "0.0.0.0", (), True),
        (f"{OWN}:8501", "127.0.0.1", (), False),
        ("tplus.example.org", "127.0.0.1", ("Tplus.Example.org",), True),
        ("a.example.org", "127.0.0.1", ("*.example.org",), True),
        ("example.org", "127.0.0.1", ("*.example.org",), False),
        ("evilexample.org", "127.0.0.1", ("*.example.org",), False),
        ("evil.example", "127.0.0.1", ("", " ", "*."), False),
        ("", "127.0.0.1", (), False),
        ("localhost@evil.example", "127.0.0.1", (), False),
        ("evil.example/localhost", "127.0.0.1", (), False),
        ("localhost:port", "127.0.0.1", (), False),
        ("[::1", "::1", (), False),
    ],
)
def test_a_server_answers_to_its_own_names(
    host: str, address: str, extra: tuple[str, ...], expected: bool
) -> None:
    """Loopback answers to loopback names, another to numbers and its own, both to what is given."""
    assert expected == is_allowed(host, address=address, extra=extra)


@pytest.mark.parametrize("name", sorted(FORWARDED))
def test_every_header_of_a_proxy_says_that_there_is_one(name: str) -> None:
    """Whichever of them a proxy sets, whoever comes through it does not sit at the machine."""
    assert is_forwarded(["accept", name.title()])
    assert not is_forwarded(["accept", "host", "x-requested-with"])


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, True),
        ("http://localhost:8501", True),
        ("https://LOCALHOST:8501", True),
        ("http://localhost:9999", False),
        ("http://127.0.0.1:8501", False),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_a_page_of_this_app_may_write(origin: str | None, expected: bool) -> None:
    """Another port, another name of this machine and a page without origin are other sites."""
    headers = {"host": "localhost:8501"} | ({} if origin is None else {"origin": origin})

    assert expected == is_same_site(headers)
    assert not is_same_site({"origin": "http:///x", "host": ""})


def test_the_host_that_a_proxy_was_asked_for_is_ones_own() -> None:
    """A proxy may say it in a header of its own, which no page can set on a request to another site."""
    headers = {"host": "127.0.0.1:8501", "x-forwarded-host": "tplus.example"}

    assert is_same_site(headers | {"origin": "https://tplus.example"})
    assert not is_same_site(headers | {"origin": "https://evil.example"})


def test_names_in_a_variable_are_parted_by_commas() -> None:
    """Blanks and empty parts are nothing."""
    assert given(" a.example, ,b.example,") == ("a.example", "b.example")
    assert all(map(is_name, ("tplus", "10.0.0.1", "::1", "*.example.org", "a-b.example.")))
