"""The inference log, searched: counts, the newest rows, and a file of all that were found."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from engine.scenario.times import MINUTE_MS, offset_label
from engine.seats.identity import Seat
from engine.simulation.log.columns import OUTCOMES, LogRow
from engine.simulation.log.export import LogFormat
from engine.simulation.log.search import Found, Query
from engine.views import may_search_log
from ui.language import columns
from ui.language.terms import term
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import commands, panels
from ui.pieces.room import Room, room_of
from ui.seat.acts.pattern_help import EXAMPLE, GRAMMAR

SLOT = "log"
ROWS = 25
"""Newest rows shown; few enough to read on a phone."""

FORMATS: tuple[tuple[LogFormat, str, str], ...] = (
    ("csv", t("Download CSV"), "text/csv"),
    ("jsonl", t("Download JSON lines"), "application/jsonl"),
)
LEDE = t(
    "Every request the assistant got, since the hours before StartEx, as the service"
    " logged it. It does not know which answers did harm. Texts of attacks are harmless"
    " stand-ins."
)


def draw(room: Room) -> None:
    """What to look for, and what was found when Search was last pressed."""
    if not may_search_log(room.state, room.seat.participant_id):
        st.caption(t("The log opens to responders, facilitators and evaluators once the clock runs."))
        return
    if not room.scenario.ai_system.log.is_complete:
        st.caption(t("This scenario has no inference log."))
        return
    st.caption(LEDE)
    with st.form(SLOT):
        _fields()
        st.form_submit_button(t("Search"), key=f"go:{SLOT}", on_click=_ask, args=(room.seat,))
    asked = st.session_state.get(f"{SLOT}:asked")
    if asked is not None:
        _answer(room, *asked)


def _fields() -> None:
    st.text_input(t("Text"), key=f"{SLOT}:text", max_chars=200, placeholder=EXAMPLE, help=GRAMMAR)
    st.text_input(t("User"), key=f"{SLOT}:user", max_chars=20, placeholder=t("for example: u-1042"))
    st.selectbox(
        t("Outcome"), OUTCOMES, format_func=term, key=f"{SLOT}:outcome", index=None, placeholder=t("Any")
    )
    with st.container(horizontal=True):
        for name, label in (("from", t("From minute")), ("until", t("Until minute"))):
            st.number_input(
                label,
                key=f"{SLOT}:{name}",
                min_value=-1440,
                max_value=1440,
                value=None,
                step=1,
                help=t("Minutes since StartEx; before it, with a minus."),
            )


def _ask(seat: Seat) -> None:
    """Keep what was asked and when: the answer then stands still while it is read."""
    query = Query(
        text=commands.value(f"{SLOT}:text"),
        user=commands.value(f"{SLOT}:user"),
        outcome=commands.value(f"{SLOT}:outcome"),
        from_ms=_minute("from"),
        until_ms=_minute("until"),
    )
    st.session_state[f"{SLOT}:asked"] = (query, room_of(seat).at_ms)


def _minute(name: str) -> int | None:
    given = commands.value(f"{SLOT}:{name}", None)
    return None if given is None else int(given) * MINUTE_MS


def _answer(room: Room, query: Query, at_ms: int) -> None:
    try:
        found = room.snapshot.timeline.search(query, at_ms, limit=ROWS)
    except ValueError as error:
        st.warning(plain(t("Not searched. {error}", error=error)))
        return
    st.markdown(f"**{plain(counted(found, at_ms))}**")
    panels.table(rows(found.rows), t("No row fits. Look for fewer words, or a longer time."))
    if found.total > len(found.rows):
        st.caption(
            t(
                "The newest {count} of {total}; a download holds all of them.",
                count=len(found.rows),
                total=found.total,
            )
        )
    if found.total:
        _downloads(room, query, at_ms)


def counted(found: Found, at_ms: int) -> str:
    """What was found, in numbers."""
    return t(
        "Until {time}: rows {total}, users {users}, conversations {conversations}",
        time=offset_label(at_ms),
        total=found.total,
        users=found.distinct_users,
        conversations=found.conversations,
    )


def rows(found: Sequence[LogRow]) -> list[columns.Row]:
    """Rows of the log as a table shows them."""
    return [
        {
            columns.TIME: offset_label(row.at_ms),
            columns.USER: row.user_id,
            columns.TEXT: row.text,
            columns.OUTCOME: term(row.outcome),
            columns.TOKENS_OUT: row.output_tokens,
            columns.CONFIGURATION: row.config_version,
        }
        for row in found
    ]


def _downloads(room: Room, query: Query, at_ms: int) -> None:
    """Files made only when somebody asks for one."""
    with st.container(horizontal=True):
        for form, label, kind in FORMATS:
            made = partial(room.snapshot.timeline.export, query, form, at_ms)
            name = f"inference-log.{form}"
            st.download_button(
                label, made, file_name=name, mime=kind, key=f"{SLOT}:{form}", on_click="ignore"
            )
