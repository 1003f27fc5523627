"""Connections on which no whole request comes, closed after a while; uvicorn would keep them for ever."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from ui.server.incoming.bodies import PATIENCE_S


@contextmanager
def closing_halves() -> Iterator[None]:
    """While it lasts, whoever sends no whole head of a request in time is let go."""
    made = AutoHTTPProtocol.connection_made

    def watched(self: Any, transport: asyncio.Transport) -> None:
        made(self, transport)
        asyncio.get_running_loop().call_later(PATIENCE_S, _look, self, None)

    setattr(AutoHTTPProtocol, "connection_made", watched)  # noqa: B010  # its type forbids an assignment
    try:
        yield
    finally:
        setattr(AutoHTTPProtocol, "connection_made", made)  # noqa: B010


def _look(protocol: Any, waiting_since: object) -> None:
    """Close a connection that waits for the same head as at the last look; what is answered may take long."""
    if protocol not in protocol.connections:  # gone, or a WebSocket by now
        return
    cycle = protocol.cycle
    is_between = cycle is None or cycle.response_complete
    if is_between and protocol.timeout_keep_alive_task is None and cycle is waiting_since:
        protocol.transport.close()
        return
    asyncio.get_running_loop().call_later(PATIENCE_S, _look, protocol, cycle if is_between else protocol)
