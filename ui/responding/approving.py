"""Asking for approval, and deciding for those who hold the authority."""

import streamlit as st

from engine import commands as c
from engine.decide.authority import whom_to_ask
from engine.state import Approval
from engine.views import approvals_for
from ui import acts, frames, panels
from ui.room import Room
from ui.text import html, plain


def draw(room: Room) -> None:
    """Requests this person may decide, a form to ask, and every request so far."""
    for approval in approvals_for(room.scenario, room.state, room.seat.participant_id):
        _decide(room, approval)
    with st.form("ask"):
        levels = {level: _level(room, level) for level in (4, 3, 2, 1)}
        st.selectbox(
            "Ask for approval of", list(levels), format_func=lambda item: levels[item], key="ask:level"
        )
        st.text_input("Reason", key="ask:reason", max_chars=400)
        acts.submit("Ask for approval", room.seat, "ask", _request, ("ask:reason",))
    st.caption("Approval of a message is asked for under Communicate.")
    acts.hear("ask")
    panels.table(frames.approval_rows(room.state, room.names), "Nobody has asked for approval yet.")


def _level(room: Room, level: int) -> str:
    approvers = room.scenario.authority.approvers(level)
    if not approvers:
        return f"level {level} (needs none)"
    return f"level {level}, by {whom_to_ask(room.scenario, approvers)}"


def _request() -> c.RequestApproval:
    return c.RequestApproval(
        about="containment", level=acts.value("ask:level", 4), reason=acts.value("ask:reason")
    )


def _decide(room: Room, approval: Approval) -> None:
    request = approval.request
    slot = f"decide:{request.approval_id}"
    with st.form(slot):
        st.markdown(f"**{plain(f'{request.approval_id}: {frames.about(request)}')}**")
        st.html(
            f'<div class="tplus-prose">{html(request.text or request.reason or "No reason was given.")}</div>'
        )
        st.text_input("Reason for your decision", key=f"{slot}:reason", max_chars=400)
        with st.container(horizontal=True):
            acts.submit("Grant", room.seat, slot, lambda: _decision(request.approval_id, granted=True))
            acts.submit("Refuse", room.seat, slot, lambda: _decision(request.approval_id, granted=False))
    acts.hear(slot)


def _decision(approval_id: str, *, granted: bool) -> c.DecideApproval:
    return c.DecideApproval(
        approval_id=approval_id, granted=granted, reason=acts.value(f"decide:{approval_id}:reason")
    )
