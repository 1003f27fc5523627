"""Declaring an incident and telling people."""

import streamlit as st

from engine import commands as c
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from ui.language.text import line, plain
from ui.language.words import t
from ui.pieces import commands
from ui.pieces.room import Room

SOURCES = {
    "Our own telemetry": t("Our own telemetry"),
    "Our own staff": t("Our own staff"),
    "A customer": t("A customer"),
    "The press or social media": t("The press or social media"),
    "The model vendor": t("The model vendor"),
    "Somebody else": t("Somebody else"),
}
"""Where an incident was learnt of: the log's word, and the screen's."""


def declare(room: Room) -> None:
    """Declare an incident, or correct the declaration."""
    scenario, now = room.scenario, room.state.declared
    if now is None:
        st.caption(t("No incident has been declared yet."))
    else:
        name = scenario.incident_types.get(now.incident_type, now.incident_type)
        time = offset_label(now.at_ms)
        text = t("Declared at {time}: {name}, {severity}.", time=time, name=name, severity=now.severity)
        st.markdown(t("**{declared}** Declare again to correct it.", declared=plain(text)))
    _guide(scenario)
    severities = {item.id: f"{item.id}: {item.when}" for item in scenario.severities}
    with st.form("declare"):
        st.selectbox(
            t("Incident type"),
            list(scenario.incident_types),
            format_func=lambda item: scenario.incident_types[item],
            key="declare:type",
            index=None,
            placeholder=t("Choose a type"),
        )
        st.radio(
            t("Severity"),
            list(severities),
            format_func=lambda item: plain(severities[item]),
            key="declare:sev",
            index=None,
        )
        st.selectbox(
            t("Where did we learn of it?"),
            list(SOURCES),
            format_func=lambda item: SOURCES[item],
            key="declare:source",
        )
        st.text_area(t("Summary"), key="declare:summary", height=80)
        commands.submit(t("Declare the incident"), room.seat, "declare", _declaration)
    commands.hear("declare")


def _guide(scenario: Scenario) -> None:
    """What each type is, and what people notice of it."""
    if not scenario.incident_kinds:
        return
    with st.expander(t("Which type is it?"), key="declare:guide"):
        for kind in scenario.incident_kinds:
            signs = "\n".join(f"- {line(sign)}" for sign in kind.indicators)
            st.markdown(f"**{line(kind.name)}** – {line(kind.description)}\n\n{signs}")


def _declaration() -> c.DeclareIncident:
    return c.DeclareIncident(
        incident_type=commands.value("declare:type"),
        severity=commands.value("declare:sev"),
        source=commands.value("declare:source"),
        summary=commands.value("declare:summary"),
    )


def escalate(room: Room) -> None:
    """Tell a role inside or outside."""
    with st.form("tell"):
        st.selectbox(
            t("Whom do you tell?"),
            room.scenario.audiences(),
            key="tell:role",
            index=None,
            placeholder=t("Choose a role"),
        )
        st.text_input(t("Or somebody else"), key="tell:other", max_chars=120)
        st.text_area(t("What do you tell them?"), key="tell:text", height=80)
        commands.submit(t("Tell them"), room.seat, "tell", _notice, ("tell:other", "tell:text"))
    commands.hear("tell")
    told = [f"{offset_label(event.at_ms)} {event.role}" for event in room.state.notified]
    st.caption(
        plain(t("Told so far: {told}", told="; ".join(told))) if told else t("Nobody has been told yet.")
    )


def _notice() -> c.NotifyRole:
    role = commands.value("tell:other").strip() or commands.value("tell:role")
    return c.NotifyRole(role=role, text=commands.value("tell:text"))
