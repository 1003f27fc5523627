"""Bodies of requests, read no further and no longer than is any use."""

import asyncio

from starlette.requests import ClientDisconnect, Request

PATIENCE_S = 15.0
"""How long a browser may take to send a body, on the slowest of lines (assumption)."""


class NoBody(Exception):
    """A body that did not come as it should; `status` is what to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def bounded(request: Request, most: int) -> bytes:
    """The whole body.

    Raises:
        NoBody: it is larger than that, takes too long, or the browser has gone.

    """
    read = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_S):
            async for part in request.stream():
                read += part
                if len(read) > most:
                    raise NoBody(413)
    except TimeoutError:
        raise NoBody(408) from None
    except ClientDisconnect:
        raise NoBody(400) from None
    return bytes(read)
