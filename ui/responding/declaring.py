"""Declaring an incident and telling people."""

import streamlit as st

from engine import commands as c
from engine.scenario.times import offset_label
from ui import acts
from ui.responding.audiences import audiences
from ui.room import Room
from ui.text import plain

SOURCES = (
    "Our own telemetry",
    "Our own staff",
    "A customer",
    "The press or social media",
    "The model vendor",
    "Somebody else",
)


def declare(room: Room) -> None:
    """Declare an incident, or correct the declaration."""
    scenario, now = room.scenario, room.state.declared
    if now is None:
        st.caption("No incident has been declared yet.")
    else:
        name = scenario.incident_types.get(now.incident_type, now.incident_type)
        when = offset_label(now.at_ms)
        st.markdown(
            f"**{plain(f'Declared at {when}: {name}, {now.severity}.')}** Declare again to correct it."
        )
    severities = {item.id: f"{item.id}: {item.when}" for item in scenario.severities}
    with st.form("declare"):
        st.selectbox(
            "Incident type",
            list(scenario.incident_types),
            format_func=lambda item: scenario.incident_types[item],
            key="declare:type",
            index=None,
            placeholder="Choose a type",
        )
        st.radio(
            "Severity",
            list(severities),
            format_func=lambda item: plain(severities[item]),
            key="declare:sev",
            index=None,
        )
        st.selectbox("Where did we learn of it?", SOURCES, key="declare:source")
        st.text_area("Summary", key="declare:summary", height=80)
        acts.submit("Declare the incident", room.seat, "declare", _declaration)
    acts.hear("declare")


def _declaration() -> c.DeclareIncident:
    return c.DeclareIncident(
        incident_type=acts.value("declare:type"),
        severity=acts.value("declare:sev"),
        source=acts.value("declare:source"),
        summary=acts.value("declare:summary"),
    )


def escalate(room: Room) -> None:
    """Tell a role inside or outside."""
    with st.form("tell"):
        st.selectbox(
            "Whom do you tell?",
            audiences(room.scenario),
            key="tell:role",
            index=None,
            placeholder="Choose a role",
        )
        st.text_input("Or somebody else", key="tell:other", max_chars=120)
        st.text_area("What do you tell them?", key="tell:text", height=80)
        acts.submit("Tell them", room.seat, "tell", _notice, ("tell:other", "tell:text"))
    acts.hear("tell")
    told = [f"{offset_label(event.at_ms)} {event.role}" for event in room.state.notified]
    st.caption(plain("Told so far: " + "; ".join(told)) if told else "Nobody has been told yet.")


def _notice() -> c.NotifyRole:
    role = acts.value("tell:other").strip() or acts.value("tell:role")
    return c.NotifyRole(role=role, text=acts.value("tell:text"))
