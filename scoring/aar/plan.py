"""HSEEP's improvement plan: items that were agreed, or proposals drafted from the areas."""

from datetime import date, timedelta

from engine.after.items import Item
from scoring.aar.source import ReportSource, criterion_title
from scoring.lessons.draft import Area, areas
from scoring.writing.document import Block, Cell, Paragraph, Section, Table

COLUMNS = (
    "Core Capability",
    "Issue / Area for Improvement",
    "Corrective Action",
    "Capability Element",
    "Primary Responsible Organization",
    "Organization POC",
    "Start Date",
    "Completion Date",
)
"""The columns of HSEEP's template (IP01), in its order."""

WIDTHS = (13, 23, 24, 10, 12, 11, 9, 10)

DAYS = {"high": 30, "medium": 60, "low": 90}
"""Days from the exercise to a proposed completion, by priority (assumption: the usual AAR calendar)."""

NOBODY = "to be named"


def plan(source: ReportSource) -> Section:
    """Appendix A."""
    items = [item for item in source.items if item.status != "dropped"]
    has_names = source.options.has_names
    rows = tuple(_item_row(item, has_names) for item in items) if items else _proposed_rows(source)
    intro = (
        "The items that were agreed after the exercise."
        if items
        else "No improvement item has been agreed yet. These are proposals, drafted from the areas for"
        " improvement; owners and dates are for the after-action meeting to confirm."
    )
    blocks: tuple[Block, ...] = (
        Paragraph(intro),
        Table("improvement_plan", "Improvement plan", COLUMNS, rows, WIDTHS, "No area asks for an action."),
    )
    return Section(
        "improvement-plan", "Appendix A: Improvement plan", (*blocks, *_standing(source)), is_wide=True
    )


def _item_row(item: Item, has_names: bool) -> tuple[Cell, ...]:
    owner = item.owner if has_names or not item.owner else "named, left out here"
    return (
        item.capability,
        item.issue,
        item.action,
        item.element,
        item.organisation or NOBODY,
        owner or NOBODY,
        _day(item.start),
        _day(item.due),
    )


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else "to be agreed"


def _proposed_rows(source: ReportSource) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_proposed(source, area) for area in areas(source.drafts))


def _proposed(source: ReportSource, area: Area) -> tuple[Cell, ...]:
    return (
        source.capability(area.criterion),
        area.issue,
        area.action,
        area.element,
        source.team or NOBODY,
        NOBODY,
        f"{source.held_on:%Y-%m-%d} (proposed)",
        f"{due_for(source.held_on, area.priority):%Y-%m-%d} (proposed)",
    )


def due_for(held_on: date, priority: str) -> date:
    """When an action of this priority is proposed to be complete."""
    return held_on + timedelta(days=DAYS[priority])


def _standing(source: ReportSource) -> tuple[Block, ...]:
    """Where each item stands, and what it follows from."""
    if not source.items:
        return ()
    today = source.created_at.date()
    rows = tuple(
        (
            item.action,
            f"{item.status}, overdue" if item.is_overdue(today) else item.status,
            item.priority,
            criterion_title(item.criterion) or "by hand",
            ", ".join(map(str, item.seqs)),
            item.note,
        )
        for item in source.items
    )
    columns = ("Corrective Action", "Status", "Priority", "Follows from", "Events", "Note")
    widths = (36, 12, 10, 16, 10, 20)
    return (Table("item_status", "Status of the items", columns, rows, widths),)
