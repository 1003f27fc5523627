"""Recovery: steps, checks against the AI system, and the end of the incident."""

import streamlit as st

from engine import commands as c
from engine.events import RecoveryStepTaken, VerificationRun
from engine.scenario.parts import RecoveryStep, Verification
from engine.scenario.times import offset_label
from ui import acts
from ui.room import Room
from ui.text import plain


def draw(room: Room) -> None:
    """Steps, then checks, then the resolution."""
    done = {event.step_id: event for event in room.state.steps}
    st.markdown("**Steps**")
    for step in room.scenario.recovery:
        _step(room, step, done.get(step.id))
    st.markdown("**Checks**")
    latest = {event.check_id: event for event in room.state.checks}
    for check in room.scenario.verification:
        _check(room, check, latest.get(check.id))
    st.markdown("**End of the incident**")
    _resolve(room)


def _step(room: Room, step: RecoveryStep, taken: RecoveryStepTaken | None) -> None:
    slot = f"step:{step.id}"
    with st.form(slot):
        st.markdown(plain(step.label))
        if taken is not None:
            owner = f" by {taken.owner}" if taken.owner else ""
            st.markdown(f"**{plain(f'Taken at {offset_label(taken.at_ms)}{owner}')}**")
        else:
            must = "Owner" if step.owner_required else "Owner (if you name one)"
            st.text_input(must, key=f"{slot}:owner", max_chars=120)
        label = "Take this step" if taken is None else "Taken"
        st.form_submit_button(
            label,
            key=f"go:{slot}",
            disabled=taken is not None,
            on_click=acts.give,
            args=(room.seat, slot, lambda: _taking(step.id)),
        )
    acts.hear(slot)


def _taking(step_id: str) -> c.TakeRecoveryStep:
    return c.TakeRecoveryStep(step_id=step_id, owner=acts.value(f"step:{step_id}:owner"))


def _check(room: Room, check: Verification, latest: VerificationRun | None) -> None:
    slot = f"check:{check.id}"
    with st.container(border=True):
        st.markdown(plain(check.label))
        if latest is not None:
            word = "Passed" if latest.passed else "Failed"
            found = (
                f"{word} at {offset_label(latest.at_ms)}: {latest.measured:.0%}, at most {latest.at_most:.0%}"
            )
            st.markdown(f"**{plain(found)}**")
        acts.press("Run this check", room.seat, slot, lambda: c.RunVerification(check_id=check.id))
    acts.hear(slot)


def _resolve(room: Room) -> None:
    if room.state.resolved is not None:
        st.success(f"Declared resolved at {offset_label(room.state.resolved.at_ms)}.")
        return
    with st.form("resolve"):
        st.text_input("Owner of the follow-up", key="resolve:owner", max_chars=120)
        st.text_area("Summary", key="resolve:summary", height=80)
        acts.submit("Declare the incident resolved", room.seat, "resolve", _resolution)
    acts.hear("resolve")


def _resolution() -> c.ResolveIncident:
    return c.ResolveIncident(
        follow_up_owner=acts.value("resolve:owner"), summary=acts.value("resolve:summary")
    )
