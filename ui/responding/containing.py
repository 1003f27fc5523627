"""Containment actions: what each does, costs and overwrites, ordering it and lifting it."""

import streamlit as st

from engine import commands as c
from engine.events import Params
from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.catalogue import actions
from engine.simulation.pattern import MAX_LENGTH
from ui import acts
from ui.responding.grammar import EXAMPLE, GRAMMAR
from ui.room import Room
from ui.text import plain

LEVELS = {1: "restrict", 2: "degrade", 3: "fallback", 4: "shut down"}


def draw(room: Room) -> None:
    """What is in force, then every action by level."""
    known = actions()
    active = [known[item].title for item in room.state.in_force if item in known]
    st.markdown(plain(f"In force now: {', '.join(active)}.") if active else "Nothing is in force now.")
    offered = [item for item in known.values() if item.kind == "containment"]
    for action in sorted(offered, key=lambda item: (item.level, item.title)):
        title = plain(f"Level {action.level} ({LEVELS[action.level]}): {action.title}")
        with st.expander(title, key=f"card:{action.id}"):
            _card(room, action)


def _card(room: Room, action: ContainmentAction) -> None:
    slot = f"act:{action.id}"
    for label, text in _facts(room, action):
        st.markdown(f"**{label}:** {plain(text)}")
    with st.form(slot):
        for parameter in action.parameters:
            if parameter.name != "approval":
                _parameter(slot, parameter, is_written=action.measure is not None)
        if action.needs_approval:
            requests = [item for item in room.state.approvals.values() if item.request.about == "containment"]
            choices = [item.request.approval_id for item in requests]
            st.selectbox(
                "Reference of the approval",
                choices,
                key=f"{slot}:reference",
                index=None,
                placeholder="None; ask for one under Approvals",
            )
        st.text_input("Reason", key=f"{slot}:reason", max_chars=400)
        acts.submit(f"Order: {action.title}", room.seat, slot, lambda: _order(slot, action))
        if action.id in room.state.in_force:
            acts.submit(f"Lift: {action.title}", room.seat, f"{slot}:lift", lambda: _lift(slot, action))
    acts.hear(slot)
    acts.hear(f"{slot}:lift")


def _facts(room: Room, action: ContainmentAction) -> list[tuple[str, str]]:
    """What to know before ordering, as (label, text)."""
    labels = {item.id: item.label for item in room.scenario.evidence}
    lost = "; ".join(labels.get(item, item) for item in action.overwrites)
    authority = room.scenario.authority
    approvers = " or ".join(authority.approvers(action.level))
    return [
        ("Does", action.summary),
        ("Costs", action.cost),
        ("May be ordered by", ", ".join(authority.orderers(action.level)) or "anyone"),
        *([("Needs the approval of", approvers)] if approvers else []),
        *([("Overwrites evidence", lost)] if lost else []),
    ]


def _parameter(slot: str, parameter: Parameter, *, is_written: bool = False) -> None:
    name = f"{slot}:{parameter.name}"
    match parameter.kind:
        case "choice":
            st.selectbox(parameter.label, parameter.choices, key=name)
        case "integer":
            st.session_state.setdefault(name, parameter.default)
            low, high = parameter.minimum, parameter.maximum
            st.number_input(parameter.label, min_value=low, max_value=high, step=1, key=name)
        case "text" if is_written:
            st.text_input(parameter.label, key=name, max_chars=MAX_LENGTH, placeholder=EXAMPLE)
            st.caption(plain(GRAMMAR))
        case "text":
            shown = "" if parameter.default is None else str(parameter.default)
            st.text_input(parameter.label, key=name, max_chars=500, placeholder=shown)


def _order(slot: str, action: ContainmentAction) -> c.ApplyContainment:
    """The order; what a person must write is sent even when empty, so that it is asked for."""
    params: Params = {}
    for item in action.parameters:
        given = acts.value(f"{slot}:{item.name}")
        if item.name != "approval" and (given != "" or action.measure is not None):
            params[item.name] = given
    return c.ApplyContainment(
        action=action.id,
        params=params,
        reason=acts.value(f"{slot}:reason"),
        approval_id=acts.value(f"{slot}:reference"),
    )


def _lift(slot: str, action: ContainmentAction) -> c.LiftContainment:
    return c.LiftContainment(action=action.id, reason=acts.value(f"{slot}:reason"))
