"""The control room: choose a scenario, gather the room, run the exercise, see everything."""

from collections.abc import Callable

import streamlit as st

from engine.errors import Refused, StoreUnavailable
from engine.running import reception
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from ui.charts import timelines
from ui.control import clock, creating, injects, keys, notes, people, preview, procedure, questions
from ui.control.prepare import lobby
from ui.language.terms import term
from ui.language.text import html, line, plain
from ui.language.words import t
from ui.live import bar
from ui.news import standing
from ui.pieces import commands, gatekeeping, panels
from ui.pieces.room import Room, room_of
from ui.server import process, trail
from ui.server.entry import seats

TABS = (
    t("Injects"),
    t("People"),
    t("Answers"),
    t("AI system"),
    t("Approvals"),
    t("Playbook and clocks"),
    t("Notes and log"),
    t("What a role sees"),
    t("Links"),
)

LISTED = 30
"""How many exercises the control room lists, latest first."""

OPENED = "desk:opened"
"""Where in the session the numbers of the tabs are kept that have been opened."""
WHOLE = frozenset({"clock_started", "exercise_ended"})
"""Kinds of event after which the desk is another one; each part follows by itself what concerns it."""


def draw() -> None:
    """The screen."""
    asked = st.query_params.get("exercise", "")
    held = _seat(asked)
    secret = st.query_params.pop("secret", "")
    if held is None and asked and secret:
        held = _enter(asked, secret)
    if held is None or st.query_params.get("new"):
        gatekeeping.host_only()
        _choose()
        return
    _desk(room_of(held))


def _seat(asked: str) -> Seat | None:
    """The seat this browser runs or rates the exercise from; any such seat where none is asked for."""
    held = [item for item in (seats.seat("facilitator"), seats.seat("evaluator")) if item is not None]
    return next((item for item in held if asked in ("", item.exercise_id)), None)


def _enter(exercise_id: str, secret: str) -> Seat | None:
    """A facilitator's seat with the secret of a link."""
    try:
        if process.session().unlock(exercise_id, secret) == "facilitator":
            seats.take("facilitator", reception.desk(process.session(), exercise_id, t("Facilitator")))
            trail.note("desk opened by its link", exercise=exercise_id)
        else:
            st.error(t("This link does not open the control room; ask the facilitator for a new one."))
    except (Refused, StoreUnavailable) as error:
        st.error(plain(str(error)))
    return seats.seat("facilitator")


def _choose() -> None:
    st.title(t("Control room"))
    for text in standing.of_server(process.session()):
        st.error(plain(text))
    left, right = st.columns([3, 2], gap="large")
    with left:
        creating.draw()
    with right:
        st.header(t("Exercises"))
        listed = process.session().exercises()
        for snapshot in listed[:LISTED]:
            _listed(snapshot)
        if len(listed) > LISTED:
            st.caption(
                t(
                    "The latest {shown} of {count}; Readiness lists those that have ended.",
                    shown=LISTED,
                    count=len(listed),
                )
            )
        if not listed:
            st.info(t("None yet. Create the first one, or fill a demonstration with `tplus demo`."))


def _listed(snapshot: Snapshot) -> None:
    created = snapshot.state.created
    title = snapshot.title
    facts = [f"{snapshot.events[0].recorded_at:%Y-%m-%d}", term(snapshot.state.phase)]
    if created and created.organisation_team:
        facts.append(created.organisation_team)
    if created and created.demo:
        facts.append(t("demonstration"))
    with st.container(border=True):
        st.markdown(f"**{line(title)}**  \n{plain(', '.join(facts))}")
        if snapshot.state.phase == "ended":
            query = {"exercise": snapshot.exercise_id}
            st.page_link(st.session_state["pages"]["results"], label=t("Results"), query_params=query)
            return
        slot = f"open:{snapshot.exercise_id}"
        st.button(t("Open the control room"), key=slot, on_click=_open, args=(snapshot.exercise_id,))
        commands.hear(slot)


def _open(exercise_id: str) -> None:
    """Sit down at the desk of an exercise: in the same seat every time, from whatever browser."""
    if not seats.is_host():
        return
    try:
        token = reception.desk(process.session(), exercise_id, t("Facilitator"))
    except (Refused, StoreUnavailable) as error:
        commands.say(f"open:{exercise_id}", "error", str(error))
        return
    trail.note("desk opened from the list", exercise=exercise_id)
    seats.take("facilitator", token)
    st.query_params.from_dict({"exercise": exercise_id})


def _desk(room: Room) -> None:
    st.title(line(room.snapshot.title))
    left, right = st.columns(2)
    with left:
        bar.draw(room.seat.exercise_id, room.seat, show="desk", whole=WHOLE)
    with right:
        _code(room)
    with st.container(key="desk:run"):
        if room.seat.app_role == "facilitator":
            clock.draw(room.seat, room.state.phase)
            _scribe(room)
            if room.state.phase == "lobby":
                lobby.draw(room)
    questions.waiting(room.seat)
    _parts(room.seat)


def _scribe(room: Room) -> None:
    """In a room that discusses: the way to where its decisions are written down."""
    if room.state.is_discussed and room.state.phase in ("running", "paused"):
        st.page_link(
            st.session_state["pages"]["seat"],
            label=t("Write down what the room decides"),
            icon=":material/edit_note:",
            query_params={"exercise": room.seat.exercise_id, "scribe": "1"},
        )


@bar.part("desk:tabs", "exercise_ended")
def _parts(seat: Seat) -> None:
    """Each part from when it is opened for the first time on: what is typed in it stays when it is left."""
    room = room_of(seat)
    exercise_id = seat.exercise_id
    draws: tuple[Callable[[], None], ...] = (
        lambda: injects.draw(room),
        lambda: _people(seat),
        lambda: people.answers(seat),
        lambda: _system(exercise_id),
        lambda: people.requested(seat),
        lambda: procedure.draw(seat),
        lambda: notes.draw(room),
        lambda: preview.draw(seat),
        lambda: _links(room),
    )
    opened: set[int] = st.session_state.setdefault(OPENED, set())
    for place, (tab, draw_it) in enumerate(
        zip(st.tabs(TABS, key="desk", on_change="rerun"), draws, strict=True)
    ):
        if tab.open or place in opened:
            opened.add(place)
            with tab:
                draw_it()


def _code(room: Room) -> None:
    if room.state.phase != "ended":
        code = process.session().keys(room.seat.exercise_id).join_code
        label = html(t("Join code"))
        st.html(f'<div class="tplus-label">{label}</div><div class="tplus-code">{code}</div>')


def _people(seat: Seat) -> None:
    people.roster(seat.exercise_id)
    people.manage(seat)


@bar.part("desk:system", bar.TICKED, *bar.SYSTEM)
def _system(exercise_id: str) -> None:
    snapshot = process.glance(exercise_id)
    panels.ai_tiles(snapshot)
    timelines.draw(snapshot, process.now_ms(snapshot))


def _links(room: Room) -> None:
    exercise_id = room.seat.exercise_id
    st.page_link(
        st.session_state["pages"]["present"],
        label=t("Open the presenter view"),
        query_params={"exercise": exercise_id},
    )
    st.page_link(st.session_state["pages"]["control"], label=t("All exercises"), query_params={"new": "1"})
    seats.leave_button(room.seat)
    if room.seat.app_role != "facilitator":
        return
    keys.draw(room.seat)
