"""How an event is written down: canonical JSON, and the hash that binds it to the event before it."""

import hashlib
import json
from functools import cache
from typing import Annotated

from pydantic import Field, TypeAdapter

from engine.log.events import Event

GENESIS = "0" * 64
"""What the first event of a log carries as the hash of the one before it."""


@cache
def _adapter() -> TypeAdapter[Event]:
    return TypeAdapter(Annotated[Event, Field(discriminator="kind")])


def to_text(event: Event) -> str:
    """The event's canonical JSON: sorted keys, no spaces, fields that hold their default left out."""
    fields = event.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    fields.update(kind=event.kind, at_ms=event.at_ms, seq=event.seq)
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_text(text: str) -> Event:
    """The event in a canonical JSON.

    Raises:
        ValueError: the text is not an event this version knows.

    """
    return _adapter().validate_json(text)


def chain_hash(previous: str, text: str) -> str:
    """SHA-256 that binds an event's canonical JSON to the hash of the event before it, as hex digits."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
