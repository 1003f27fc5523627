"""Asking for approval, and deciding for those who hold the authority."""

import streamlit as st

from engine import commands as c
from engine.decide.authority import whom_to_ask
from ui.language.words import t
from ui.pieces import commands, panels
from ui.pieces.room import Room
from ui.shown import tables


def draw(room: Room) -> None:
    """A form to ask, and every request so far; what waits for this person stands above everything else."""
    with st.form("ask"):
        levels = {level: _level(room, level) for level in (4, 3, 2, 1)}
        st.selectbox(
            t("Ask for approval of"), list(levels), format_func=lambda item: levels[item], key="ask:level"
        )
        st.text_input(t("Reason"), key="ask:reason", max_chars=400)
        commands.submit(t("Ask for approval"), room.seat, "ask", _request, ("ask:reason",))
    st.caption(t("Approval of a message is asked for under Communicate."))
    commands.hear("ask")
    rows = tables.approval_rows(room.state, room.names)
    panels.latest(rows, t("Nobody has asked for approval yet."), "approvals")


def _level(room: Room, level: int) -> str:
    approvers = room.scenario.authority.approvers(level)
    if not approvers:
        return t("level {level} (needs none)", level=level)
    return t("level {level}, by {whom}", level=level, whom=whom_to_ask(room.scenario, approvers))


def _request() -> c.RequestApproval:
    return c.RequestApproval(
        about="containment", level=commands.value("ask:level", 4), reason=commands.value("ask:reason")
    )
