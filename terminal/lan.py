"""The addresses by which other machines in the same network reach this one."""

import socket
from ipaddress import ip_address

SOMEWHERE = ("192.0.2.1", 9)
"""An address kept for documentation (RFC 5737): the way there is asked for, and nothing is sent."""


def addresses() -> tuple[str, ...]:
    """IPv4 addresses of this machine that others can reach, the one it uses first; none without a network."""
    found = [*_used(), *_named()]
    return tuple(dict.fromkeys(item for item in found if not ip_address(item).is_loopback))


def _used() -> list[str]:
    """The address this machine would send from; a datagram socket is told where to, and nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
        except OSError:
            return []
        return [str(probe.getsockname()[0])]


def _named() -> list[str]:
    """The addresses that this machine's own name stands for."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return sorted({str(item[4][0]) for item in found})
