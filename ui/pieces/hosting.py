"""Pages that only a host may open, and how somebody shows to be one."""

import os

import streamlit as st

from ui.language.words import t
from ui.pieces import commands
from ui.server import seats


def host_only() -> None:
    """Stop the screen for those who may not see it, with a way to go on."""
    if seats.is_playing():
        st.info(t("This page opens after your exercise has ended, so that nothing in it is given away."))
        st.page_link(st.session_state["pages"]["seat"], label=t("Back to your seat"))
        st.stop()
    if not seats.is_host():
        _ask_for_key()
        st.stop()


def _ask_for_key() -> None:
    if not os.environ.get("TPLUS_FACILITATOR_KEY"):
        st.info(
            t(
                "This server is reached over a network and no facilitator key is set. Set"
                " TPLUS_FACILITATOR_KEY where it runs and start it again, or open this page on that"
                " machine."
            )
        )
        return
    with st.form("host"):
        st.text_input(t("Facilitator key"), type="password", key="host:given")
        st.form_submit_button(t("Open"), on_click=_give_key)
    st.caption(t("The key is set on the server in TPLUS_FACILITATOR_KEY; ask whoever runs it."))
    commands.hear("host")


def _give_key() -> None:
    st.session_state["host:key"] = str(commands.value("host:given"))
    if not seats.is_host():
        st.session_state.pop("host:key", None)
        commands.say("host", "warning", t("This is not the facilitator key."))
