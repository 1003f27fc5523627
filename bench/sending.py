"""Answers sent by a process of its own, so that what the crowd has to read does not slow its clock."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx2

TRIES = 5
PAUSE_S = 0.5
"""Before an answer is sent again, as the outbox waits at first."""


@dataclass(frozen=True)
class Sender:
    """Where an answer is sent, and to which question."""

    url: str
    exercise_id: str
    inject_id: str
    question_id: str


def send_all(sender: Sender, tokens: Sequence[str], over_s: float) -> list[tuple[float, int]]:
    """One answer of each seat at a random moment; seconds there and back, and how often it was sent again."""
    return asyncio.run(_send_all(sender, tokens, over_s))


async def _send_all(sender: Sender, tokens: Sequence[str], over_s: float) -> list[tuple[float, int]]:
    limits = httpx2.Limits(max_connections=500, max_keepalive_connections=500)
    async with httpx2.AsyncClient(timeout=60, limits=limits, base_url=sender.url) as http:
        await http.get("/tplus/health")
        sent = (_send(http, sender, token, number, over_s) for number, token in enumerate(tokens))
        return list(await asyncio.gather(*sent))


async def _send(
    http: httpx2.AsyncClient, sender: Sender, token: str, number: int, over_s: float
) -> tuple[float, int]:
    """Send again where a connection breaks, as the outbox does."""
    await asyncio.sleep(random.uniform(0, over_s))
    body = {
        "exercise": sender.exercise_id,
        "kind": "answer",
        "key": f"crowd-{number:06d}",
        "text": f"Answer {number}",
        "inject_id": sender.inject_id,
        "question_id": sender.question_id,
    }
    began = time.perf_counter()
    for tried in range(TRIES):
        try:
            answer = await http.post(
                "/tplus/say", json=body, headers={"Cookie": f"tplus_participant={token}"}
            )
            break
        except httpx2.TransportError:
            if tried == TRIES - 1:
                raise
            await asyncio.sleep(PAUSE_S)
    assert "seq" in answer.json(), answer.text
    return time.perf_counter() - began, tried
