"""Giving a command from a screen: once a press, acknowledged only after it is stored."""

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st
from pydantic import ValidationError

from engine import commands as c
from engine.decide.authority import SPOKEN
from engine.errors import Refused, StoreUnavailable
from engine.log.events import ContainmentRefused, Event
from engine.procedure.requests import RecordStep, StartNotificationClock
from engine.request import Request
from engine.scenario.times import offset_label
from engine.seats import identity
from engine.seats.identity import Seat
from ui.language.text import plain
from ui.language.words import t
from ui.pieces.room import room_of
from ui.server import process

Mood = Literal["success", "warning", "error", "info"]
MakeCommand = Callable[[], Request]
"""Makes the command from what the form's widgets hold at the moment of the press."""

NOUNS: dict[type[Request], str] = {
    c.JoinExercise: t("your roles"),
    c.LeaveExercise: t("the removal of the seat"),
    c.StartClock: t("the start of the clock"),
    c.PauseClock: t("the pause"),
    c.ResumeClock: t("resuming the clock"),
    c.SetRate: t("the rate of the clock"),
    c.SkipTo: t("the skip"),
    c.AdjustSchedule: t("the change of the schedule"),
    c.DeliverInject: t("the delivery of the inject"),
    c.SubmitAnswer: t("your answer"),
    c.DeclareIncident: t("the declaration"),
    c.NotifyRole: t("whom you told"),
    c.RequestApproval: t("your request for approval"),
    c.DecideApproval: t("your decision on the approval"),
    c.ApplyContainment: t("the containment order"),
    c.OrderLevel: t("the containment order"),
    c.LiftContainment: t("the lifting of the action"),
    c.CollectEvidence: t("the evidence"),
    c.SendMessage: t("the message"),
    c.TakeRecoveryStep: t("the recovery step"),
    c.RunVerification: t("the check"),
    c.ResolveIncident: t("the end of the incident"),
    RecordStep: t("the tick"),
    StartNotificationClock: t("the notification clock"),
    c.RecordObservation: t("what you wrote"),
    c.RateCriterion: t("the rating"),
    c.ReconcileRating: t("the reconciled rating"),
    c.EndExercise: t("the end of the exercise"),
    c.ReopenExercise: t("reopening the exercise"),
    c.CorrectClock: t("the correction of the clock"),
}
"""What a command stores, in the words of whoever gives it."""


def give(seat: Seat, slot: str, build: MakeCommand, clears: tuple[str, ...] = ()) -> None:
    """Give a command from the form or button named `slot`, and say beside it what came of it.

    The key stays the same until the command is stored, so a second press stores nothing twice.
    Widgets named in `clears` are emptied only once it is stored.
    """
    key = st.session_state.setdefault(f"key:{slot}", identity.new_id("k"))
    what = t("what you pressed")
    try:
        command: Any = build().model_copy(update={"by": seat.participant_id, "key": key})
        if isinstance(command, SPOKEN):
            command = command.model_copy(update={"for_role": room_of(seat).spoken_role})
        what = NOUNS.get(type(command), what)
        events = process.session().execute(seat.exercise_id, command)
    except ValidationError as error:
        say(slot, "warning", t("Not saved. {fields}", fields=_missing(error)))
    except Refused as error:
        say(slot, "warning", t("Not saved. {error}", error=error))
    except StoreUnavailable as error:
        say(
            slot,
            "error",
            t(
                "Not saved: {what}. What you typed is still here; press again in a moment. {error}",
                what=what,
                error=error,
            ),
        )
    else:
        st.session_state.pop(f"key:{slot}", None)
        for name in clears:
            st.session_state[name] = ""
        say(slot, *_outcome(events))


def _missing(error: ValidationError) -> str:
    fields = [str(item["loc"][0]).replace("_", " ") for item in error.errors() if item["loc"]]
    named = ", ".join(dict.fromkeys(fields)) or t("the form")
    return t("Fill in or shorten: {fields}.", fields=named)


def _outcome(events: tuple[Event, ...]) -> tuple[Mood, str]:
    if not events:
        return "info", t("Nothing to do: this was done already.")
    first = events[0]
    where = t("event {seq} at {time}", seq=first.seq, time=offset_label(first.at_ms))
    if isinstance(first, ContainmentRefused):
        return "error", t("Refused, and recorded as {where}. {reason}", where=where, reason=first.reason)
    return "success", t("Saved as {where}.", where=where)


def say(slot: str, mood: Mood, text: str) -> None:
    """Leave a message beside the form of that name, until something else is pressed.

    It outlives redraws, because another person's action may redraw the screen a moment later.
    """
    st.session_state["said"] = (slot, mood, text)


def hear(slot: str) -> None:
    """Show the message left beside a form, if it is the latest."""
    left, mood, text = st.session_state.get("said", ("", "info", ""))
    if left != slot:
        return
    show = {"success": st.success, "warning": st.warning, "error": st.error, "info": st.info}[mood]
    show(plain(text))


def submit(label: str, seat: Seat, slot: str, build: MakeCommand, clears: tuple[str, ...] = ()) -> None:
    """The button of a form that gives one command with what the form holds when it is pressed."""
    st.form_submit_button(label, key=f"go:{slot}:{label}", on_click=give, args=(seat, slot, build, clears))


def press(
    label: str,
    seat: Seat,
    slot: str,
    build: MakeCommand,
    *,
    shortcut: str | None = None,
    type: Literal["primary", "secondary"] = "secondary",
) -> None:
    """A button that gives one command, also by a key where one is named; the primary one is what is next."""
    key = f"press:{slot}:{label}"
    st.button(label, key=key, on_click=give, args=(seat, slot, build), shortcut=shortcut, type=type)


def value(name: str, default: Any = "") -> Any:
    """What a widget of that key holds; the default where it holds nothing."""
    held = st.session_state.get(name)
    return default if held is None else held
