"""The watching screen: everything an evaluator or observer may see of a live exercise, without a control."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import commands as c
from engine.log.fact import AppRole
from engine.scenario.exercise import ExpectedPoint, Inject, Question
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from engine.views import InjectView, expectations_for, injects_for
from scoring.catalogue import CRITERIA, TITLES
from ui.language.terms import term
from ui.language.text import line, name_of, plain
from ui.language.words import t
from ui.live import bar
from ui.pieces import commands, panels
from ui.pieces.room import Room, room_of
from ui.server import process
from ui.server.entry import seats
from ui.shown import tables

WHOLE = frozenset({"clock_started", "exercise_ended"})
"""Kinds of event after which the screen is another one."""

WATCHERS: tuple[AppRole, ...] = ("evaluator", "observer")
"""Who has a seat that watches."""


def draw() -> None:
    """The screen."""
    held = seats.asked_for(st.query_params.get("exercise", ""), *WATCHERS)
    if held is None:
        st.title(t("Watch"))
        st.info(t("Evaluators and observers watch from here. Open the link the facilitator sent you."))
        st.page_link(
            st.session_state["pages"]["join"], label=t("Enter with a secret"), icon=":material/login:"
        )
        return
    room = room_of(held)
    st.title(line(room.snapshot.title))
    st.caption(plain(f"{name_of(room.names, held.participant_id)} · {term(held.app_role)}"))
    bar.draw(held.exercise_id, held, whole=WHOLE)
    _ways_on(room)
    left, right = st.columns(2, gap="large")
    with left:
        _story(held)
    with right:
        _beside(room)


def _ways_on(room: Room) -> None:
    pages, query = st.session_state["pages"], {"exercise": room.seat.exercise_id}
    with st.container(horizontal=True):
        if room.state.phase == "ended":
            st.page_link(pages["results"], label=t("See the results"), query_params=query)
        elif room.seat.app_role == "evaluator":
            st.page_link(pages["evaluate"], label=t("Mark moments, rate"), query_params=query)
            st.page_link(pages["control"], label=t("The whole MSEL"), query_params=query)
        st.page_link(pages["present"], label=t("The presenter view"), query_params=query)
        seats.leave_button(room.seat)


@bar.part("watch:story", "inject_delivered", "answer_submitted")
def _story(held: Seat) -> None:
    room = room_of(held)
    views = injects_for(room.state, room.seat.participant_id)
    expected = expectations_for(room.scenario, room.state, room.seat.participant_id)
    if not views:
        st.info(t("No inject has been delivered yet. The page follows by itself."))
    for number, view in enumerate(views):
        event = view.event
        title = f"{offset_label(event.at_ms)}: {line(event.title)}"
        with _card(title, f"watch:{event.inject_id}", is_open=number == 0):
            panels.inject(view, room.seat)
            _asked(room.seat, view)
            if event.inject_id in expected:
                _expected(expected[event.inject_id])
    with _card(t("Situation at the start"), "watch:situation", is_open=not views):
        panels.prose(room.scenario.background)


def _card(title: str, key: str, *, is_open: bool) -> DeltaGenerator:
    """A card that is open or closed when it is first drawn; from then on it stays as its reader left it."""
    return st.expander(title, expanded=st.session_state.setdefault(f"open:{key}", is_open), key=key)


def _asked(held: Seat, view: InjectView) -> None:
    """The inject's questions; each with everyone's answers for an evaluator."""
    if held.app_role == "evaluator":
        _answers(held, view)
        return
    for question in view.questions:
        st.markdown(f"**{plain(question.text)}**")


def _answers(held: Seat, view: InjectView) -> None:
    snapshot, names = process.glance(held.exercise_id), process.names(held.exercise_id)
    for question in view.questions:
        st.markdown(f"**{plain(question.text)}**")
        rows = tables.answers_to(snapshot.state, question.id, names)
        panels.latest(rows, t("No answer yet."), question.id)


def _expected(inject: Inject) -> None:
    st.markdown(t("**What the scenario expects**"))
    _bullets(t("A good team"), inject.expected_actions)
    for question in inject.questions:
        _points(question)
    if inject.notes:
        st.caption(plain(t("Note: {notes}", notes=inject.notes)))


def _points(question: Question) -> None:
    _bullets(t("To “{text}”", text=question.text), _sentences(question.points))
    _bullets(t("What would harm"), _sentences(question.anti_points))


def _bullets(title: str, texts: tuple[str, ...]) -> None:
    if texts:
        st.caption(plain(title))
        st.markdown("\n".join(f"- {line(text)}" for text in texts))


def _sentences(points: tuple[ExpectedPoint, ...]) -> tuple[str, ...]:
    return tuple(point.description for point in points)


def _beside(room: Room) -> None:
    st.header(t("AI system"))
    _signals(room.seat)
    if room.seat.app_role == "evaluator":
        _note_form(room)
    st.header(t("Situation log"))
    _log(room.seat)


def _signals(held: Seat) -> None:
    panels.ai_tiles(process.glance(held.exercise_id))


@bar.part("watch:log")
def _log(held: Seat) -> None:
    panels.log_table(process.glance(held.exercise_id))


def _note_form(room: Room) -> None:
    """The one thing an evaluator adds: an observation tied to this moment."""
    titles = {"": t("No criterion"), **TITLES}
    with st.form("watch:note"):
        st.text_area(t("Observation"), key="watch:note:text", height=80)
        st.selectbox(
            t("Criterion"),
            ["", *CRITERIA],
            format_func=lambda item: titles[item],
            key="watch:note:criterion",
        )
        commands.submit(t("Note it"), room.seat, "watch:note", _note, ("watch:note:text",))
    commands.hear("watch:note")


def _note() -> c.RecordObservation:
    return c.RecordObservation(
        text=commands.value("watch:note:text"), criterion=commands.value("watch:note:criterion")
    )
