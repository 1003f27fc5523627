"""Bringing a scenario: a file that is dropped, a pasted text, a copy of one there is, or a short one."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import streamlit as st

from engine.authoring import drafts, kept
from engine.authoring.copying import copy_of
from engine.authoring.drafts import Draft
from engine.authoring.kept import LONGEST, NEW
from engine.authoring.opening import opened
from engine.authoring.short import SHORT, SHORT_NAME
from engine.errors import Refused, ScenarioInvalid, StoreUnavailable
from engine.exchange.catalogue import foreign_formats
from engine.exchange.importing import AUTO
from engine.exchange.source import Options
from engine.exchange.times.column import Choice
from engine.seats import identity
from ui.language import columns
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import commands, panels
from ui.server import process
from ui.shown import tables

ASSETS = Path(__file__).parent / "assets"
LARGEST = 5_000_000
"""Bytes of the largest file that is taken (assumption: a scenario with everything in it has 100,000)."""
DRAFT = "draft"
"""Name in the address of the draft that is open: a page that is loaded again opens it again."""

REFUSED = "own:refused:file"
"""Where in the session the file is kept that could not be opened."""
LISTED = 40
"""Problems of a file that are listed (assumption)."""
TIMES = {
    "auto": t("As the file makes clear"),
    "mm:ss": t("Minutes and seconds"),
    "hh:mm": t("Hours and minutes"),
    "clock": t("Time of day"),
    "dmy": t("Dates with the day first"),
    "mdy": t("Dates with the month first"),
}
"""Ways to read times that a file leaves open."""

_drop = st.components.v2.component(
    "tplus_drop",
    css=(ASSETS / "drop.css").read_text(encoding="utf-8"),
    js=(ASSETS / "drop.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw() -> None:
    """The ways to bring a scenario, and the file that could not be opened."""
    st.subheader(t("Add a scenario"))
    left, right = st.columns(2, gap="large")
    with left:
        words = {
            "drop": t(
                "Drop a scenario here, or choose its file: YAML, MSEL as xlsx or csv, another tool's export."
            ),
            "large": t("{name} is larger than 5 MB; a scenario is far smaller."),
            "reading": t("Reading {name}…"),
            "unread": t("The browser could not read {name}."),
        }
        given = _drop(key="own:drop", data={"words": words, "largest": LARGEST}, on_file_change=lambda: None)
        if given.file:
            _dropped(given.file)
    with right:
        offered = process.offered()
        st.selectbox(
            t("Begin from a scenario there is"),
            list(offered),
            format_func=lambda item: tables.scenario_choice(
                offered[item].scenario, is_own=offered[item].is_own
            ),
            key="own:from",
        )
        with st.container(horizontal=True):
            st.button(t("Copy and change it"), on_click=_copy)
            st.button(t("Begin with a short one"), on_click=_begin)
    with st.expander(t("Paste a text"), key="own:paste"):
        st.text_area(t("Text of a scenario file"), key="own:text", height=200)
        st.button(t("Open this text"), on_click=_paste)


def _dropped(given: Mapping[str, Any]) -> None:
    """Open a file as a draft; what can't be read as a scenario is told, with a way to read it otherwise."""
    name = str(given.get("name", ""))[:120]
    try:
        raw = base64.b64decode(str(given.get("body", "")), validate=True)
    except ValueError:
        commands.say("own", "error", t("{name} did not arrive whole; choose it again.", name=name))
        return
    if len(raw) > LARGEST:
        commands.say("own", "error", t("{name} is larger than 5 MB; a scenario is far smaller.", name=name))
        return
    _take(name, raw)


def _take(name: str, raw: bytes) -> None:
    try:
        found = opened(raw, name, process.content(), _options())
    except ScenarioInvalid as error:
        st.session_state[REFUSED] = (name, raw, error.problems)
        return
    st.session_state.pop(REFUSED, None)
    if open_draft(found.text, found.title, report=found.report):
        st.rerun()


def _options() -> Options:
    chosen = str(commands.value("own:times", "auto"))
    times: Choice = next((item for item in get_args(Choice) if item == chosen), "auto")
    return Options(str(commands.value("own:format", AUTO)), times, str(commands.value("own:sheet")))


def refused() -> None:
    """The file that was not opened: why, and how it may be read."""
    if REFUSED not in st.session_state:
        return
    name, raw, problems = st.session_state[REFUSED]
    with st.container(border=True, key="own:refused"):
        st.error(plain(t("{name} was not opened.", name=name)))
        rows: list[columns.Row] = [
            {columns.PROBLEM: item.message, columns.REMEDY: item.remedy} for item in problems[:LISTED]
        ]
        panels.table(rows, "")
        st.caption(t("`--from`, `--times` and `--sheet` are these three."))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            formats = {AUTO: t("Found by its content"), **{k: v.name for k, v in foreign_formats().items()}}
            st.selectbox(
                t("What the file is"), list(formats), format_func=formats.__getitem__, key="own:format"
            )
            st.selectbox(
                t("What its times mean"), list(TIMES), format_func=TIMES.__getitem__, key="own:times"
            )
            st.text_input(t("Its sheet, if it has several"), key="own:sheet", max_chars=80)
        with st.container(horizontal=True):
            if st.button(t("Read it again"), type="primary"):
                _take(name, raw)
                st.rerun()
            st.button(t("Leave it"), on_click=_leave_it)


def _leave_it() -> None:
    st.session_state.pop(REFUSED, None)


def _paste() -> None:
    open_draft(str(commands.value("own:text")), "")


def _copy() -> None:
    chosen = process.offered().get(str(commands.value("own:from")))
    if chosen is None:
        commands.say("own", "warning", t("It is no longer offered; choose another."))
        return
    taken = {*process.offered(), *kept.versions(process.session().store)}
    open_draft(copy_of(chosen.text, chosen.scenario.name, taken, word=t("copy")), chosen.scenario.name)


def _begin() -> None:
    taken = {*process.offered(), *kept.versions(process.session().store)}
    open_draft(copy_of(SHORT, SHORT_NAME, taken, word=t("draft")), "")


def open_draft(text: str, title: str, *, after: tuple[str, int] = NEW, report: tuple[str, ...] = ()) -> bool:
    """Keep a text as a draft and open it; whether that was possible."""
    begun = Draft(identity.new_id("d"), text, title, *after, report)
    try:
        drafts.keep(process.session().store, begun, at=process.session().clock(), longest=LONGEST)
    except (Refused, StoreUnavailable) as error:
        commands.say("own", "error", t("Not opened. {error}", error=error))
        return False
    st.query_params[DRAFT] = begun.id
    return True
