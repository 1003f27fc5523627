"""Improvement items: closing needs a note, overdue is told, and a tracker can import them."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.after import items_kept
from engine.after.items import TRACKER_COLUMNS, Item, changed, ordered, to_csv
from engine.after.wording import Wording, from_text, to_text
from engine.errors import Refused
from engine.store.memory import MemoryStore

TODAY = date(2026, 3, 4)


def _item(**fields):
    own = {"item_id": "i-1", "exercise_id": "x-1", "issue": "Told late.", "action": "Make a list."}
    return Item.model_validate({**own, "created": TODAY, **fields})


def test_closing_needs_a_note():
    """Done and dropped are refused without one; with one the day is kept, and reopening takes it away."""
    for status in ("done", "dropped"):
        with pytest.raises(Refused, match="closed with a note"):
            changed(_item(), TODAY, status=status, note="  ")
    closed = changed(_item(), TODAY, status="done", note="List made.")
    later = changed(closed, TODAY + timedelta(days=5), note="List made and tried.")

    assert (closed.closed, later.closed) == (TODAY, TODAY)
    assert changed(closed, TODAY, status="open").closed is None


def test_an_item_is_overdue_after_its_day_until_it_is_closed():
    """On its day it is in time; the day after it is overdue; closed it never is."""
    item = _item(due=TODAY)
    closed = changed(item, TODAY, status="done", note="Done.")

    assert not item.is_overdue(TODAY)
    assert item.is_overdue(TODAY + timedelta(days=1))
    assert not closed.is_overdue(TODAY + timedelta(days=9))
    assert not _item().is_overdue(TODAY)


def test_overdue_items_come_first_and_closed_ones_last():
    """The order in which they are worked on."""
    items = [
        changed(_item(item_id="done"), TODAY, status="done", note="Done."),
        _item(item_id="no date"),
        _item(item_id="later", due=TODAY + timedelta(days=9)),
        _item(item_id="overdue", due=TODAY - timedelta(days=1)),
    ]

    assert [item.item_id for item in ordered(items, TODAY)] == ["overdue", "later", "no date", "done"]


@pytest.mark.parametrize(
    "fields",
    [{"action": ""}, {"status": "closed"}, {"element": "People"}, {"due": "soon"}, {"issue": "x" * 2_001}],
)
def test_a_field_holds_only_what_it_can(fields):
    """Empty actions, unknown words and dates that are none are refused."""
    with pytest.raises(ValidationError):
        changed(_item(), TODAY, **fields)


def test_items_and_wordings_are_kept_in_a_store():
    """What was added and changed is read back, exercise by exercise, in the order it was made."""
    store = MemoryStore()
    first = items_kept.add(store, "x-1", TODAY, {"issue": "A.", "action": "B.", "seqs": (3, 5)})
    second = items_kept.add(store, "x-1", TODAY, {"issue": "C.", "action": "D."})
    other = items_kept.add(store, "x-2", TODAY, {"issue": "E.", "action": "F."})
    first = items_kept.change(store, first, TODAY, {"owner": "Example Person 1"})
    items_kept.put_wording(store, "x-1", Wording(summary="Short."))

    assert items_kept.items(store, "x-1") == (first, second)
    assert set(items_kept.items(store)) == {first, second, other}
    assert items_kept.wording(store, "x-1") == Wording(summary="Short.")
    assert items_kept.wording(store, "x-2") == Wording()


@given(st.text(), st.text(), st.text())
def test_a_wording_is_read_back_as_it_was_written(summary, strengths, improvements_text):
    """Whatever was typed comes back."""
    own = Wording(summary, strengths, improvements_text)

    assert from_text(to_text(own)) == own


def test_a_tracker_finds_its_columns_first():
    """Summary, Description, Assignee, Due date, Labels, Priority and Status open the row."""
    item = _item(due=TODAY, owner="Example Person 1", seqs=(3, 5), criterion="escalation", priority="high")
    row = next(csv.DictReader(StringIO(to_csv([item], {"x-1": "Spring drill"}))))

    assert TRACKER_COLUMNS[:7] == (
        "Summary",
        "Description",
        "Assignee",
        "Due date",
        "Labels",
        "Priority",
        "Status",
    )
    assert (row["Summary"], row["Assignee"], row["Due date"]) == (
        "Make a list.",
        "Example Person 1",
        "2026-03-04",
    )
    assert (row["Labels"], row["Priority"], row["Status"]) == (
        "after-action planning escalation",
        "High",
        "To Do",
    )
    assert "events 3, 5 of the log" in row["Description"]
    assert row["Exercise"] == "Spring drill"


@given(
    st.one_of(
        st.text(min_size=1, max_size=50), st.sampled_from(["=1+1", "+1", "-1", "@A1", "\t=1", "\n=1", " =1"])
    )
)
def test_no_cell_of_the_csv_is_a_formula(text):
    """Whatever people write, no cell begins as a formula does, and every row has all columns."""
    item = Item.model_construct(
        **{**_item().__dict__, "action": text, "issue": text, "owner": text, "note": text}
    )
    rows = list(csv.reader(StringIO(to_csv([item], {"x-1": text}), newline="")))

    assert {len(row) for row in rows} == {len(TRACKER_COLUMNS)}
    assert [cell for cell in rows[1] if cell.lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))] == []
