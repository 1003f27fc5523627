"""Recovery: steps, checks against the AI system, and the end of the incident."""

import streamlit as st

from engine import commands as c
from engine.decide.recovery import other_steps
from engine.log.events import RecoveryStepTaken, VerificationRun
from engine.scenario.parts import RecoveryStep, Verification
from engine.scenario.times import MINUTE_MS, offset_label
from engine.simulation.action import ContainmentAction
from engine.simulation.run.catalogue import actions
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import commands
from ui.pieces.room import Room
from ui.seat.acts.containing import missing_copies, parameter_input


def draw(room: Room) -> None:
    """Steps, then checks, then the resolution; lists to choose from where nobody is guided."""
    if not room.state.is_guided:
        _unaided(room)
        return
    st.markdown(t("**Steps**"))
    for step in room.scenario.recovery:
        _step(room, step, [event for event in room.state.steps if event.step_id == step.id])
    with st.expander(t("Other recovery actions"), key="recover:other"):
        for step in other_steps(room.scenario):
            _step(room, step, [event for event in room.state.steps if event.step_id == step.id])
    st.markdown(t("**Checks**"))
    latest = {event.check_id: event for event in room.state.checks}
    for check in room.scenario.verification:
        _check(room, check, latest.get(check.id))
    st.markdown(t("**End of the incident**"))
    _resolve(room)


def _unaided(room: Room) -> None:
    """The same without a list of what is expected, or of what is still open."""
    steps = {step.id: step for step in (*room.scenario.recovery, *other_steps(room.scenario))}
    checks = {check.id: check for check in room.scenario.verification}
    step = steps.get(_chosen(t("Step of recovery"), "recover:step", {k: v.label for k, v in steps.items()}))
    if step is not None:
        _step(room, step, [event for event in room.state.steps if event.step_id == step.id])
    check = checks.get(_chosen(t("Check"), "recover:check", {k: v.label for k, v in checks.items()}))
    if check is not None:
        latest = {event.check_id: event for event in room.state.checks}
        _check(room, check, latest.get(check.id))
    st.markdown(t("**End of the incident**"))
    _resolve(room)


def _chosen(label: str, key: str, labels: dict[str, str]) -> str:
    ordered = sorted(labels, key=lambda name: labels[name])
    found = st.selectbox(label, ordered, format_func=lambda name: labels[name], key=key, index=None)
    return found or ""


def _step(room: Room, step: RecoveryStep, taken: list[RecoveryStepTaken]) -> None:
    slot = f"step:{step.id}"
    action = actions().get(step.action or "")
    with st.form(slot):
        st.markdown(plain(step.label))
        for label, text in _facts(room, action):
            st.caption(plain(f"{label}: {text}"))
        if step.takes:
            minutes = step.takes // MINUTE_MS
            st.caption(t("Takes {minutes} minutes; it counts once it is done.", minutes=minutes))
        for event in taken:
            st.markdown(f"**{plain(_taken(event, step.takes))}**")
        is_over = bool(taken) and not _again(room, action)
        if not is_over:
            for parameter in action.parameters if action else ():
                parameter_input(slot, parameter)
            must = t("Owner") if step.owner_required else t("Owner (if you name one)")
            st.text_input(must, key=f"{slot}:owner", max_chars=120)
        st.form_submit_button(
            t("Taken") if is_over else t("Take this step"),
            key=f"go:{slot}",
            disabled=is_over,
            on_click=commands.give,
            args=(room.seat, slot, lambda: _taking(step.id, action)),
        )
    commands.hear(slot)
    _going_back(room, slot, action)


def _facts(room: Room, action: ContainmentAction | None) -> list[tuple[str, str]]:
    """What to know before a step that acts on the AI system, as (label, text)."""
    if action is None:
        return []
    lost = missing_copies(room.scenario, room.state, action)
    undo = [] if action.is_reversible else [(t("Can't be undone"), t("it replaces what is there now"))]
    return [(t("Does"), action.summary), (t("Costs"), action.cost), *undo, *lost]


def _taken(event: RecoveryStepTaken, takes_ms: int) -> str:
    time = offset_label(event.at_ms)
    text = t("Taken at {time}", time=time)
    if event.owner:
        text = t("Taken at {time} by {owner}", time=time, owner=event.owner)
    if takes_ms:
        text = t("{text}, done at {time}", text=text, time=offset_label(event.at_ms + takes_ms))
    return f"{text}: {event.monitoring}" if event.monitoring else text


def _again(room: Room, action: ContainmentAction | None) -> bool:
    """Whether a step taken before can be taken again: further, or anew after it was taken back."""
    if action is None or not action.is_reversible:
        return False
    return bool(action.parameters) or action.id not in room.state.in_force


def _going_back(room: Room, slot: str, action: ContainmentAction | None) -> None:
    """A button for each use of a step's action that can be taken back."""
    if action is None or not action.is_reversible:
        return
    for use in room.state.uses:
        if use.action == action.id:
            shown = ", ".join(str(value) for _, value in use.params)
            back = c.LiftContainment(action=action.id, params=dict(use.params))
            label = t("Go back: {action}", action=f"{action.title} ({shown})" if shown else action.title)
            commands.press(label, room.seat, f"{slot}:back", lambda back=back: back)  # type: ignore[misc]
    commands.hear(f"{slot}:back")


def _taking(step_id: str, action: ContainmentAction | None) -> c.TakeRecoveryStep:
    slot = f"step:{step_id}"
    given = {
        item.name: commands.value(f"{slot}:{item.name}") for item in (action.parameters if action else ())
    }
    params = {name: value for name, value in given.items() if value != ""}
    return c.TakeRecoveryStep(step_id=step_id, params=params, owner=commands.value(f"{slot}:owner"))


def _check(room: Room, check: Verification, latest: VerificationRun | None) -> None:
    slot = f"check:{check.id}"
    with st.container(border=True):
        st.markdown(plain(check.label))
        if latest is not None:
            st.markdown(f"**{plain(_found(latest))}**")
        commands.press(t("Run this check"), room.seat, slot, lambda: c.RunVerification(check_id=check.id))
    commands.hear(slot)


def _found(latest: VerificationRun) -> str:
    time, share, most = offset_label(latest.at_ms), f"{latest.measured:.0%}", f"{latest.at_most:.0%}"
    if latest.passed:
        return t("Passed at {time}: {share}, at most {most}", time=time, share=share, most=most)
    return t("Failed at {time}: {share}, at most {most}", time=time, share=share, most=most)


def _resolve(room: Room) -> None:
    if room.state.resolved is not None:
        st.success(t("Declared resolved at {time}.", time=offset_label(room.state.resolved.at_ms)))
        return
    with st.form("resolve"):
        st.text_input(t("Owner of the follow-up"), key="resolve:owner", max_chars=120)
        st.text_area(t("Summary"), key="resolve:summary", height=80)
        commands.submit(t("Declare the incident resolved"), room.seat, "resolve", _resolution)
    commands.hear("resolve")


def _resolution() -> c.ResolveIncident:
    return c.ResolveIncident(
        follow_up_owner=commands.value("resolve:owner"), summary=commands.value("resolve:summary")
    )
