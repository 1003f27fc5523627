"""Improvement items and wordings of reports, as they are kept in a store."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.after.items import Item, changed
from engine.after.wording import Wording, from_text, to_text
from engine.seats import identity
from engine.store import Document, EventStore

ITEM = "item"
WORDING = "wording"


def items(store: EventStore, exercise_id: str = "") -> tuple[Item, ...]:
    """Every improvement item, or those of one exercise, in the order they were made."""
    found = (Item.model_validate_json(kept.body) for kept in store.documents(ITEM, exercise_id or None))
    return tuple(sorted(found, key=lambda item: (item.created, item.number, item.item_id)))


def add(store: EventStore, exercise_id: str, today: date, fields: Mapping[str, Any]) -> Item:
    """A new item, stored.

    Raises:
        ValueError: a field holds what it can't hold.

    """
    number = 1 + max((item.number for item in items(store, exercise_id)), default=0)
    own = {"item_id": identity.new_id("i"), "exercise_id": exercise_id, "created": today, "number": number}
    item = Item.model_validate({**fields, **own})
    _put(store, item)
    return item


def change(store: EventStore, item: Item, today: date, fields: Mapping[str, Any]) -> Item:
    """The item with other fields, stored.

    Raises:
        Refused: it would be closed without a note.
        ValueError: a field holds what it can't hold.

    """
    other = changed(item, today, **fields)
    _put(store, other)
    return other


def _put(store: EventStore, item: Item) -> None:
    store.put(Document(ITEM, item.exercise_id, item.item_id, item.model_dump_json()))


def wording(store: EventStore, exercise_id: str) -> Wording:
    """What people wrote into an exercise's report."""
    return from_text(store.get(WORDING, exercise_id))


def put_wording(store: EventStore, exercise_id: str, own: Wording) -> None:
    """Keep what people wrote into an exercise's report."""
    store.put(Document(WORDING, exercise_id, "", to_text(own)))
