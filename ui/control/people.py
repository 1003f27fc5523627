"""Who is in the room, what they answered, and what was asked for approval."""

import streamlit as st

from engine import commands as c
from engine.errors import Refused, StoreUnavailable
from engine.running import reception
from engine.seats.identity import Seat
from ui.control.prepare.lobby_tables import silent_roles
from ui.language.terms import term
from ui.language.text import line, name_of, plain
from ui.language.words import t
from ui.live import bar
from ui.pieces import approvals, commands, panels
from ui.pieces.room import Room, room_of
from ui.server import process, trail
from ui.shown import tables


@bar.part("desk:people", "participant_joined")
def roster(exercise_id: str) -> None:
    """Who is here with which roles, and the roles nobody holds."""
    snapshot = process.glance(exercise_id)
    people = tables.roster_rows(snapshot.state, process.names_now(snapshot))
    st.caption(t("{count} here", count=len(people)))
    panels.table(people, t("Nobody yet. Share the join code."))
    empty = tables.empty_roles(snapshot.scenario, snapshot.state)
    if empty:
        st.caption(plain(t("Roles nobody holds: {roles}.", roles=", ".join(empty))))


@bar.part("desk:seats", "participant_joined")
def manage(held: Seat) -> None:
    """A facilitator's ways to help with a seat: a link to it for another browser, or its removal."""
    room = room_of(held)
    if held.app_role != "facilitator" or room.state.phase == "ended":
        return
    others = [item for item in room.state.participants.values() if item.id != held.participant_id]
    labels = {item.id: f"{name_of(room.names, item.id)} ({term(item.app_role)})" for item in others}
    if not labels:
        return
    with st.popover(t("Help with a seat"), key="open:seats"):
        said = {participant_id: line(label) for participant_id, label in labels.items()}
        st.selectbox(
            t("Whose seat"), list(said), format_func=lambda item: said.get(item, ""), key="seats:whose"
        )
        st.caption(
            t(
                "A **link** gives the seat to another browser, once, within half an hour; whoever has it now"
                " is signed out. **Removing** it is for good: what was done from it stays, and the person can"
                " join again."
            )
        )
        st.button(t("Link to this seat"), key="seats:link", on_click=_link, args=(held,))
        commands.press(t("Remove this seat"), held, "seats", _leaving)
    link = st.session_state.get("seats:made", "")
    if link:
        panels.link(f"{tables.base(str(st.context.url or ''))}/join?seat={link}")
    commands.hear("seats")


def _leaving() -> c.LeaveExercise:
    st.session_state.pop("seats:made", None)
    return c.LeaveExercise(participant_id=str(commands.value("seats:whose")))


def _link(held: Seat) -> None:
    session, whose = process.session(), str(commands.value("seats:whose"))
    st.session_state.pop("seats:made", None)
    try:
        role = session.current(held.exercise_id).state.app_role(whose)
        seat = Seat(held.exercise_id, whose, role or "participant")
        st.session_state["seats:made"] = reception.link_to(session, seat, by=held)
        trail.note(
            "link to a seat made", exercise=held.exercise_id, seat=seat.participant_id, by=held.participant_id
        )
    except (Refused, StoreUnavailable) as error:
        commands.say("seats", "warning", t("No link was made. {error}", error=error))
    else:
        commands.say("seats", "success", t("Give this link to whoever the seat belongs to."))


def _remind(room: Room) -> None:
    """A button that reminds the roles that have not answered the newest inject; they all see it."""
    if room.state.phase not in ("running", "paused") or room.seat.app_role != "facilitator":
        return
    silent = silent_roles(room.state)
    text = t("Please answer the questions of the newest inject; the room is waiting for you.")
    reminder = c.AdjustSchedule(change="add", title=t("Reminder"), text=text, to=silent)
    st.button(
        t("Remind who has not answered"),
        key="press:remind",
        disabled=not silent,
        help=plain(t("Reaches: {roles}", roles=", ".join(silent)))
        if silent
        else t("Everybody has answered."),
        on_click=commands.give,
        args=(room.seat, "remind", lambda: reminder),
    )
    commands.hear("remind")


@bar.part("desk:answers", "inject_delivered", "answer_submitted", "clock_started")
def answers(seat: Seat) -> None:
    """Answers by question, the newest inject first."""
    room = room_of(seat)
    names = process.names(seat.exercise_id)
    with st.container(key="desk:remind"):
        _remind(room)
    delivered = sorted(room.state.delivered.values(), key=lambda event: -event.seq)
    if not delivered:
        st.caption(t("Answers appear here once the first inject is out."))
    for event in delivered:
        st.markdown(f"**{plain(event.title)}**")
        for question in event.questions:
            st.caption(plain(question.text))
            rows = tables.answers_to(room.state, question.id, names)
            panels.latest(rows, t("No answer yet."), question.id)


@bar.part("desk:approvals", "approval_requested", "approval_decided")
def requested(seat: Seat) -> None:
    """Requests pending and decided; those that nobody can hold the role to decide, for the facilitator."""
    room = room_of(seat)
    approvals.to_decide(room)
    rows = tables.approval_rows(room.state, room.names)
    panels.latest(rows, t("Nobody has asked for approval yet."), "approvals")
