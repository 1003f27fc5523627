"""Pages that only a host may open, and how somebody shows to be one."""

from math import ceil

import streamlit as st

from ui.language.words import many, t
from ui.pieces import commands
from ui.server.entry import access, hosting, seats


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
    if not hosting.key():
        st.info(
            t(
                "This server is reached over a network and no facilitator key is set. Set"
                " TPLUS_FACILITATOR_KEY where it runs and start it again, or open this page on that"
                " machine."
            )
        )
        return
    if not access.is_long_enough(hosting.key()):
        st.error(
            t(
                "The facilitator key of this server is too short to protect anything, so it opens nothing."
                " Set TPLUS_FACILITATOR_KEY to at least {number} characters and start it again.",
                number=access.SHORTEST_KEY,
            )
        )
        return
    with st.form("host"):
        st.text_input(t("Facilitator key"), type="password", key="host:given")
        st.form_submit_button(t("Open"), on_click=_give_key)
    st.caption(t("The key is set on the server in TPLUS_FACILITATOR_KEY; ask whoever runs it."))
    commands.hear("host")


def _give_key() -> None:
    """Keep what proves the key, and not the key itself."""
    given = str(commands.value("host:given"))
    try:
        is_right = hosting.is_key(given, seats.address())
    except hosting.TooMany as wait:
        then = many("Try in {number} second.", "Try in {number} seconds.", ceil(wait.wait_s))
        commands.say("host", "warning", t("Too many keys were tried. {then}", then=then))
        return
    if is_right:
        st.session_state["host:mark"] = hosting.mark()
    else:
        commands.say("host", "warning", t("This is not the facilitator key."))
