"""Bodies of requests, read no further than is any use."""

from starlette.requests import Request


async def bounded(request: Request, most: int) -> bytes | None:
    """The whole body, or None once it is larger than that."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > most:
            return None
    return bytes(read)
