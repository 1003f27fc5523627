"""Trying Tplus alone: who is offered it, how many at once, and what stands in for a facilitator."""

import os
import threading

import streamlit as st

from engine import commands as c
from engine.errors import Refused
from engine.identity import Seat
from engine.rehearsal.plan import FACILITATOR
from engine.rehearsal.trial import begin
from ui import access, acts, door, seats
from ui.room import Room
from ui.words import t

LIVE_TRIALS = 20
"""Trials that may be live at once in one process (assumption: more are a load, not a crowd of newcomers)."""

NAME = t("You")
"""Name of the person in a trial, so that nobody has to type one."""

SLOT = "trial"

_counting = threading.Lock()
_begun: list[str] = []


def is_offered() -> bool:
    """Whether this browser is offered a trial."""
    key = os.environ.get("TPLUS_FACILITATOR_KEY", "")
    setting = os.environ.get("TPLUS_TRY_IT_NOW", "").strip()
    return access.offers_trial(setting=setting, key=key, is_local=not key and seats.is_host())


def start() -> str:
    """The token of a seat in a fresh trial.

    Raises:
        Refused: too many people are trying at this moment, or there is no scenario.

    """
    with _counting:
        _begun[:] = [item for item in _begun if door.session().current(item).state.phase != "ended"]
        if len(_begun) >= LIVE_TRIALS:
            raise Refused(
                t(
                    "Trials live at once here: {most}, and all are taken. Try again in minutes.",
                    most=LIVE_TRIALS,
                )
            )
        loaded = next(iter(door.scenarios().values()), None)
        if loaded is None:
            raise Refused(t("There is no scenario to try. Put an exercise file into the content folder."))
        token = begin(door.session(), loaded, name=NAME)
        seat = door.session().seat(token)
        _begun.extend([seat.exercise_id] if seat else [])
        return token


def desk(room: Room) -> None:
    """In a trial: going on to the next inject and ending, which a facilitator would do."""
    if not room.snapshot.is_trial or room.state.phase != "running":
        return
    stand_in = Seat(room.seat.exercise_id, FACILITATOR, "facilitator")
    with st.container(horizontal=True, vertical_alignment="center", key="trial"):
        st.caption(
            t("A trial: you lead, your colleagues are simulated, and the clock runs at ×6."), width=420
        )
        acts.press(t("Next inject now"), stand_in, SLOT, c.SkipTo)
        with st.popover(t("End and see results"), key="open:trial:end"):
            st.markdown(t("The clock stops for good, and the results open with your scores."))
            acts.press(
                t("End the trial"), stand_in, SLOT, lambda: c.EndExercise(reason=t("The trial was ended."))
            )
    acts.hear(SLOT)
