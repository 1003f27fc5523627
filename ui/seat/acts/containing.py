"""Containment actions: what each does, costs and overwrites, ordering it and lifting it."""

import streamlit as st

from engine import commands as c
from engine.decide.authority import pre_approved_role, whom_to_ask
from engine.decide.levels import operations
from engine.log.fact import Params
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.pattern import MAX_LENGTH
from engine.simulation.run.catalogue import actions, offered
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import commands
from ui.pieces.room import Room
from ui.seat.acts.pattern_help import EXAMPLE, GRAMMAR

LEVELS = {1: t("restrict"), 2: t("degrade"), 3: t("fallback"), 4: t("shut down")}

NO_LEVEL = 9
"""Where actions of no level stand: after all others."""


def draw(room: Room) -> None:
    """What is in force, then every action by level."""
    known = actions()
    active = [known[item].title for item in room.state.in_force if item in known]
    st.markdown(
        plain(t("In force now: {actions}.", actions=", ".join(active)))
        if active
        else t("Nothing is in force now.")
    )
    _whole(room)
    choices = [item for item in offered(room.scenario.ai_system).values() if item.kind == "containment"]
    for action in sorted(choices, key=lambda item: (item.level or NO_LEVEL, item.title)):
        title = plain(
            action.title
            if not action.level
            else t(
                "Level {level} ({name}): {title}",
                level=action.level,
                name=LEVELS[action.level],
                title=action.title,
            )
        )
        with st.expander(title, key=f"card:{action.id}"):
            _card(room, action)


def _whole(room: Room) -> None:
    """A form that orders all of a level at once."""
    told = {
        level: t(
            "Level {level} ({name}): {titles}",
            level=level,
            name=LEVELS[level],
            titles=", ".join(action.title for action in operations(room.scenario, level)),
        )
        for level in LEVELS
    }
    with st.expander(t("A whole level at once"), key="card:level"), st.form("act:level"):
        st.radio(
            t("Level"),
            list(told),
            format_func=lambda level: plain(told[level]),
            key="act:level:level",
            index=None,
        )
        _reference(room, "act:level")
        st.text_input(t("Reason"), key="act:level:reason", max_chars=400)
        commands.submit(t("Order the whole level"), room.seat, "act:level", _order_level)
    commands.hear("act:level")


def _order_level() -> c.OrderLevel:
    return c.OrderLevel(
        level=commands.value("act:level:level"),
        reason=commands.value("act:level:reason"),
        approval_id=commands.value("act:level:reference"),
    )


def _reference(room: Room, slot: str) -> None:
    """The approval that an order rests on."""
    requests = [item.request for item in room.state.approvals.values() if item.request.about == "containment"]
    st.selectbox(
        t("Reference of the approval"),
        [request.approval_id for request in requests],
        key=f"{slot}:reference",
        index=None,
        placeholder=t("None; ask for one under Approvals"),
    )


def _card(room: Room, action: ContainmentAction) -> None:
    slot = f"act:{action.id}"
    for label, text in _facts(room, action):
        st.markdown(f"**{label}:** {plain(text)}")
    with st.form(slot):
        for parameter in action.parameters:
            if parameter.name != "approval":
                parameter_input(slot, parameter, is_written=action.measure is not None)
        if action.needs_approval:
            _reference(room, slot)
        st.text_input(t("Reason"), key=f"{slot}:reason", max_chars=400)
        commands.submit(
            t("Order: {title}", title=action.title), room.seat, slot, lambda: _order(slot, action)
        )
        if action.id in room.state.in_force:
            commands.submit(
                t("Lift: {title}", title=action.title), room.seat, f"{slot}:lift", lambda: _lift(slot, action)
            )
    _single_lifts(room, slot, action)
    commands.hear(slot)
    commands.hear(f"{slot}:lift")


def _single_lifts(room: Room, slot: str, action: ContainmentAction) -> None:
    """A button for each use of an action, where several are in force."""
    uses = [use for use in room.state.uses if use.action == action.id and use.params]
    for use in uses if len(uses) > 1 else ():
        lift = c.LiftContainment(action=action.id, params=dict(use.params))
        label = t("Lift only: {value}", value=", ".join(str(value) for _, value in use.params))
        commands.press(label, room.seat, f"{slot}:lift", lambda lift=lift: lift)  # type: ignore[misc]


def _facts(room: Room, action: ContainmentAction) -> list[tuple[str, str]]:
    """What to know before ordering, as (label, text)."""
    authority = room.scenario.authority
    approvers = authority.approvers(action.level)
    held = room.acting_roles
    role = pre_approved_role(room.scenario, room.state, action.level, held)
    asked = [(t("Needs the approval of"), whom_to_ask(room.scenario, approvers))] if approvers else []
    return [
        (t("Does"), action.summary),
        (t("Costs"), action.cost),
        (t("May be ordered by"), ", ".join(authority.orderers(action.level)) or t("anyone")),
        *(
            [(t("Approved in advance"), t("you may order it as {role}", role=role))]
            if approvers and role
            else asked
        ),
        *missing_copies(room.scenario, room.state, action),
    ]


def missing_copies(scenario: Scenario, state: State, action: ContainmentAction) -> list[tuple[str, str]]:
    """What an action overwrites, by whether a copy is held, as (label, text); nothing to the unaided."""
    if not state.is_guided:
        return []
    labels = {item.id: item.label for item in scenario.evidence}
    held = {event.artifact for event in state.evidence if event.manner == "collected"}
    groups = {
        t("Overwrites evidence you have not collected"): [i for i in action.overwrites if i not in held],
        t("Overwrites evidence you hold a copy of"): [i for i in action.overwrites if i in held],
    }
    return [(title, "; ".join(labels.get(i, i) for i in ids)) for title, ids in groups.items() if ids]


def parameter_input(slot: str, parameter: Parameter, *, is_written: bool = False) -> None:
    """The widget for one parameter of an action; its key is `SLOT:NAME`."""
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
        given = commands.value(f"{slot}:{item.name}")
        if item.name != "approval" and (given != "" or action.measure is not None):
            params[item.name] = given
    return c.ApplyContainment(
        action=action.id,
        params=params,
        reason=commands.value(f"{slot}:reason"),
        approval_id=commands.value(f"{slot}:reference"),
    )


def _lift(slot: str, action: ContainmentAction) -> c.LiftContainment:
    return c.LiftContainment(action=action.id, reason=commands.value(f"{slot}:reason"))
