"""A seat beside its story: signals, and respond or log; on a phone the four are screens of their own."""

from collections.abc import Sequence

import streamlit as st

from engine.seats.identity import Seat
from engine.views import approvals_for, injects_for, situation_log
from ui.language.text import html
from ui.language.words import t
from ui.live import bar
from ui.pieces import panels
from ui.pieces.room import Room, room_of
from ui.seat import place, responding
from ui.server import process
from ui.shown.doing import brief

READ = "seat:read"
"""Number of the last event that the log was open for."""
MOST = 40
"""Lines of the log that are drawn unasked: two and a half screens of a phone (assumption)."""
SCREENS: dict[place.Screen, tuple[str, str]] = {
    "story": (":material/article:", t("Story")),
    "respond": (":material/flag:", t("Respond")),
    "system": (":material/monitoring:", t("System")),
    "log": (":material/list:", t("Log")),
}
"""Sign and word of each screen."""


@bar.part(place.SHELL, "exercise_ended")
def draw(seat: Seat) -> None:
    """The way between the screens, and the one in sight; what was opened to type in stays beside it."""
    place.note_drawn()
    with st.container(key="system"):
        st.header(t("AI system"))
        panels.ai_tiles(process.glance(seat.exercise_id))
    _ways(seat)
    at = place.screen()
    st.html(f'<i class="tplus-at tplus-at-{at}"></i>')
    if at == "log":
        with st.container(key="log"):
            st.header(t("Situation log"))
            _log(seat)
    with st.container(key="respond"):
        responding.draw(seat)


@bar.part("ways")
def _ways(seat: Seat) -> None:
    place.follow()
    counts = _counts(room_of(seat))
    st.segmented_control(
        t("Screen"),
        list(SCREENS),
        format_func=lambda name: _label(name, counts[name]),
        key=place.AT,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        on_change=lambda: st.rerun([place.SHELL]),
    )


def _label(name: place.Screen, count: int) -> str:
    sign, word = SCREENS[name]
    return f"{sign} {word} ({count})" if count else f"{sign} {word}"


def _counts(room: Room) -> dict[place.Screen, int]:
    """What waits on each screen: questions not answered, requests to decide, events not yet read."""
    me = room.seat.participant_id
    asked = [question for view in injects_for(room.state, me) for question in view.questions]
    mine = [question for question in asked if question.is_mine]
    waiting = approvals_for(room.scenario, room.state, me, for_role=room.spoken_role)
    if place.screen() == "log":
        st.session_state[READ] = room.state.seq
    read = int(st.session_state.setdefault(READ, room.state.seq))
    return {
        "story": sum(all(answer.by != me for answer in question.answers) for question in mine),
        "respond": len(waiting),
        "system": 0,
        "log": len(situation_log(room.scenario, room.snapshot.events[read:])),
    }


@bar.part("log")
def _log(seat: Seat) -> None:
    snapshot = process.glance(seat.exercise_id)
    told = brief(situation_log(snapshot.scenario, snapshot.events), process.names(seat.exercise_id))
    panels.latest(told, "", "log", most=MOST, draw=_listed)


def _listed(told: Sequence[tuple[str, str]], _empty: str) -> None:
    """Each line with its time; there always is one, that of the start."""
    lines = "".join(f"<li><b>{html(time)}</b> {html(text)}</li>" for time, text in told)
    st.html(f'<ol class="tplus-log">{lines}</ol>')
