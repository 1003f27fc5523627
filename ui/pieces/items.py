"""Improvement items on screen: those of one exercise after it, and all of them over time."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st
from pydantic import ValidationError

from engine.after import items_kept
from engine.after.items import ELEMENTS, PRIORITIES, STATUSES, Item, ordered, to_csv
from engine.errors import Refused, StoreUnavailable
from engine.snapshot import Snapshot
from scoring.aar.source import ReportSource
from ui.language.terms import term
from ui.language.text import plain
from ui.language.words import many, t
from ui.pieces import commands, panels
from ui.server import numbers, process
from ui.shown import item_tables

SLOT = "items"
FIELDS = ("action", "issue", "owner", "organisation", "start", "due", "status", "priority", "element", "note")


def of_exercise(snapshot: Snapshot, source: ReportSource) -> None:
    """The items of one exercise: taken over from its report, added by hand, changed and closed."""
    st.markdown(t("**Improvement items**"))
    today = process.today()
    found = ordered(source.items, today)
    panels.table(item_tables.item_rows(found, {}, today), t("None yet."))
    fresh = item_tables.new_areas(source)
    if fresh:
        st.button(
            many(
                "Make items of {number} area of the report",
                "Make items of {number} areas of the report",
                len(fresh),
            ),
            key="items:take",
            on_click=_take,
            args=(snapshot.exercise_id, source),
        )
    with st.expander(t("Add an item"), key="items:add"), st.form("items:new", clear_on_submit=False):
        st.text_area(t("Issue"), key="items:new:issue", height=80, max_chars=2_000)
        st.text_area(t("Corrective action"), key="items:new:action", height=80, max_chars=2_000)
        st.form_submit_button(t("Add the item"), on_click=_add, args=(snapshot.exercise_id,))
    _change(found)
    commands.hear(SLOT)


def of_all(ended: Sequence[Snapshot]) -> None:
    """The items of these exercises, those overdue first, with a file for an issue tracker."""
    titles = {item.exercise_id: item.title for item in map(numbers.point_of, ended)}
    today = process.today()
    stored = items_kept.items(process.session().store)
    found = ordered((item for item in stored if item.exercise_id in titles), today)
    st.subheader(t("Improvement items"))
    if not found:
        st.caption(
            t("None yet. They are made after an exercise, on its results, from the areas of its report.")
        )
        return
    late = [item for item in found if item.is_overdue(today)]
    if late:
        st.warning(t("{count} overdue.", count=len(late)))
    st.caption(item_tables.standing(found, today))
    panels.table(item_tables.item_rows(found, titles, today), "")
    _change(found)
    commands.hear(SLOT)
    st.download_button(
        t("Download for an issue tracker (CSV)"),
        to_csv(found, titles).encode("utf-8-sig"),
        "improvement-items.csv",
        "text/csv",
        key="items:csv",
        on_click="ignore",
    )


def _change(found: Sequence[Item]) -> None:
    if not found:
        return
    with st.expander(t("Change or close an item"), key="items:change"):
        chosen = st.selectbox(t("Item"), found, format_func=item_tables.label, key="items:chosen")
        if chosen is not None:
            _form(chosen)


def _form(item: Item) -> None:
    """Every field of an item; the form's keys hold its id, so that another item starts from its own."""
    key = f"items:{item.item_id}"
    with st.form(key):
        st.text_area(t("Corrective action"), item.action, key=f"{key}:action", height=80, max_chars=2_000)
        st.text_area(t("Issue"), item.issue, key=f"{key}:issue", height=80, max_chars=2_000)
        left, right = st.columns(2)
        left.text_input(t("Owner"), item.owner, key=f"{key}:owner", max_chars=120)
        right.text_input(t("Responsible unit"), item.organisation, key=f"{key}:organisation", max_chars=200)
        left.date_input(t("Start"), item.start, key=f"{key}:start")
        right.date_input(t("Due"), item.due, key=f"{key}:due")
        left.selectbox(t("State"), STATUSES, STATUSES.index(item.status), term, key=f"{key}:status")
        right.selectbox(
            t("Priority"), PRIORITIES, PRIORITIES.index(item.priority), term, key=f"{key}:priority"
        )
        left.selectbox(
            t("Capability element"), ELEMENTS, ELEMENTS.index(item.element), term, key=f"{key}:element"
        )
        right.text_input(t("Note (needed to close it)"), item.note, key=f"{key}:note", max_chars=2_000)
        st.caption(plain(t("Follows from: {origin}", origin=item_tables.origin(item))))
        st.form_submit_button(t("Save the item"), key=f"{key}:save", on_click=_save, args=(item,))


def _take(exercise_id: str, source: ReportSource) -> None:
    def act(today: date) -> str:
        fresh = item_tables.new_areas(source)
        for area in fresh:
            items_kept.add(process.session().store, exercise_id, today, item_tables.fields_of(source, area))
        return many(
            "{number} item made; give it an owner.", "{number} items made; give each an owner.", len(fresh)
        )

    _kept(act)


def _add(exercise_id: str) -> None:
    fields = {name: commands.value(f"items:new:{name}") for name in ("issue", "action")}

    def act(today: date) -> str:
        items_kept.add(process.session().store, exercise_id, today, fields)
        for name in fields:
            st.session_state[f"items:new:{name}"] = ""
        return t("Item added.")

    _kept(act)


def _save(item: Item) -> None:
    held = st.session_state
    fields: dict[str, Any] = {name: held[f"items:{item.item_id}:{name}"] for name in FIELDS}

    def act(today: date) -> str:
        other = items_kept.change(process.session().store, item, today, fields)
        return t("Saved: item {number} is {status}.", number=other.number, status=term(other.status))

    _kept(act)


def _kept(act: Callable[[date], str]) -> None:
    """Do it and say what came of it; what was typed stays where it was refused."""
    try:
        commands.say(SLOT, "success", act(process.today()))
    except ValidationError as error:
        places = ", ".join(str(item["loc"][0]) for item in error.errors() if item["loc"])
        commands.say(SLOT, "warning", t("Not saved. Fill in or shorten: {places}.", places=places))
    except Refused as error:
        commands.say(SLOT, "warning", t("Not saved. {error}", error=error))
    except StoreUnavailable as error:
        commands.say(SLOT, "error", t("Not saved; what you typed is still here. {error}", error=error))
