"""The playbook in play: its steps to tick off with their time left, and the forks it asks about."""

import streamlit as st

from engine.log.events import ObservationRecorded
from engine.procedure.requests import RecordStep
from engine.procedure.steps import Fork, Step, forks, steps
from engine.scenario.times import MINUTE_MS, offset_label
from ui.language.text import name_of, plain
from ui.language.words import t
from ui.pieces import commands, countdown, playbook
from ui.pieces.room import Room


def draw(room: Room) -> None:
    """Forks that are reached, then the steps in order, then the rest of the playbook to read."""
    book = room.scenario.playbook
    if book is None:
        st.caption(t("This exercise has no playbook."))
        return
    st.caption(
        plain(
            t(
                "{name}. Ticks are shared by the room and on record; times count from the declaration.",
                name=book.name,
            )
        )
    )
    found = forks(room.scenario, room.state, room.at_ms)
    for fork in found:
        if fork.is_reached and fork.decided is None:
            _reached(room, fork, "playbook")
    for step in steps(room.scenario, room.state):
        _step(room, step)
    others = [fork for fork in found if fork.decided is not None or not fork.is_reached]
    if others:
        st.markdown(t("**Decision points**"))
    for fork in others:
        _fork(room, fork)
    with st.expander(t("The rest of the playbook"), key="playbook:rest"):
        playbook.lists(book)


def asks(room: Room) -> None:
    """The first fork that is reached and not decided, for where everybody looks."""
    waiting = [
        fork for fork in forks(room.scenario, room.state, room.at_ms) if fork.is_reached and not fork.decided
    ]
    if waiting and room.state.phase == "running":
        _reached(room, waiting[0], "asks")


def _reached(room: Room, fork: Fork, slot: str) -> None:
    with st.container(border=True, key=f"{slot}:{fork.id}"):
        st.markdown(t(":material/alt_route: **The playbook asks you to decide**"))
        st.markdown(_words(fork))
        _press(room, fork.id, t("Decided"), slot=slot)


def _words(fork: Fork) -> str:
    then = fork.point.then
    if fork.point.approval_required:
        then = t("{then} (approval: {approver})", then=then, approver=fork.point.approval_required)
    return f"**{plain(fork.point.condition)}**  \n{plain(then)}"


def _fork(room: Room, fork: Fork) -> None:
    st.markdown(_words(fork))
    if fork.decided is not None:
        _ticked(room, fork.id, fork.decided)
    else:
        _press(room, fork.id, t("Decided"))


def _step(room: Room, step: Step) -> None:
    with st.container(border=True, key=f"playbook:{step.id}"):
        action = plain(step.action.action)
        st.markdown(f"~~{action}~~" if step.done else action)
        st.caption(plain(" ".join(filter(None, (f"{step.action.who}.", step.action.details)))))
        if step.done is not None:
            _ticked(room, step.id, step.done)
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            _press(room, step.id, t("Done"))
            if step.due_ms is not None:
                countdown.draw(step.due_ms, room.at_ms)
            elif step.action.time_target is not None:
                within = step.action.time_target // MINUTE_MS
                st.caption(t("within {minutes} min of the declaration", minutes=within))


def _ticked(room: Room, step_id: str, done: ObservationRecorded) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        told = t("{name}, {time}", name=name_of(room.names, done.by), time=offset_label(done.at_ms))
        st.caption(f":material/check: {plain(told)}", width="stretch")
        _press(room, step_id, t("Take back"), is_undone=True)


def _press(room: Room, step_id: str, label: str, *, is_undone: bool = False, slot: str = "playbook") -> None:
    st.button(
        label,
        key=f"press:{slot}:{step_id}:{is_undone}",
        on_click=commands.give,
        args=(room.seat, f"{slot}:{step_id}", lambda: RecordStep(step=step_id, is_undone=is_undone)),
    )
    commands.hear(f"{slot}:{step_id}")
