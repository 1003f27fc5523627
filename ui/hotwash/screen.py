"""The hot wash: the minutes after EndEx, when the room looks back together."""

import streamlit as st

from engine.after import keeping
from engine.errors import Refused, StoreUnavailable
from engine.log.fact import AppRole
from engine.scenario.times import MINUTE_MS, offset_label
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from scoring.aar.source import cited
from scoring.lessons.draft import areas, draft
from scoring.lessons.pitfalls import pitfalls
from scoring.people.feedback import summary
from ui.charts import comparison, timelines
from ui.hotwash import tables
from ui.language.text import html, line, plain
from ui.language.words import many, t
from ui.look import style
from ui.pieces import commands, panels
from ui.server import numbers, process
from ui.server.entry import seats

ROLES: tuple[AppRole, ...] = ("facilitator", "evaluator", "observer", "participant")
"""Whose seat may look back."""

TABS = (t("Replay"), t("What went well, what to improve"), t("What if"), t("Feedback"))


def draw() -> None:
    """The screen."""
    exercise_id = st.query_params.get("exercise", "") or _own()
    held = seats.seat_for(exercise_id, *ROLES) if exercise_id else None
    if held is None and not (exercise_id and seats.projects(exercise_id)):
        st.title(t("Hot wash"))
        st.info(t("A room looks back here. Open it from your seat or with the projector's link."))
        return
    if held is None:
        style.project()
        style.talk()
    snapshot = process.session().current(exercise_id)
    st.title(t("Hot wash: {title}", title=line(snapshot.title)))
    if snapshot.state.phase != "ended":
        st.info(t("The hot wash opens when the exercise has ended."))
        return
    st.caption(
        t("Nobody is at fault: roles are named, people are not, and there may be no single right answer.")
    )
    replay, lessons, other, voices = st.tabs(TABS, key="hotwash", on_change="rerun")
    with replay:
        _replay(exercise_id)
    if lessons.open:
        with lessons:
            _lessons(snapshot)
    if other.open:
        with other:
            _what_if(snapshot)
    with voices:
        _feedback(exercise_id, held)


def _own() -> str:
    held = (seats.seat(role) for role in ROLES)
    return next((seat.exercise_id for seat in held if seat is not None), "")


@st.fragment
def _replay(exercise_id: str) -> None:
    """The exercise at whatever moment the slider stands."""
    snapshot = process.session().current(exercise_id)
    last = tables.last_minute(snapshot)
    minute = last
    if last > 0:
        minute = st.slider(t("Exercise minute"), 0, last, last, key="hotwash:minute", format="T+%d")
    at_ms = min(minute * MINUTE_MS, snapshot.state.at_ms)
    moment = tables.at_moment(snapshot, at_ms)
    st.html(f'<div class="tplus-clock">{html(offset_label(at_ms))}</div>')
    left, right = st.columns([3, 2], gap="large")
    with left:
        _system(moment, at_ms)
    with right:
        st.subheader(t("Injects so far"))
        panels.table(tables.inject_rows(moment), t("None yet."))
        st.subheader(t("Decisions so far"))
        panels.table(tables.decision_rows(moment), t("None yet."))
    with st.expander(t("Answers so far"), key="hotwash:answers"):
        panels.table(tables.answer_rows(moment), t("None yet."))


def _system(moment: Snapshot, at_ms: int) -> None:
    st.subheader(t("What monitoring showed"))
    panels.tiles_of(moment.timeline.telemetry(at_ms))
    st.subheader(t("What really happened"))
    timelines.draw(moment, at_ms)


def _lessons(snapshot: Snapshot) -> None:
    """Strengths, areas and pitfalls from the log alone."""
    case, score = numbers.method().by_the_log_alone(snapshot)
    drafts = draft(case, score)
    strengths = [cited(point.text, point.seqs) for item in drafts for point in item.strengths]
    st.subheader(t("Strengths"))
    _bullets(strengths, t("The log shows none by itself. What did you see?"))
    st.subheader(t("Pitfalls of AI incidents"))
    found = [cited(f"{item.title}. {item.why}", item.seqs) for item in pitfalls(case)]
    _bullets(found, t("The log shows none of the known ones."))
    st.subheader(t("Areas for improvement"))
    panels.table(tables.area_rows(areas(drafts)), t("The log shows none by itself. What did you see?"))
    st.caption(t("Drafted from the log alone, before evaluators' ratings and notes."))
    if clocks := tables.clock_rows(case):
        st.subheader(t("Notification clocks"))
        panels.table(clocks, "")
        st.caption(t("Exercise content, not legal advice."))
    if rules := tables.detection_rows(snapshot):
        st.subheader(t("Detections you should have had"))
        panels.table(rules, "")


def _bullets(texts: list[str], empty: str) -> None:
    if not texts:
        st.caption(empty)
    for text in texts:
        st.markdown(f"- {plain(text)}")


def _what_if(snapshot: Snapshot) -> None:
    if snapshot.state.at_ms < snapshot.scenario.ai_system.tick_ms:
        st.caption(t("The exercise ended before the AI system's first step, so there is nothing to compare."))
        return
    comparison.draw(snapshot)


@st.fragment
def _feedback(exercise_id: str, held: Seat | None) -> None:
    """What participants sent: counts, medians and comments."""
    store = process.session().store
    found = summary(keeping.feedback(store, exercise_id))
    people = process.glance(exercise_id).state.participants.values()
    asked = sum(seat.app_role == "participant" for seat in people)
    sent = many(
        "**{forms} of {number} participant has sent the form.**",
        "**{forms} of {number} participants have sent the form.**",
        asked,
        forms=found.forms,
    )
    st.markdown(sent)
    st.button(t("Show the latest"), key="hotwash:again")
    panels.table(tables.feedback_rows(found), "")
    panels.table(tables.knowing_rows(found), "")
    st.subheader(t("What went well"))
    _bullets(list(found.strengths), t("No comment yet."))
    st.subheader(t("What should be better"))
    _bullets(list(found.improvements), t("No comment yet."))
    if held is not None and held.app_role == "facilitator":
        _closing(held)


def _closing(held: Seat) -> None:
    if keeping.is_closed(process.session().store, held.exercise_id):
        st.caption(t("Feedback is closed; forms can't be changed any more."))
    else:
        st.button(t("Close feedback"), key="hotwash:close", on_click=_close, args=(held,))
        st.caption(t("Until then participants may change their form. It can't be opened again."))
    commands.hear("hotwash:close")


def _close(held: Seat) -> None:
    try:
        state = process.session().current(held.exercise_id).state
        keeping.close_feedback(process.session().store, state, held)
    except (Refused, StoreUnavailable) as error:
        commands.say("hotwash:close", "error", t("Not closed. {error}", error=error))
