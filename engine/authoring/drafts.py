"""Texts that are being written: kept at every pause of typing, whether or not they can be played."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from threading import Lock

from engine.errors import Refused
from engine.store import Document, EventStore

DRAFT = "scenario_draft"
"""Kind of the document that holds a draft."""
MOST = 200
"""Drafts that are kept at a time (assumption)."""
_ONE_AT_A_TIME = Lock()


class ChangedElsewhere(Refused):
    """Another browser has changed, saved or thrown away the draft since; nothing of it was overwritten."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is being written."""

    id: str
    text: str
    title: str = ""
    after_id: str = ""
    """The scenario it began as a version of; empty for a new one."""
    after: int = 0
    """Number of the version it began as; 0 for a new scenario."""
    report: tuple[str, ...] = ()
    """What was taken, guessed and left out, a line each, where it came from a file of another tool."""
    revision: int = 0
    """How often it was kept: what is kept next must rest on the last one."""
    changed_at: str = ""
    """When it was kept last: UTC, ISO 8601 to the second."""


def drafts(store: EventStore) -> tuple[Draft, ...]:
    """Every draft, the one that was changed last first."""
    found = [_draft(kept.body) for kept in store.documents(DRAFT, "")]
    return tuple(sorted(found, key=lambda item: (item.changed_at, item.id), reverse=True))


def draft(store: EventStore, draft_id: str) -> Draft | None:
    """The draft of that id, or None."""
    body = store.get(DRAFT, "", draft_id)
    return None if body is None else _draft(body)


def keep(store: EventStore, changed: Draft, *, at: datetime, longest: int) -> Draft:
    """Keep a draft that rests on the revision that stands; as it is kept, with the next revision.

    Raises:
        ChangedElsewhere: another revision stands, or none any more.
        Refused: it is longer than what is kept, or there are too many drafts.

    """
    if len(changed.text) > longest:
        raise Refused(f"The text has {len(changed.text):,} letters; at most {longest:,} are kept.")
    with _ONE_AT_A_TIME:
        standing = draft(store, changed.id)
        if (standing.revision if standing else 0) != changed.revision:
            raise ChangedElsewhere("This draft was changed, saved or thrown away in another browser.")
        if standing is None and len(drafts(store)) >= MOST:
            raise Refused(f"There are {MOST} drafts. Save or throw away some of them first.")
        stamp = at.isoformat(timespec="seconds")
        kept = replace(changed, text=whole(changed.text), revision=changed.revision + 1, changed_at=stamp)
        store.put(Document(DRAFT, "", kept.id, json.dumps(asdict(kept), sort_keys=True)))
    return kept


def throw_away(store: EventStore, draft_id: str) -> None:
    """Forget a draft; nothing where there is none."""
    store.delete(DRAFT, "", draft_id)


def whole(text: str) -> str:
    """The text as whole characters: halves that belong together joined, and a single one marked as lost."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _draft(body: str) -> Draft:
    held = json.loads(body)
    return Draft(**{**held, "report": tuple(held.get("report", ()))})
