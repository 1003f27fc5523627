"""Texts that are being written: kept at every pause of typing, whether or not they can be played."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from engine.errors import Refused
from engine.store import Document, EventStore

DRAFT = "scenario_draft"
"""Kind of the document that holds a draft."""
MOST = 200
"""Drafts that are kept at a time (assumption)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is being written."""

    id: str
    text: str
    changed_at: str
    """When it was changed last: UTC, ISO 8601 to the second."""
    title: str = ""
    after: int = 0
    """Number of the version it began as; 0 for a new scenario."""
    report: tuple[str, ...] = ()
    """What was taken, guessed and left out, a line each, where it came from a file of another tool."""


def drafts(store: EventStore) -> tuple[Draft, ...]:
    """Every draft, the one that was changed last first."""
    found = [_draft(kept.body) for kept in store.documents(DRAFT, "")]
    return tuple(sorted(found, key=lambda item: (item.changed_at, item.id), reverse=True))


def draft(store: EventStore, draft_id: str) -> Draft | None:
    """The draft of that id, or None."""
    body = store.get(DRAFT, "", draft_id)
    return None if body is None else _draft(body)


def keep(store: EventStore, kept: Draft, *, at: datetime, longest: int) -> Draft:
    """Keep a draft in place of its earlier text.

    Raises:
        Refused: it is longer than what is kept, or there are too many drafts.

    """
    if len(kept.text) > longest:
        raise Refused(f"The text has {len(kept.text):,} letters; at most {longest:,} are kept.")
    if draft(store, kept.id) is None and len(drafts(store)) >= MOST:
        raise Refused(f"There are {MOST} drafts. Save or throw away some of them first.")
    stamped = replace(kept, changed_at=at.isoformat(timespec="seconds"))
    store.put(
        Document(DRAFT, "", stamped.id, json.dumps(asdict(stamped), sort_keys=True, ensure_ascii=False))
    )
    return stamped


def throw_away(store: EventStore, draft_id: str) -> None:
    """Forget a draft; nothing where there is none."""
    store.delete(DRAFT, "", draft_id)


def _draft(body: str) -> Draft:
    held = json.loads(body)
    return Draft(**{**held, "report": tuple(held.get("report", ()))})
