"""The links of an exercise, and new ones in place of those that came into wrong hands."""

import streamlit as st

from engine.errors import Refused, StoreUnavailable
from engine.seats.identity import Seat
from engine.seats.keys import KeyName, replace_key
from ui.language.words import t
from ui.pieces import commands, panels
from ui.server import process, trail
from ui.shown import tables

NAMES: dict[KeyName, str] = {
    "code": t("Participants"),
    "facilitator": t("Another facilitator"),
    "evaluator": t("Evaluators"),
    "observer": t("Observers"),
    "projector": t("The projector"),
}
"""Whom each key lets in."""


@st.fragment
def draw(held: Seat) -> None:
    """Every link with whom it is for, and a way to replace one."""
    keys = process.session().keys(held.exercise_id)
    for label, address in tables.links(keys, str(st.context.url or "")):
        st.caption(label)
        panels.link(address)
    st.caption(t("Whoever has a link can enter; give each only to the people it is for."))
    with st.popover(t("Replace a link"), key="open:keys"):
        st.caption(t("The old link and code open nothing any more. Seats that were taken with it stay."))
        st.selectbox(t("Link for"), list(NAMES), format_func=lambda name: NAMES[name], key="keys:name")
        st.button(t("Make a new one"), key="keys:replace", on_click=_replace, args=(held,))
    commands.hear("keys")


def _replace(held: Seat) -> None:
    session, name = process.session(), commands.value("keys:name")
    try:
        if session.current(held.exercise_id).state.app_role(held.participant_id) == "facilitator":
            replace_key(session.store, held.exercise_id, name)
            trail.note("key replaced", exercise=held.exercise_id, key=name, by=held.participant_id)
    except (Refused, StoreUnavailable) as error:
        commands.say("keys", "error", t("Nothing was replaced. {error}", error=error))
        return
    commands.say("keys", "success", t("Replaced: {link}. Give the new link out.", link=NAMES[name]))
