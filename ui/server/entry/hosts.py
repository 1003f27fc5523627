"""Names this server answers to, and whose pages may speak to it; pure."""

import re
import socket
from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

_NAMED = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")

LOOPBACK = ("127.0.0.1", "::1", "localhost")

FORWARDED = frozenset(
    (
        "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port",
        "x-forwarded-server", "x-real-ip", "x-client-ip", "x-original-host", "cf-connecting-ip",
        "true-client-ip", "x-cluster-client-ip",
    )
)  # fmt: skip
"""Headers any of which says that somebody else stands between the browser and this server."""


def is_forwarded(headers: Iterable[str]) -> bool:
    """Whether a request with headers of these names came through a proxy."""
    return any(name.lower() in FORWARDED for name in headers)


def is_allowed(host: str, *, address: str, extra: Sequence[str] = ()) -> bool:
    """Whether a `Host` header is one of this server's names.

    A page elsewhere can have its own name lead to this machine, and then reads what the server says. So a
    server on the loopback address answers to loopback names, another to numbers, which no page can take for
    its own, and to the machine's name; and both to the names given in `extra`, of which ``*.example.org``
    stands for every name below it.
    """
    name = _name(host)
    if name is None:
        return False
    if any(_matches(name, pattern) for pattern in extra) or name in LOOPBACK:
        return True
    if address in LOOPBACK:
        return False
    return name == address.lower() or _is_number(name) or name in own_names()


def _name(host: str) -> str | None:
    """The name in a `Host` header without its port; None where it is no host at all."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    if not parts.hostname or parts.path or parts.query or parts.fragment or "@" in host:
        return None
    return parts.hostname.rstrip(".")


def _matches(name: str, pattern: str) -> bool:
    wanted = pattern.strip().lower().rstrip(".")
    if wanted.startswith("*."):
        return name.endswith(wanted[1:])
    return bool(wanted) and name == wanted


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def own_names() -> frozenset[str]:
    """The names by which this machine calls itself."""
    own = socket.gethostname().lower()
    return frozenset((own, f"{own}.local"))


def is_same_site(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page of this app, or from no page at all.

    Browsers name the page's origin in every WebSocket and every POST; a page can't name another, nor the host
    that a proxy says it was asked for.
    """
    origin = headers.get("origin")
    own = (headers.get(name, "").lower() for name in ("host", "x-forwarded-host"))
    return origin is None or urlsplit(origin).netloc.lower() in filter(None, own)


def given(setting: str) -> tuple[str, ...]:
    """The names in a setting, which commas part."""
    return tuple(filter(None, (name.strip() for name in setting.split(","))))


def is_name(text: str) -> bool:
    """Whether a text is a host's name or number alone, or ``*.`` before a name."""
    return bool(_NAMED.fullmatch(text.lower())) or _is_number(text)
