"""What Tplus is, in a sentence and a picture, and the three things one can come for."""

from base64 import b64encode
from collections.abc import Callable

import streamlit as st

from engine.errors import Refused, StoreUnavailable
from ui.language.text import html
from ui.language.words import t
from ui.look import style
from ui.pieces import commands
from ui.server.entry import seats, trials

_DRAWN = b64encode(style.PICTURE.read_bytes()).decode()
PICTURE = f'<img class="tplus-picture" src="data:image/svg+xml;base64,{_DRAWN}" alt="">'
"""As an image: a drawing written into the page itself would be cleaned away."""


def draw(join: Callable[[], None]) -> None:
    """The picture, and below it join, run and compare side by side; `join` draws what joining takes."""
    _what_it_is()
    joining, running, comparing = st.columns(3, border=True)
    pages = st.session_state["pages"]
    with joining:
        st.header(t("Join an exercise"))
        st.markdown(t("You were given a code or a link. Nothing to install."))
        join()
    with running:
        st.header(t("Run an exercise"))
        st.markdown(t("Choose a scenario, share a code, and start the clock."))
        st.page_link(pages["control"], label=t("To the control room"), icon=":material/tune:")
        _try_it_now()
    with comparing:
        st.header(t("Compare readiness"))
        st.markdown(t("How ready the team is, quarter by quarter, and what to rehearse next."))
        st.page_link(pages["readiness"], label=t("To readiness"), icon=":material/trending_up:")


def _what_it_is() -> None:
    title = html(t("Rehearse the day your AI system goes wrong"))
    said = html(t("A timed tabletop exercise with a simulated AI system that reacts to your team."))
    st.html(f'<div class="tplus-hero"><div><h1>{title}</h1><p>{said}</p></div>{PICTURE}</div>')


def _try_it_now() -> None:
    """Where the host allows it and this browser plays nothing yet: a live exercise at one press."""
    if not trials.is_offered() or seats.is_playing():
        return
    st.button(t("Try it now"), type="primary", key="try", on_click=_try, icon=":material/play_arrow:")
    st.caption(t("Alone, with simulated colleagues and a guided tour: a quarter of an hour at most."))
    commands.hear("try")


def _try() -> None:
    if seats.is_playing():
        return  # a second press before the first was answered
    try:
        token = trials.start(waits_for="" if trials.has_seen_tour() else t("your guided tour comes first"))
    except Refused as refused:
        commands.say("try", "warning", str(refused))
    except StoreUnavailable as error:
        commands.say("try", "error", t("Your trial could not be started. {error}", error=error))
    else:
        seats.take("participant", token)
        st.session_state["join:done"] = True
