"""Improvement items: what an organisation decided to do after an exercise, and how far it has come."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import Refused

Status = Literal["open", "in progress", "done", "dropped"]
Priority = Literal["high", "medium", "low"]
CapabilityElement = Literal["Planning", "Organization", "Equipment", "Training", "Exercises"]
"""HSEEP's capability elements (POETE)."""

STATUSES: tuple[Status, ...] = get_args(Status)
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
ELEMENTS: tuple[CapabilityElement, ...] = get_args(CapabilityElement)
CLOSED: frozenset[Status] = frozenset({"done", "dropped"})


class Item(BaseModel):
    """One corrective action with its owner, its due date and where it came from."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    item_id: str
    exercise_id: str
    issue: str = Field(min_length=1, max_length=2_000, description="What fell short.")
    action: str = Field(min_length=1, max_length=2_000, description="What is done about it.")
    capability: str = Field(default="", max_length=200, description="Core capability it belongs to.")
    element: CapabilityElement = Field(default="Planning", description="Capability element.")
    organisation: str = Field(default="", max_length=200, description="Who is responsible, as a unit.")
    owner: str = Field(default="", max_length=120, description="Who sees to it, by name.")
    start: date | None = Field(default=None, description="When work on it begins.")
    due: date | None = Field(default=None, description="When it is to be complete.")
    status: Status = "open"
    priority: Priority = "medium"
    criterion: str = Field(default="", description="Criterion of the finding it follows from.")
    seqs: tuple[int, ...] = Field(default=(), description="Events that finding rests on.")
    source: str = Field(default="", description="Id of the area it was made from; empty if by hand.")
    note: str = Field(default="", max_length=2_000, description="What was done, or why it was dropped.")
    number: int = Field(default=1, ge=1, description="Place among the items of its exercise.")
    created: date
    closed: date | None = Field(default=None, description="When it was done or dropped.")

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to do."""
        return self.status in CLOSED

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been complete before today and is not."""
        return not self.is_closed and self.due is not None and self.due < today


def changed(item: Item, today: date, **fields: object) -> Item:
    """The item with other fields; closing stamps the day, reopening takes it away.

    Raises:
        Refused: it would be closed without a note.
        ValueError: a field holds what it can't hold.

    """
    wanted = Item.model_validate({**item.model_dump(), **fields})
    if wanted.is_closed and not wanted.note.strip():
        raise Refused("An item is closed with a note: say what was done, or why it was dropped.")
    closed = (item.closed or today) if wanted.is_closed else None
    return wanted.model_copy(update={"closed": closed})


def ordered(items: Iterable[Item], today: date) -> tuple[Item, ...]:
    """Items as they are worked on: overdue first, then open by due date, closed ones last."""

    def key(item: Item) -> tuple[bool, bool, date, int, str]:
        late = item.is_overdue(today)
        return (item.is_closed, not late, item.due or date.max, item.number, item.item_id)

    return tuple(sorted(items, key=key))


TRACKER_COLUMNS = (
    "Summary",
    "Description",
    "Assignee",
    "Due date",
    "Labels",
    "Priority",
    "Status",
    "Start date",
    "Core capability",
    "Capability element",
    "Responsible organization",
    "Exercise",
    "Criterion",
    "Events",
    "Note",
)
"""Columns in the order in which issue trackers ask for them on import."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


def to_csv(items: Iterable[Item], titles: Mapping[str, str]) -> str:
    """Items for an issue tracker; `titles` are the exercises' titles by id."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(TRACKER_COLUMNS)
    writer.writerows([_inert(cell) for cell in _tracked(item, titles)] for item in items)
    return target.getvalue()


def _tracked(item: Item, titles: Mapping[str, str]) -> tuple[str, ...]:
    exercise = titles.get(item.exercise_id, "")
    events = ", ".join(map(str, item.seqs))
    cited = f" (events {events} of the log)" if events else ""
    labels = " ".join(filter(None, ("after-action", item.element.lower(), item.criterion)))
    return (
        " ".join(item.action.split())[:250],
        f"{item.issue}{cited}\n\nCorrective action: {item.action}\nExercise: {exercise}",
        item.owner,
        _day(item.due),
        labels,
        item.priority.capitalize(),
        {"open": "To Do", "in progress": "In Progress", "done": "Done", "dropped": "Won't Do"}[item.status],
        _day(item.start),
        item.capability,
        item.element,
        item.organisation,
        exercise,
        item.criterion,
        events,
        item.note,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _inert(cell: str) -> str:
    """A cell that no spreadsheet computes: an apostrophe before what would begin a formula."""
    kept = cell.replace("\x00", "")
    return f"'{kept}" if kept.lstrip(" \n\xa0").startswith(_FORMULA) else kept
