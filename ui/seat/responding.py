"""What a participant can do, grouped as a responder thinks."""

from collections.abc import Callable

import streamlit as st

from engine.procedure.clocks import keeps
from engine.seats.identity import Seat
from engine.views import approvals_for
from ui.language.text import plain
from ui.language.words import t
from ui.live import bar
from ui.pieces.room import SPOKEN_ROLE, Room, room_of
from ui.seat import place
from ui.seat.acts import (
    approving,
    asking,
    communicating,
    containing,
    declaring,
    following,
    keeping_time,
    preserving,
    recovering,
    searching,
)
from ui.shown.doing import done_so_far

_APPROVALS = ("approval_requested", "approval_decided")

_GROUPS: tuple[tuple[str, str, Callable[[Room], None], tuple[str, ...]], ...] = (
    ("declare", t("Declare"), declaring.declare, ("incident_declared",)),
    ("escalate", t("Escalate"), declaring.escalate, ("role_notified",)),
    ("search", t("Search the log"), searching.draw, ("exercise_ended",)),
    (
        "contain",
        t("Contain"),
        containing.draw,
        ("incident_declared", "containment_refused", "evidence_collected", *_APPROVALS, *bar.ACTED),
    ),
    ("approvals", t("Approvals"), approving.draw, _APPROVALS),
    ("preserve", t("Preserve"), preserving.draw, ("evidence_collected", "incident_declared", *bar.ACTED)),
    ("communicate", t("Communicate"), communicating.draw, ("message_sent", *_APPROVALS)),
    (
        "recover",
        t("Recover"),
        recovering.draw,
        ("evidence_collected", "verification_run", "incident_resolved", *bar.ACTED),
    ),
    ("playbook", t("Playbook"), following.draw, bar.FOLLOWED),
    ("clocks", t("Notification clocks"), keeping_time.draw, ("observation_recorded", "inject_delivered")),
    ("ask", t("Ask the facilitator"), asking.draw, ("observation_recorded",)),
)
"""Each group with the kinds of event after which it reads differently; a search stands until the end."""
SIGNS = {
    "declare": ":material/warning:",
    "escalate": ":material/campaign:",
    "search": ":material/manage_search:",
    "contain": ":material/shield:",
    "approvals": ":material/approval:",
    "preserve": ":material/inventory_2:",
    "communicate": ":material/mail:",
    "recover": ":material/restart_alt:",
    "playbook": ":material/checklist:",
    "clocks": ":material/timer:",
    "ask": ":material/help:",
}
"""The sign of each group."""


def draw(seat: Seat) -> None:
    """What can be done, with what was done so far, or the group in sight; a press draws its own alone."""
    st.html(f'<i class="tplus-at tplus-open-{place.group() or "all"}"></i>')
    with st.container(key="group-all"):
        st.header(t("Respond"))
        _all(seat)
    if place.opened():
        back = ":material/arrow_back:"
        st.button(t("All actions"), icon=back, key="back", on_click=place.open_group, args=("",))
    for name, title, _draw, _kinds in _GROUPS:
        if name in place.opened():
            with st.container(key=f"group-{name}"):
                st.header(title)
                _PARTS[name](seat)


@bar.part("actions")
def _all(seat: Seat) -> None:
    place.follow()
    room = room_of(seat)
    waiting = approvals_for(room.scenario, room.state, seat.participant_id, for_role=room.spoken_role)
    done = done_so_far(room.scenario, room.state, room.names, waiting=len(waiting), me=seat.participant_id)
    for name, title, _draw, _kinds in _GROUPS:
        if not _is_offered(room, name):
            continue
        label = f"**{title}**  \n{plain(done[name])}"
        st.button(
            label,
            icon=SIGNS[name],
            key=f"open:{name}",
            width="stretch",
            on_click=place.open_group,
            args=(name,),
        )


def _is_offered(room: Room, name: str) -> bool:
    """Whether a group is for this person: a scribe who leads the room, say, has nobody to ask."""
    match name:
        case "ask":
            return room.seat.app_role == "participant"
        case "playbook":
            return room.scenario.playbook is not None
        case "clocks":
            return keeps(room.scenario, room.state, room.seat.participant_id, room.spoken_role)
        case _:
            return True


def in_whose_name(room: Room) -> None:
    """For a scribe: the role in whose name everything below is done."""
    if not room.speaks_for_others:
        return
    roles = room.scenario.role_names()
    if st.session_state.get(SPOKEN_ROLE) not in roles:
        st.session_state[SPOKEN_ROLE] = roles[0]
    st.selectbox(
        t("You write down what the room decides. In whose name?"),
        roles,
        key=SPOKEN_ROLE,
        help=t("Every answer and act below is recorded as by this role, and that you wrote it down."),
    )


def _part(name: str, draw: Callable[[Room], None], kinds: tuple[str, ...]) -> Callable[[Seat], None]:
    """A group as a part of the screen by itself, so that others' actions draw only what they change."""

    def group(seat: Seat) -> None:
        draw(room_of(seat))

    group.__qualname__ = f"group_{name}"  # Streamlit tells fragments apart by name
    return bar.part(f"respond:{name}", *kinds)(group)


_PARTS = {name: _part(name, draw, kinds) for name, _title, draw, kinds in _GROUPS}
