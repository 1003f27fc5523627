"""The evidence checklist: collecting an artifact, or assigning it to an owner."""

import streamlit as st

from engine import commands as c
from engine.events import EvidenceCollected
from engine.scenario.resolve import Checklist
from engine.scenario.times import offset_label
from ui import acts
from ui.room import Room
from ui.text import plain

WINDOWS = {
    "immediate": "Collect at once",
    "within_one_hour": "Collect within one hour",
    "within_24_hours": "Collect or assign within 24 hours",
}


def draw(room: Room) -> None:
    """Every artifact by its collection window."""
    done = {event.artifact: event for event in room.state.evidence}
    st.caption(f"{len(done)} of {len(room.scenario.evidence)} artifacts collected or assigned.")
    for window, title in WINDOWS.items():
        items = [item for item in room.scenario.evidence if item.window == window]
        if items:
            st.markdown(f"**{title}**")
        for item in items:
            with st.container(border=True):
                _artifact(room, item, done.get(item.id))


def _artifact(room: Room, item: Checklist, found: EvidenceCollected | None) -> None:
    slot = f"keep:{item.id}"
    st.markdown(plain(item.label))
    st.caption(plain(f"{item.location}. {item.preservation}. Volatility: {item.volatility}."))
    if found is not None:
        st.markdown(f"**{plain(_status(found))}**")
    with st.container(horizontal=True):
        collect = c.CollectEvidence(artifact=item.id)
        again = "Collect again" if found else "Collect"
        st.button(again, key=f"press:{slot}", on_click=acts.give, args=(room.seat, slot, lambda: collect))
        with st.popover("Assign to an owner"):
            _assign(room, item, slot)
    acts.hear(slot)


def _status(found: EvidenceCollected) -> str:
    if found.manner == "assigned":
        return f"Assigned at {offset_label(found.at_ms)} to {found.owner}, due {found.due}"
    return f"Collected at {offset_label(found.at_ms)}, SHA-256 {found.sha256[:16]}…"


def _assign(room: Room, item: Checklist, slot: str) -> None:
    with st.form(slot, border=False):
        st.text_input("Owner", key=f"{slot}:owner", max_chars=120)
        st.text_input("Due", key=f"{slot}:due", max_chars=120, placeholder="for example: tomorrow, 10:00")
        acts.submit("Assign", room.seat, slot, lambda: _assignment(item, slot))


def _assignment(item: Checklist, slot: str) -> c.CollectEvidence:
    return c.CollectEvidence(
        artifact=item.id,
        manner="assigned",
        owner=acts.value(f"{slot}:owner"),
        due=acts.value(f"{slot}:due"),
    )
