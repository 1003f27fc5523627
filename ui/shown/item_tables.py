"""Improvement items as rows and sentences; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from textwrap import shorten
from typing import Any

from engine.after.items import Item
from scoring.aar.plan import due_for
from scoring.aar.source import ReportSource, criterion_title, numbered
from scoring.lessons.draft import Area, areas
from ui.language import columns
from ui.language.terms import term
from ui.language.words import t


def item_rows(items: Iterable[Item], titles: Mapping[str, str], today: date) -> list[columns.Row]:
    """Items as people work on them; the exercise stands there where there are several."""
    return [
        {
            columns.DUE: f"{item.due:%Y-%m-%d}" if item.due else t("no date"),
            columns.STATE: _state(item, today),
            columns.ACTION: item.action,
            columns.OWNER: item.owner or t("nobody yet"),
            columns.UNIT: item.organisation,
            columns.ELEMENT: term(item.element),
            columns.PRIORITY: term(item.priority),
            columns.FROM: origin(item),
            **({columns.EXERCISE: titles.get(item.exercise_id, "")} if titles else {}),
            columns.NOTE: item.note,
        }
        for item in items
    ]


def _state(item: Item, today: date) -> str:
    state = term(item.status)
    return t("OVERDUE, {state}", state=state) if item.is_overdue(today) else state


def origin(item: Item) -> str:
    """Which finding an item follows from."""
    title = criterion_title(item.criterion) or t("by hand")
    return ", ".join(filter(None, (title, numbered(item.seqs))))


def label(item: Item) -> str:
    """An item in one line, for a list to choose from."""
    return f"{item.number}. {shorten(item.action, 80, placeholder=' …')} ({term(item.status)})"


def standing(items: Sequence[Item], today: date) -> str:
    """How many are open, overdue and closed in time."""
    opened = [item for item in items if not item.is_closed]
    late = sum(item.is_overdue(today) for item in opened)
    closed = [item for item in items if item.closed is not None]
    dated = [item for item in closed if item.due is not None]
    in_time = sum(item.closed <= item.due for item in dated if item.closed and item.due)
    counts = {"opened": len(opened), "late": late, "closed": len(closed)}
    if not dated:
        return t("{opened} open, {late} of them overdue; {closed} closed.", **counts)
    return t(
        "{opened} open, {late} of them overdue; {closed} closed, {in_time} of {dated} with a due date in"
        " time.",
        in_time=in_time,
        dated=len(dated),
        **counts,
    )


def new_areas(source: ReportSource) -> tuple[Area, ...]:
    """Areas of the report that no item has been made from."""
    taken = {item.source for item in source.items}
    return tuple(area for area in areas(source.drafts) if area.id not in taken)


def fields_of(source: ReportSource, area: Area) -> dict[str, Any]:
    """What an item takes over from an area; the due date is a proposal that counts from now."""
    today = source.created_at.date()
    lists_parts = ":" in area.issue
    return {
        "issue": (area.issue if lists_parts else f"{area.issue} {area.analysis}")[:2_000],
        "action": area.action,
        "capability": source.capability(area.criterion)[:200],
        "element": area.element,
        "organisation": source.team[:200],
        "start": today,
        "due": due_for(today, area.priority),
        "priority": area.priority,
        "criterion": area.criterion,
        "seqs": area.seqs,
        "source": area.id,
    }
