"""Asking for approval, and deciding for those who hold the authority."""

import streamlit as st

from engine import commands as c
from engine.decide.authority import whom_to_ask
from engine.log.state import Approval
from engine.views import approvals_for
from ui.language.text import html, plain
from ui.language.words import t
from ui.pieces import commands, panels, tables
from ui.pieces.room import Room


def draw(room: Room) -> None:
    """Requests this person may decide, a form to ask, and every request so far."""
    to_decide(room)
    with st.form("ask"):
        levels = {level: _level(room, level) for level in (4, 3, 2, 1)}
        st.selectbox(
            t("Ask for approval of"), list(levels), format_func=lambda item: levels[item], key="ask:level"
        )
        st.text_input(t("Reason"), key="ask:reason", max_chars=400)
        commands.submit(t("Ask for approval"), room.seat, "ask", _request, ("ask:reason",))
    st.caption(t("Approval of a message is asked for under Communicate."))
    commands.hear("ask")
    panels.table(tables.approval_rows(room.state, room.names), t("Nobody has asked for approval yet."))


def to_decide(room: Room) -> None:
    """A form for each request that this person may decide now."""
    who = room.seat.participant_id
    for approval in approvals_for(room.scenario, room.state, who, for_role=room.spoken_role):
        _decide(room, approval)


def _level(room: Room, level: int) -> str:
    approvers = room.scenario.authority.approvers(level)
    if not approvers:
        return t("level {level} (needs none)", level=level)
    return t("level {level}, by {whom}", level=level, whom=whom_to_ask(room.scenario, approvers))


def _request() -> c.RequestApproval:
    return c.RequestApproval(
        about="containment", level=commands.value("ask:level", 4), reason=commands.value("ask:reason")
    )


def _decide(room: Room, approval: Approval) -> None:
    request = approval.request
    slot = f"decide:{request.approval_id}"
    with st.form(slot):
        st.markdown(f"**{plain(f'{request.approval_id}: {tables.about(request)}')}**")
        said = request.text or request.reason or t("No reason was given.")
        st.html(f'<div class="tplus-prose">{html(said)}</div>')
        st.text_input(t("Reason for your decision"), key=f"{slot}:reason", max_chars=400)
        with st.container(horizontal=True):
            commands.submit(t("Grant"), room.seat, slot, lambda: _decision(request.approval_id, granted=True))
            commands.submit(
                t("Refuse"), room.seat, slot, lambda: _decision(request.approval_id, granted=False)
            )
    commands.hear(slot)


def _decision(approval_id: str, *, granted: bool) -> c.DecideApproval:
    return c.DecideApproval(
        approval_id=approval_id, granted=granted, reason=commands.value(f"decide:{approval_id}:reason")
    )
