"""A short guided tour of a seat: a card above each part in turn, which can be left at any moment."""

from dataclasses import dataclass

import streamlit as st

from engine import commands as c
from engine.errors import Refused, StoreUnavailable
from engine.rehearsal.plan import FACILITATOR
from engine.seats.identity import Seat
from ui.language.words import t
from ui.pieces import commands
from ui.pieces.room import Room
from ui.seat.place import SCREENS, show
from ui.server import process
from ui.server.entry import trials

STEP = "tour:step"
"""Where in the session the tour's place is kept: the number of the step shown, or the number of steps."""


TRIAL = "trial"
"""Slot of the buttons that stand in for a facilitator."""


@dataclass(frozen=True, slots=True)
class Step:
    """One card of the tour."""

    part: str
    title: str
    text: str


STEPS = (
    Step(
        "clock",
        t("The clock"),
        t("Exercise time, six times as fast as a watch here. It stands still until you have seen the tour."),
    ),
    Step(
        "inject",
        t("What happens"),
        t("An inject tells what has happened. New ones appear here by themselves, the latest first."),
    ),
    Step(
        "answer",
        t("Your answers"),
        t("Answer in your own words. Others answer too; open “The room's answers” to read theirs."),
    ),
    Step(
        "system",
        t("The AI system"),
        t("These are its live signals. It is simulated, and it reacts to what the team does."),
    ),
    Step(
        "respond",
        t("Declare and contain"),
        t(
            "Declare the incident first, then contain it at the lowest level that works. What"
            " needs an approval is decided by a colleague within a minute."
        ),
    ),
    Step(
        "results",
        t("The results"),
        t(
            "At the end you read six scores, each with its reason, and what other decisions would"
            " have done. “End and see results” takes you there at any time."
        ),
    ),
)
_SHOW_JS = """
let shown = 0;
export default function(component) {
  if (shown === component.data.step) return;
  shown = component.data.step;
  const card = document.querySelector(".st-key-tour");
  if (!card) return;
  card.scrollIntoView({ block: "center" });
  card.querySelector("button")?.focus({ preventScroll: true });
}
"""
_show = st.components.v2.component("tplus_tour", js=_SHOW_JS)


def above(part: str, room: Room) -> None:
    """The card of the step about this part of the seat, where the tour stands there now."""
    if part == "clock":
        _facilitate(room)
    place = _place(room)
    if place is not None and place < len(STEPS) and _stands_at(STEPS[place]) == part:
        _card(room, place)


def _stands_at(step: Step) -> str:
    """The part a card is drawn above; the results have none of their own yet, so theirs is at the top."""
    return "clock" if step.part == "results" else step.part


def _is_on(room: Room) -> bool:
    """Whether this is a trial that has not ended."""
    return room.snapshot.is_trial and room.state.phase in ("running", "paused")


def _place(room: Room) -> int | None:
    """The number of the step to show; None where there is no tour."""
    if not _is_on(room):
        return None
    return int(st.session_state.get(STEP, len(STEPS) if trials.has_seen_tour() else 0))


def _card(room: Room, place: int) -> None:
    step = STEPS[place]
    is_last = place == len(STEPS) - 1
    with st.container(border=True, key="tour"):
        head = t("{place} of {count}: {title}", place=place + 1, count=len(STEPS), title=step.title)
        st.markdown(f"**{head}**  \n{step.text}")
        with st.container(horizontal=True):
            st.button(
                t("Done") if is_last else t("Next"), key="tour:next", on_click=_go, args=(room, place + 1)
            )
            if not is_last:
                st.button(
                    t("Skip the tour"),
                    key="tour:skip",
                    type="tertiary",
                    on_click=_go,
                    args=(room, len(STEPS)),
                )
    if place:
        _show(data={"step": place}, key="tour:show", height="content")


def _go(room: Room, place: int) -> None:
    st.session_state[STEP] = place
    part = STEPS[place].part if place < len(STEPS) else ""
    if part in SCREENS:
        show(part)
    if place >= len(STEPS):
        st.session_state["tour:keep"] = "seen"
        _start(room)


def _start(room: Room) -> None:
    """Let the clock of a trial run that has waited for the tour."""
    if process.glance(room.seat.exercise_id).state.phase != "paused":
        return
    try:
        process.session().execute(room.seat.exercise_id, c.ResumeClock(by=FACILITATOR))
    except (Refused, StoreUnavailable) as error:
        commands.say(TRIAL, "error", t("The clock stands still. {error}", error=error))


def _facilitate(room: Room) -> None:
    """In a trial: going on to the next inject and ending, which a facilitator would do."""
    if not _is_on(room):
        return
    stand_in = Seat(room.seat.exercise_id, FACILITATOR, "facilitator")
    with st.container(horizontal=True, vertical_alignment="center", key="trial"):
        st.caption(
            t("A trial: you lead, your colleagues are simulated, and the clock runs at ×6."), width=420
        )
        if room.state.phase == "paused":
            st.button(t("Start the clock"), key="tour:start", on_click=_start, args=(room,))
        else:
            commands.press(t("Next inject now"), stand_in, TRIAL, c.SkipTo)
        with st.popover(t("End and see results"), key="open:trial:end"):
            st.markdown(t("The clock stops for good, and the results open with your scores."))
            commands.press(
                t("End the trial"), stand_in, TRIAL, lambda: c.EndExercise(reason=t("The trial was ended."))
            )
    commands.hear(TRIAL)
