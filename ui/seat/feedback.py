"""The feedback form on a participant's seat after EndEx."""

from typing import get_args

import streamlit as st
from pydantic import ValidationError

from engine.after import keeping
from engine.after.feedback import KNOWS, STATEMENTS, Feedback, Knowing
from engine.errors import Refused, StoreUnavailable
from engine.seats.identity import Seat
from ui.language.terms import term
from ui.language.words import t
from ui.pieces import commands
from ui.server import process

SLOT = "feedback"
SCALE = (1, 2, 3, 4, 5)
KNOWING = get_args(Knowing)


def draw(held: Seat) -> None:
    """The form, filled with what this seat sent before; a sentence once feedback is closed."""
    store = process.session().store
    st.subheader(t("Your feedback"))
    if keeping.is_closed(store, held.exercise_id):
        st.caption(t("Feedback is closed. Thank you."))
        return
    _prefilled(keeping.own_feedback(store, held) or Feedback())
    st.caption(t("The room sees counts and comments, never a name. 1 is not at all, 5 is fully."))
    with st.form(SLOT):
        for name, statement in STATEMENTS.items():
            st.segmented_control(statement, SCALE, key=f"{SLOT}:{name}")
        for name, label in (("knew_before", t("Before this exercise")), ("knows_now", t("Now"))):
            st.segmented_control(f"{label}: {KNOWS}", KNOWING, format_func=term, key=f"{SLOT}:{name}")
        st.text_area(t("What went well"), key=f"{SLOT}:strengths", height=80, max_chars=2_000)
        st.text_area(t("What should be better"), key=f"{SLOT}:improvements", height=80, max_chars=2_000)
        st.form_submit_button(t("Send the feedback"), type="primary", on_click=_send, args=(held,))
    commands.hear(SLOT)


def _prefilled(sent: Feedback) -> None:
    for name in STATEMENTS:
        st.session_state.setdefault(f"{SLOT}:{name}", sent.agreement.get(name))
    for name in ("knew_before", "knows_now", "strengths", "improvements"):
        st.session_state.setdefault(f"{SLOT}:{name}", getattr(sent, name))


def _send(held: Seat) -> None:
    """Keep the form; pressed twice it is there once."""
    given = {name: commands.value(f"{SLOT}:{name}", None) for name in STATEMENTS}
    state = process.session().current(held.exercise_id).state
    try:
        form = Feedback(
            agreement={name: value for name, value in given.items() if value is not None},
            strengths=commands.value(f"{SLOT}:strengths"),
            improvements=commands.value(f"{SLOT}:improvements"),
            knew_before=commands.value(f"{SLOT}:knew_before", None),
            knows_now=commands.value(f"{SLOT}:knows_now", None),
        )
        keeping.give_feedback(process.session().store, state, held, form)
    except ValidationError:
        commands.say(SLOT, "warning", t("Not sent. Shorten what you wrote to 2,000 letters a box."))
    except (Refused, StoreUnavailable) as error:
        commands.say(SLOT, "warning", t("Not sent; what you filled in is still here. {error}", error=error))
    else:
        commands.say(SLOT, "success", t("Sent. You may change it until the facilitator closes feedback."))
