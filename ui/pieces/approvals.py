"""Requests for approval that somebody may decide: a form for each."""

import streamlit as st

from engine import commands as c
from engine.log.parts import Approval
from engine.views import approvals_for
from ui.language.text import html, plain
from ui.language.words import t
from ui.pieces import commands
from ui.pieces.room import Room
from ui.shown import tables


def to_decide(room: Room) -> None:
    """A form for each request that this person may decide now."""
    who = room.seat.participant_id
    for approval in approvals_for(room.scenario, room.state, who, for_role=room.spoken_role):
        _decide(room, approval)


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
