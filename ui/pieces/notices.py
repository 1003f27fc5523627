"""What waits for this person, above everything else: requests to decide, and what was said to them."""

import streamlit as st

from engine.errors import Refused, StoreUnavailable
from engine.log import events as e
from engine.notices import Addressed, Notice, notices_for
from engine.running import reading
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from engine.views import approvals_for
from ui.language.text import html, name_of
from ui.language.words import many, t
from ui.live import bar
from ui.pieces import approvals, commands
from ui.pieces.room import Room, room_of
from ui.server import process

SHOWN = 3
"""Notices that are shown at once; the others wait until one of these is acknowledged."""


TOLD = ("approval_requested", "approval_decided", "role_notified", "message_sent", "observation_recorded")
"""Kinds of event after which something may wait for somebody."""


@bar.part("notices", *TOLD)
def draw(seat: Seat) -> None:
    """The strip; nothing where nothing waits."""
    room = room_of(seat)
    if room.state.phase == "ended":
        return
    asked = approvals_for(room.scenario, room.state, seat.participant_id, for_role=room.spoken_role)
    if asked:
        said = many(
            "{number} request is waiting for your decision.",
            "{number} requests are waiting for your decision.",
            len(asked),
        )
        st.html(f'<div class="tplus-notice tplus-notice-asks" role="status">{html(said)}</div>')
        approvals.to_decide(room)
    read = reading.read_by(process.session().store, seat)
    waiting = notices_for(room.state, seat.participant_id, read, for_role=room.spoken_role)
    for notice in waiting[:SHOWN]:
        _notice(room, notice)
    if len(waiting) > SHOWN:
        st.caption(t("{number} more when you have acknowledged these.", number=len(waiting) - SHOWN))
    commands.hear("notice")


def _notice(room: Room, notice: Notice) -> None:
    event = notice.event
    with st.container(key=f"notice:{event.seq}", horizontal=True, vertical_alignment="center"):
        text = html(notice.text or t("Nothing more was said."))
        st.html(f'<div class="tplus-notice"><b>{html(_title(room, event))}</b><div>{text}</div></div>')
        st.button(
            t("Acknowledge"),
            key=f"press:notice:{event.seq}",
            on_click=_acknowledge,
            args=(room, event.seq),
        )


def _acknowledge(room: Room, seq: int) -> None:
    try:
        reading.acknowledge(
            process.session().store, room.state, room.seat, seq, at_ms=room.at_ms, for_role=room.spoken_role
        )
    except (Refused, StoreUnavailable) as error:
        commands.say("notice", "warning", t("Not saved. {error}", error=error))


def _title(room: Room, event: Addressed) -> str:
    by, at = name_of(room.names, event.by), offset_label(event.at_ms)
    match event:
        case e.RoleNotified():
            return t("{name} tells {role}, {time}", name=by, role=event.role, time=at)
        case e.MessageSent():
            return t("Message to {role} from {name}, {time}", role=event.audience, name=by, time=at)
        case e.ObservationRecorded():
            return t("The facilitator writes, {time}", time=at)
        case _:
            if event.granted:
                return t("{name} granted {request}, {time}", name=by, request=event.approval_id, time=at)
            return t("{name} refused {request}, {time}", name=by, request=event.approval_id, time=at)
