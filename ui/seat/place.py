"""What of a seat is in sight: a screen, and a group of actions. It is kept in the session."""

from typing import Literal, get_args

import streamlit as st

Screen = Literal["story", "respond", "system", "log"]
SCREENS: tuple[Screen, ...] = get_args(Screen)

SHELL = "shell"
"""The part of the screen that draws what is in sight."""
AT = "seat:screen"
_GROUP = "respond:open"
OPENED = "respond:opened"
_DRAWN = "seat:drawn"


def screen() -> Screen:
    """The screen in sight; on a wide one story and system always are."""
    found = st.session_state.setdefault(AT, "story")
    return found if found in SCREENS else "story"


def group() -> str:
    """The group of actions in sight; empty where the list of all is."""
    return str(st.session_state.get(_GROUP, ""))


def opened() -> tuple[str, ...]:
    """The groups that were opened so far: what was typed in them stays."""
    found: tuple[str, ...] = st.session_state.get(OPENED, ())
    return found


def show(name: Screen) -> None:
    """Have a screen in sight from the next draw on."""
    st.session_state[AT] = name


def open_group(name: str) -> None:
    """Draw a group of actions, or the list of all; for a press."""
    st.session_state[_GROUP] = name
    if name:
        st.session_state[OPENED] = tuple(dict.fromkeys((*opened(), name)))
    st.rerun([SHELL])


def note_drawn() -> None:
    """What is in sight now is being drawn."""
    st.session_state[_DRAWN] = (screen(), group())


def follow() -> None:
    """Draw everything where something else is in sight by now than was drawn."""
    if st.session_state.get(_DRAWN) != (screen(), group()):
        st.rerun()
