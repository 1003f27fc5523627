"""Messages: a template to start from, approval where it is wanted, and sending."""

import streamlit as st

from engine import commands as c
from engine.scenario.content import Template
from ui import acts, panels, result_frames
from ui.responding.audiences import audiences
from ui.room import Room


def draw(room: Room) -> None:
    """A message to an audience, from a template or from scratch."""
    _template(room)
    asked = [item for item in room.state.approvals.values() if item.request.about == "message"]
    with st.form("send"):
        st.selectbox(
            "To", audiences(room.scenario), key="send:to", index=None, placeholder="Choose an audience"
        )
        st.text_area("Message", key="send:text", height=220)
        st.selectbox(
            "Reference of its approval",
            [item.request.approval_id for item in asked],
            key="send:approval",
            index=None,
            placeholder="None",
        )
        with st.container(horizontal=True):
            acts.submit("Send the message", room.seat, "send", _message, ("send:text",))
            acts.submit("Ask for its approval", room.seat, "send", _request)
    acts.hear("send")
    panels.table(result_frames.message_rows(room.state, room.names), "No message has been sent yet.")


def _template(room: Room) -> None:
    offered = {item.id: item for item in room.scenario.templates}
    if not offered:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Start from a template",
            list(offered),
            format_func=lambda item: offered[item].name,
            key="send:template",
            index=None,
            placeholder="Choose a template",
        )
        st.button("Insert", key="send:insert", on_click=_insert, args=(offered,))


def _insert(offered: dict[str, Template]) -> None:
    """Put the template behind what was typed, which is never thrown away."""
    chosen = offered.get(acts.value("send:template"))
    if chosen is not None:
        typed = acts.value("send:text")
        st.session_state["send:text"] = f"{typed}\n\n{chosen.text}" if typed.strip() else chosen.text


def _message() -> c.SendMessage:
    return c.SendMessage(
        audience=acts.value("send:to"),
        text=acts.value("send:text"),
        template=acts.value("send:template"),
        approval_id=acts.value("send:approval"),
    )


def _request() -> c.RequestApproval:
    return c.RequestApproval(about="message", audience=acts.value("send:to"), text=acts.value("send:text"))
