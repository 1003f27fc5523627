"""The participant's seat: the situation, the newest inject with its questions, and what a responder does."""

import streamlit as st

from engine import commands as c
from engine.decide.clock import offered_roles
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from engine.views import InjectView, QuestionView, briefing_for, injects_for, pause_reason
from ui.language.text import line, name_of, plain
from ui.language.words import t
from ui.live import bar, outbox
from ui.pieces import commands, notices, panels, playbook
from ui.pieces.room import Room, room_of
from ui.seat import feedback, responding, shell, tour, waiting
from ui.seat.acts import following
from ui.server import process
from ui.server.entry import seats
from ui.shown import tables

WHOLE = frozenset({"clock_started", "exercise_ended"})
"""Kinds of event after which a seat looks different altogether."""
STORY = ("inject_delivered", "clock_paused", "clock_resumed")
"""Kinds of event that the story tells of."""

Questions = tuple[tuple[str, str], ...]
"""Ids and texts of the questions put to somebody."""


def draw() -> None:
    """The screen."""
    held = _held()
    if held is None:
        st.title(t("Your seat"))
        st.info(t("This browser has no seat yet. Ask the facilitator for the join code."))
        st.page_link(st.session_state["pages"]["join"], label=t("Join with a code"), icon=":material/login:")
        return
    room = room_of(held)
    st.title(line(room.snapshot.title))
    roles = ", ".join(room.state.holds(held.participant_id)) or t("no role")
    with st.container(horizontal=True, vertical_alignment="center", key="who"):
        st.caption(plain(f"{name_of(room.names, held.participant_id)} · {roles}"), width="stretch")
        if room.state.phase != "ended":
            _help()
        seats.leave_button(held)
    tour.above("clock", room)
    responding.in_whose_name(room)
    bar.draw(held.exercise_id, held, whole=WHOLE)
    match room.state.phase:
        case "lobby":
            _waiting(room)
        case "ended":
            _ended(held)
        case "running" | "paused":
            _playing(room)


def _held() -> Seat | None:
    """The participant's seat; a facilitator's where they write down what their room decides."""
    if st.query_params.get("scribe"):
        leading = seats.asked_for(str(st.query_params.get("exercise", "")), "facilitator")
        if leading is not None and room_of(leading).speaks_for_others:
            return leading
    return seats.seat("participant")


def _help() -> None:
    with st.popover(t("Help"), icon=":material/help:", key="help"):
        st.markdown(
            t("**Answer** in your own words, in the box under the inject. It says when your answer is saved.")
        )
        st.markdown(
            t(
                "Under **Respond**, declare the incident, then escalate, contain, preserve, communicate and"
                " recover. Each action says what it costs and who must agree before you take it."
            )
        )
        st.markdown(
            t("**Lost the connection?** Leave this page open. It comes back by itself, with what you typed.")
        )
        st.markdown(
            t("**Not sure?** Your briefing and the playbook stand below the injects; or ask the facilitator.")
        )


@bar.part("answers")
def _live_answers(held: Seat, questions: Questions) -> None:
    _room_answers(held, questions)


def _room_answers(held: Seat, questions: Questions) -> None:
    snapshot = process.glance(held.exercise_id)
    names = process.names(held.exercise_id)
    for question_id, text in questions:
        st.caption(plain(text))
        rows = tables.answers_to(snapshot.state, question_id, names)
        panels.latest(rows, t("No answer yet."), question_id)


def _waiting(room: Room) -> None:
    st.info(t("You are in. The facilitator will start the clock; this page follows by itself."))
    waiting.draw(room)
    st.header(t("Situation"))
    panels.prose(room.scenario.background)
    _briefings(room, expanded=True)
    _roles(room)


def _ended(held: Seat) -> None:
    pages, query = st.session_state["pages"], {"exercise": held.exercise_id}
    if process.glance(held.exercise_id).is_trial and not st.session_state.get(f"led:{held.exercise_id}"):
        st.session_state[f"led:{held.exercise_id}"] = True  # once: whoever comes back here wants to be here
        st.switch_page(pages["results"], query_params=query)
    st.success(t("The exercise has ended. Thank you."))
    with st.container(horizontal=True):
        st.page_link(pages["results"], label=t("See the results"), query_params=query)
        st.page_link(pages["hotwash"], label=t("Look back together: the hot wash"), query_params=query)
    if not process.glance(held.exercise_id).is_trial:
        feedback.draw(held)


def _briefings(room: Room, *, expanded: bool = False) -> None:
    for role, text in briefing_for(room.scenario, room.state, room.seat.participant_id):
        with st.expander(
            t("Your briefing: {role}", role=line(role)), expanded=expanded, key=f"briefing:{role}"
        ):
            panels.prose(text)


def _roles(room: Room) -> None:
    held = room.state.holds(room.seat.participant_id)
    with st.expander(t("Change your roles"), key="roles:card"), st.form("roles"):
        st.session_state.setdefault("roles:held", list(held))
        st.pills(
            t("Your roles"),
            offered_roles(room.scenario, room.state),
            selection_mode="multi",
            key="roles:held",
        )
        commands.submit(t("Hold these roles"), room.seat, "roles", lambda: _holding(room.seat))
    commands.hear("roles")


def _holding(held: Seat) -> c.JoinExercise:
    return c.JoinExercise(participant_id=held.participant_id, roles=tuple(commands.value("roles:held", [])))


def _playing(room: Room) -> None:
    notices.draw(room.seat)
    _asks(room.seat)
    left, right = st.columns(2, gap="large")
    with left, st.container(key="story"):
        tour.above("inject", room)
        tour.above("answer", room)
        _story(room.seat)
    with right:
        tour.above("system", room)
        tour.above("respond", room)
        shell.draw(room.seat)


@bar.part("asks", *bar.FOLLOWED)
def _asks(held: Seat) -> None:
    following.asks(room_of(held))


@bar.part("story", *STORY)
def _story(held: Seat) -> None:
    room = room_of(held)
    if room.state.phase == "paused":
        reason = pause_reason(room.state, room.snapshot.events)
        text = t("Paused. Exercise time stands still; answers are still taken.")
        if reason:
            text = t("Paused: {reason}. Exercise time stands still; answers are still taken.", reason=reason)
        st.warning(plain(text))
    injects = injects_for(room.state, room.seat.participant_id)
    if injects:
        st.header(line(injects[0].event.title), divider="blue")
        panels.inject(injects[0], held)
        _questions(room, injects[0], is_newest=True)
    else:
        st.info(t("No inject has reached you yet. The page follows by itself."))
    asking = next((view for view in injects if any(question.is_mine for question in view.questions)), None)
    for view in injects[1:]:
        title = t(
            "Earlier, {time}: {title}", time=offset_label(view.event.at_ms), title=line(view.event.title)
        )
        with st.expander(title, expanded=view is asking, key=f"earlier:{view.event.inject_id}"):
            panels.inject(view, held)
            _questions(room, view)
    with st.expander(t("Situation at the start"), key="situation"):
        panels.prose(room.scenario.background)
    _briefings(room)
    if room.scenario.playbook is not None:
        with st.expander(t("Playbook: {name}", name=line(room.scenario.playbook.name)), key="playbook"):
            playbook.draw(room.scenario.playbook)
    _roles(room)


def _questions(room: Room, view: InjectView, *, is_newest: bool = False) -> None:
    mine = [question for question in view.questions if question.is_mine]
    for question in mine:
        _ask(room.seat, view.event.inject_id, question.id)
    if mine:
        listed = tuple((question.id, question.text) for question in mine)
        with st.expander(t("The room's answers"), key=f"answers:{view.event.inject_id}"):
            (_live_answers if is_newest else _room_answers)(room.seat, listed)


@st.fragment
def _ask(held: Seat, inject_id: str, question_id: str) -> None:
    room = room_of(held)
    question = _question(room, inject_id, question_id)
    if question is None:
        return
    if not question.core:
        st.caption(t("If there is time:"))
    outbox.answer(held, inject_id, question_id, question.text, for_role=room.spoken_role)
    for answer in question.answers:
        if answer.by == held.participant_id:
            st.caption(plain(t("You, {time}: {text}", time=offset_label(answer.at_ms), text=answer.text)))


def _question(room: Room, inject_id: str, question_id: str) -> QuestionView | None:
    views = injects_for(room.state, room.seat.participant_id)
    asked = (item for view in views if view.event.inject_id == inject_id for item in view.questions)
    return next((item for item in asked if item.id == question_id), None)
