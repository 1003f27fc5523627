"""What every request passes first: names, origins, sizes, closed paths, and the rules for browsers."""

import os
from time import monotonic

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.entry import hosts, visitors
from ui.server.pace import Buckets, Pace

LARGEST = 64_000
"""Bytes of the largest body that any route takes: eight thousand characters of any script, escaped."""

OF_A_SEAT = Pace(60, 0.05)
"""What one seat asks of our own routes (assumption: a page full of pictures, in a few windows)."""

OF_AN_ADDRESS = Pace(1_000, 0.01)
"""What one address without a seat asks of them (assumption: a large room that joins behind one router)."""

OWN = "/tplus/"
SAY, HEALTH = "/tplus/say", "/tplus/health"
"""What keeps a pace of its own, and what is asked by a monitor, apart from the rest of its address."""

READS = frozenset(("GET", "HEAD", "OPTIONS"))

CLOSED = ("/_stcore/upload_file", "/_stcore/agent")
"""Paths of Streamlit's that Tplus has no use for: there is nothing to upload, and no agent to serve."""

INSIDE = ("/_stcore/metrics",)
"""Paths that are for the machine itself."""

POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
}
"""What a page may load: only from this host. Streamlit's own scripts need inline and eval."""

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Gate:
    """Turns away what no browser of this app sends, and tells browsers what its pages may do."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._seats, self._monitors = Buckets(OF_A_SEAT), Buckets(OF_A_SEAT)
        self._addresses = Buckets(OF_AN_ADDRESS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = refused(scope) or self._too_many(scope)
        if scope["type"] == "websocket":
            if refusal is None:
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008, "reason": refusal[1][:120]})
            return
        answer = self.app if refusal is None else PlainTextResponse(refusal[1], refusal[0])
        await answer(scope, receive, _with_headers(send))

    def _too_many(self, scope: Scope) -> tuple[int, str] | None:
        """How somebody is turned away who asks our routes for more than any page does."""
        path = scope["path"]
        if OWN not in path or path.endswith(SAY):
            return None
        is_health = path.endswith(HEALTH)
        person = "" if is_health else visitors.person_of(HTTPConnection(scope).cookies)
        who = person or client_of(scope)
        buckets = self._monitors if is_health else self._seats if person else self._addresses
        wait_s = buckets.wait_s(who, monotonic())
        return (429, "That was a lot at once; wait a second.") if wait_s else None


def client_of(scope: Scope) -> str:
    """The address that a request comes from."""
    return f"address {(scope.get('client') or ('',))[0]}"


def _with_headers(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return told


def refused(scope: Scope) -> tuple[int, str] | None:
    """With what status and words a request is turned away; None where it passes."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not hosts.is_allowed(host, address=address(), extra=allowed_names()):
        said = f"This server does not answer to {host!r}. Start it with --allowed-host to let it."
        return 421, said.encode("ascii", "replace").decode()
    is_write = scope["type"] == "websocket" or scope["method"] not in READS
    if is_write and not hosts.is_same_site(headers):
        return 403, "This was sent from another site."
    if _is_closed(scope, headers):
        return 404, "Not found."
    if is_write and _length(headers) > LARGEST:
        return 413, "This is too long; shorten it."
    return None


def _is_closed(scope: Scope, headers: Headers) -> bool:
    path = scope["path"]
    if any(part in path for part in CLOSED):
        return True
    client = (scope.get("client") or ("",))[0]
    is_inside = client in hosts.LOOPBACK and not hosts.is_forwarded(headers.keys())
    return any(part in path for part in INSIDE) and not is_inside


def _length(headers: Headers) -> int:
    said = headers.get("content-length", "0")
    return int(said) if said.isdecimal() else 0


def address() -> str:
    """The address this server listens on; empty where it is every one."""
    return str(st.get_option("server.address") or "")


def allowed_names() -> tuple[str, ...]:
    """The names that `--allowed-host` gave."""
    return hosts.given(os.environ.get("TPLUS_ALLOWED_HOSTS", ""))
