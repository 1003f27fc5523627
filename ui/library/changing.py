"""Changes to a draft without writing YAML: a role's name, the length, and times and titles of injects."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.authoring.drafts import Draft
from engine.authoring.edits import inject_changed, retimed, role_renamed, times_of
from engine.errors import Refused
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from ui.language.words import t
from ui.library import writing
from ui.pieces import commands

LENGTHS = (30, 45, 60, 90, 120)
"""Lengths in minutes that are offered."""
TIME, TITLE = "time", "title"


def draw(found: Draft, scenario: Scenario) -> None:
    """A form for each; comments and order of the text stay."""
    commands.hear("changing")
    _roles(found, scenario)
    _length(found, scenario)
    _times(found)


def _roles(found: Draft, scenario: Scenario) -> None:
    with st.form("changing:role"):
        st.selectbox(t("Role"), [item.role for item in scenario.roles], key="changing:old")
        st.text_input(t("Is called here"), key="changing:new", max_chars=120)
        st.form_submit_button(t("Rename everywhere"), on_click=_rename, args=(found,))


def _rename(found: Draft) -> None:
    old, new = str(commands.value("changing:old")), str(commands.value("changing:new"))
    _change(found, lambda: role_renamed(found.text, old, new))


def _length(found: Draft, scenario: Scenario) -> None:
    now = scenario.duration_ms // MINUTE_MS
    with st.form("changing:length"):
        offered = sorted({*LENGTHS, now})
        st.selectbox(t("Length in minutes"), offered, index=offered.index(now), key="changing:minutes")
        st.caption(t("Injects and deadlines move in proportion."))
        st.form_submit_button(t("Change the length"), on_click=_retime, args=(found,))


def _retime(found: Draft) -> None:
    minutes = int(commands.value("changing:minutes", 0))
    _change(found, lambda: retimed(found.text, minutes))


def _times(found: Draft) -> None:
    """Times and titles as a table; a row changes the inject that stands at its place in the text."""
    rows = [{TIME: time, TITLE: title} for time, title in times_of(found.text)]
    key = f"changing:msel:{found.id}:{writing.put_count(found.id)}"
    st.data_editor(
        rows,
        key=key,
        hide_index=True,
        width="stretch",
        column_config={TIME: t("Time"), TITLE: t("Title")},
        on_change=_edit,
        args=(found, key),
    )


def _edit(found: Draft, key: str) -> None:
    """Put the cells that were changed into the text."""
    changed: dict[int, dict[str, Any]] = st.session_state[key]["edited_rows"]

    def build() -> str:
        text = found.text
        for place, cells in changed.items():
            for field, value in cells.items():
                text = inject_changed(text, int(place), field, " ".join(str(value or "").split()))
        return text

    _change(found, build)


def _change(found: Draft, build: Callable[[], str]) -> None:
    try:
        is_kept = writing.put(found, build())
    except Refused as error:
        commands.say("changing", "warning", str(error))
    else:
        if is_kept:
            commands.say("changing", "success", t("Changed in the text."))
        else:
            commands.say("changing", "warning", t("Not changed; try again."))
