"""Trying Tplus alone: who is offered it, and how many at once."""

import os
import threading
from datetime import timedelta

import streamlit as st

from engine.errors import Refused
from engine.rehearsal.trial import begin
from ui.language.words import t
from ui.server import process
from ui.server.entry import access, hosting, seats

LIVE_TRIALS = 20
"""Trials that may be live at once in one process (assumption: more are a load, not a crowd of newcomers)."""

LONGEST = timedelta(minutes=45)
"""How long a trial counts as live (assumption): a quarter of an hour, and twice that for its tour."""

NAME = t("You")
"""Name of the person in a trial, so that nobody has to type one."""

_counting = threading.Lock()
_begun: list[str] = []


def is_offered() -> bool:
    """Whether this browser is offered a trial."""
    key = hosting.key()
    setting = os.environ.get("TPLUS_TRY_IT_NOW", "").strip()
    return access.offers_trial(setting=setting, key=key, is_local=not key and seats.is_host())


def has_seen_tour() -> bool:
    """Whether this browser's person has seen or left the guided tour."""
    return st.context.cookies.get(access.TOUR_COOKIE, "") == "seen"


def start(*, waits_for: str = "") -> str:
    """The token of a seat in a fresh trial, its clock paused where there is something it `waits_for`.

    Raises:
        Refused: too many people are trying at this moment, or there is no scenario.

    """
    with _counting:
        _begun[:] = filter(_is_live, _begun)
        if len(_begun) >= LIVE_TRIALS:
            raise Refused(
                t(
                    "Trials live at once here: {most}, and all are taken. Try again in minutes.",
                    most=LIVE_TRIALS,
                )
            )
        loaded = next(iter(process.scenarios().values()), None)
        if loaded is None:
            raise Refused(t("There is no scenario to try. Put an exercise file into the content folder."))
        token = begin(process.session(), loaded, name=NAME, waits_for=waits_for)
        seat = process.session().seat(token)
        _begun.extend([seat.exercise_id] if seat else [])
        return token


def _is_live(exercise_id: str) -> bool:
    """Whether somebody may be in it: one left at its tour, with its clock paused, does not count for ever."""
    trial = process.session().current(exercise_id)
    age = process.session().clock() - trial.events[0].recorded_at
    return trial.state.phase != "ended" and age < LONGEST
