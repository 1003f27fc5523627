"""The evidence checklist: collecting an artifact, or assigning it to an owner."""

import streamlit as st

from engine import commands as c
from engine.evidence import DUE_TIMES, Held, first_signal_ms, losses, register
from engine.log.events import EvidenceCollected
from engine.scenario.resolve import Checklist
from engine.scenario.times import offset_label
from engine.simulation.run.catalogue import offered
from ui.language.terms import term
from ui.language.text import plain
from ui.language.words import many, t
from ui.pieces import commands, panels
from ui.pieces.room import Room
from ui.shown import result_tables

WINDOWS = {
    "immediate": t("Collect at once"),
    "within_one_hour": t("Collect within one hour"),
    "within_24_hours": t("Collect or assign within 24 hours"),
}


def draw(room: Room) -> None:
    """Every artifact by its collection window; where nobody is guided, a list to choose from."""
    if not room.state.is_guided:
        _unaided(room)
        return
    done = {event.artifact for event in room.state.evidence}
    st.caption(
        many(
            "{done} of {number} artifact collected or assigned.",
            "{done} of {number} artifacts collected or assigned.",
            len(room.scenario.evidence),
            done=len(done),
        )
    )
    copies = register(room.state, room.scenario, until_ms=room.at_ms)
    signal_ms = first_signal_ms(room.scenario, room.state, until_ms=room.at_ms)
    for window, title in WINDOWS.items():
        items = [item for item in room.scenario.evidence if item.window == window]
        if items:
            st.markdown(f"**{title}**")
        for item in items:
            with st.container(border=True, key=f"card:{item.id}"):
                st.markdown(plain(item.label))
                for text in _facts(room, item, signal_ms):
                    st.caption(plain(text))
                _artifact(room, item, [held for held in copies if held.artifact == item.id])


def _unaided(room: Room) -> None:
    """Collecting without a list of what is expected, of deadlines, or of what is missing."""
    items = sorted(room.scenario.evidence, key=lambda item: item.label)
    labels = {item.id: item.label for item in items}
    chosen = st.selectbox(
        t("Evidence"), list(labels), format_func=lambda name: labels[name], key="keep:chosen", index=None
    )
    copies = register(room.state, room.scenario, until_ms=room.at_ms)
    item = next((item for item in items if item.id == chosen), None)
    if item is not None:
        _artifact(room, item, [held for held in copies if held.artifact == item.id])
    panels.table(result_tables.custody_rows(copies, room.names), t("No copy is held."))


def _facts(room: Room, item: Checklist, signal_ms: int | None) -> list[str]:
    """Where it lies, how it is kept, until when, and what destroys it."""
    threats = [
        action.title.lower()
        for action in offered(room.scenario.ai_system).values()
        if item.id in action.overwrites
    ]
    level = term(item.volatility)
    volatility = t("Volatility: {volatility}.", volatility=level)
    if signal_ms is not None:
        until = offset_label(signal_ms + item.window_ms)
        volatility = t("Volatility: {volatility}, until {until}.", volatility=level, until=until)
    now = losses(room.state, item.id, room.scenario, until_ms=room.at_ms)
    return [
        f"{item.location}. {item.preservation}.",
        volatility,
        t("Lost by: {threats}.", threats=", ".join(threats) or t("nothing that can be ordered")),
        *(
            t("Overwritten: {loss}.", loss=result_tables.loss_words(room.state, loss, room.names))
            for loss in now
        ),
    ]


def _artifact(room: Room, item: Checklist, copies: list[Held]) -> None:
    slot = f"keep:{item.id}"
    assigned = [event for event in room.state.evidence if event.artifact == item.id and event.owner]
    for event in (event for event in assigned if event.manner == "assigned"):
        st.markdown(f"**{plain(_assigned(event))}**")
    for held in copies:
        st.markdown(f"**{plain(copy_words(room, held))}**")
    with st.container(horizontal=True, key=f"buttons:{slot}"):
        collect = c.CollectEvidence(artifact=item.id)
        again = t("Collect again") if copies else t("Collect")
        st.button(again, key=f"press:{slot}", on_click=commands.give, args=(room.seat, slot, lambda: collect))
        with st.popover(t("Assign to an owner"), key=f"open:{slot}:owner"):
            _assign(room, item, slot)
        if copies:
            _custody(room, slot, copies[-1])
    commands.hear(slot)


def _custody(room: Room, slot: str, held: Held) -> None:
    """Re-hashing and handing over the latest copy."""
    rehash = c.CollectEvidence(artifact=held.artifact, manner="rehashed", copy_seq=held.seq)
    commands.press(t("Re-hash"), room.seat, slot, lambda: rehash)
    with st.popover(t("Hand over"), key=f"open:{slot}:over"), st.form(f"{slot}:over", border=False):
        st.text_input(t("To"), key=f"{slot}:to", max_chars=120)
        commands.submit(t("Hand over"), room.seat, slot, lambda: _handing_over(slot, held), (f"{slot}:to",))


def _handing_over(slot: str, held: Held) -> c.CollectEvidence:
    owner = commands.value(f"{slot}:to")
    return c.CollectEvidence(artifact=held.artifact, manner="handed_over", copy_seq=held.seq, owner=owner)


def copy_words(room: Room, held: Held) -> str:
    """A copy in one line: when, which version, its hash, and plainly whether it came too late."""
    facts = [
        t(
            "Collected at {time}, version {version}, SHA-256 {hash}…",
            time=offset_label(held.collected_ms),
            version=held.version,
            hash=held.sha256[:16],
        )
    ]
    if held.lost_before is not None:
        lost = result_tables.loss_words(room.state, held.lost_before, room.names)
        facts.append(t("collected after it was overwritten by {lost}", lost=lost))
    elif not held.is_in_window:
        facts.append(t("after its window had closed"))
    if not held.is_intact:
        facts.append(t("its hash no longer fits"))
    over = [entry.to for entry in held.custody if entry.what == "handed_over"]
    if over:
        facts.append(t("with {owner}", owner=over[-1]))
    return "; ".join(facts)


def _assigned(event: EvidenceCollected) -> str:
    return t(
        "Assigned at {time} to {owner}, due {due}",
        time=offset_label(event.at_ms),
        owner=event.owner,
        due=event.due,
    )


def _assign(room: Room, item: Checklist, slot: str) -> None:
    with st.form(slot, border=False):
        st.selectbox(t("Owner"), room.scenario.role_names(), key=f"{slot}:owner", index=None)
        st.selectbox(
            t("Due"),
            DUE_TIMES,
            key=f"{slot}:due",
            index=None,
            accept_new_options=True,
            placeholder=t("Choose, or write a time such as: tomorrow 10:00"),
        )
        commands.submit(t("Assign"), room.seat, slot, lambda: _assignment(item, slot))


def _assignment(item: Checklist, slot: str) -> c.CollectEvidence:
    return c.CollectEvidence(
        artifact=item.id,
        manner="assigned",
        owner=commands.value(f"{slot}:owner"),
        due=commands.value(f"{slot}:due"),
    )
