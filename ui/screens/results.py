"""Results: six scores with why and evidence, the timeline, and what the AI system did."""

import streamlit as st

from engine.errors import Refused
from engine.events import AppRole, CriterionRated
from engine.evidence import fates, register
from engine.identity import Seat
from engine.session import Snapshot
from engine.views import blind, may_see_results, timeline
from scoring.finding import Finding
from scoring.score import ExerciseScore
from ui import comparing, door, evaluate_frames, panels, reporting, result_frames, seats, timelines
from ui.evaluating import rating
from ui.text import line, plain

ROLES: tuple[AppRole, ...] = ("facilitator", "evaluator", "participant", "observer")
"""Whose seat counts, in this order, where a browser has several."""

MORE = (
    "You led this alone. A real exercise adds your own colleagues, a scenario of your own, evaluators who"
    " rate what no log can tell, and a place in your readiness over quarters."
)
"""What a real exercise adds to a trial."""


def draw() -> None:
    """The screen."""
    st.title("Results")
    exercise_id = st.query_params.get("exercise", "") or _own()
    if not exercise_id:
        _choose()
        return
    try:
        snapshot = door.session().current(exercise_id)
    except Refused as refused:
        st.warning(plain(str(refused)))
        return
    held = seats.seat_for(exercise_id, *ROLES)
    if not may_see_results(snapshot.state, held.participant_id if held else None):
        st.info("The results open when the exercise has ended.")
        return
    if held is None:
        seats.host_only()
    _results(snapshot, held)


def _own() -> str:
    held = (seats.seat(role) for role in ROLES)
    return next((seat.exercise_id for seat in held if seat is not None), "")


def _choose() -> None:
    seats.host_only()
    ended = [item for item in door.session().exercises() if item.state.phase == "ended"]
    if not ended:
        st.info("No exercise has ended yet. Results appear here after the first one.")
    for snapshot in ended:
        label = f"{snapshot.scenario.name}, {snapshot.events[0].recorded_at:%Y-%m-%d}"
        query = {"exercise": snapshot.exercise_id}
        st.page_link(st.session_state["pages"]["results"], label=plain(label), query_params=query)


def _results(snapshot: Snapshot, held: Seat | None) -> None:
    viewer = held.participant_id if held else None
    score = door.score_for(snapshot, viewer)
    created = snapshot.state.created
    st.header(line((created.title if created else "") or snapshot.scenario.name))
    if snapshot.state.phase != "ended":
        st.warning("The exercise has not ended; these are its scores so far.")
    if snapshot.is_trial:
        st.info(MORE)
    _readiness(score)
    rating.stands(snapshot, viewer)
    for number in range(0, len(score.findings), 2):
        for column, finding in zip(st.columns(2), score.findings[number : number + 2], strict=False):
            with column, st.container(border=True):
                _finding(finding)
    _ways_on(snapshot, held)
    _ratings(snapshot, viewer)
    reporting.draw(snapshot, held)
    st.header("What the AI system did")
    if snapshot.state.phase == "lobby":
        st.caption("Nothing yet: the exercise has not started.")
    else:
        _system(snapshot)
    _registers(snapshot)
    _timeline(snapshot, viewer)


def _ways_on(snapshot: Snapshot, held: Seat | None) -> None:
    pages, query = st.session_state["pages"], {"exercise": snapshot.exercise_id}
    with st.container(horizontal=True):
        if held is not None and held.app_role in ("facilitator", "evaluator"):
            st.page_link(pages["evaluate"], label="Observe, rate and reconcile", query_params=query)
        if held is not None and snapshot.state.phase == "ended":
            st.page_link(pages["hotwash"], label="Hot wash", query_params=query)


def _readiness(score: ExerciseScore) -> None:
    if score.readiness is None:
        st.metric("Readiness", "not scored")
        st.caption("Fewer criteria are scored than readiness needs.")
        return
    st.metric("Readiness", f"{score.readiness:.2f} of 5 ± {1.96 * (score.standard_error or 0):.2f}")
    coverage = score.coverage
    st.caption(
        f"{coverage.scored} of {coverage.of} criteria scored, {coverage.suggested} of them suggested by a"
        f" checklist, {coverage.rated} rated by people. The band is 95 %{_pooled(score)}."
        f" Rubric {score.rubric_id}."
    )


def _pooled(score: ExerciseScore) -> str:
    return f", from {score.pool_ratings} double ratings of your own evaluators" if score.pool_ratings else ""


def _finding(finding: Finding) -> None:
    st.markdown(f"**{plain(result_frames.score_heading(finding))}**")
    panels.prose(finding.why)
    if finding.computed != finding.value and finding.computed is not None:
        st.caption(f"Before the rating: {finding.computed}")
    if finding.evidence:
        st.html(f"<div>Events {result_frames.event_links(finding.evidence)}</div>")
    if finding.details:
        with st.expander("How it came about", key=f"how:{finding.criterion}"):
            panels.table(result_frames.detail_rows(finding), "")


def _ratings(snapshot: Snapshot, viewer: str | None) -> None:
    """What people rated, raw and reconciled, as far as this person may know."""
    seen = blind(snapshot.events, snapshot.state, viewer)
    rated = tuple(event for event in seen if isinstance(event, CriterionRated))
    if rated:
        st.subheader("Ratings as given")
        panels.table(evaluate_frames.rating_rows(rated, door.names(snapshot.exercise_id)), "")


def _system(snapshot: Snapshot) -> None:
    if snapshot.state.at_ms < timelines.snapshot_tick(snapshot):
        st.caption("The charts appear once the clock has run for a moment.")
        return
    comparing.draw(snapshot)
    with st.expander("What really happened, in figures", key="figures"):
        summary = timelines.team(snapshot, snapshot.state.at_ms).summary(snapshot.state.at_ms)
        panels.table(result_frames.channel_rows(summary), "")


def _registers(snapshot: Snapshot) -> None:
    names = door.names(snapshot.exercise_id)
    state = snapshot.state
    st.header("Evidence")
    found = fates(state, snapshot.scenario)
    panels.table(result_frames.fate_rows(state, found, names), "The checklist is empty.")
    with st.expander("Chain of custody", key="custody"):
        copies = register(state, snapshot.scenario)
        panels.table(result_frames.custody_rows(copies, names), "No copy is held.")
    with st.expander("Everything preserved or assigned", key="preserved"):
        rows = result_frames.evidence_rows(snapshot.scenario, state, names)
        panels.table(rows, "Nothing was preserved.")
    st.header("Messages as sent")
    panels.table(result_frames.message_rows(snapshot.state, names), "No message was sent.")
    st.header("Answers")
    panels.table(result_frames.answer_rows(snapshot.state, names), "Nobody answered a question.")


def _timeline(snapshot: Snapshot, viewer: str | None) -> None:
    st.header("Timeline")
    lines = timeline(snapshot.scenario, blind(snapshot.events, snapshot.state, viewer))
    left, right = st.columns(2)
    shown = left.multiselect(
        "Kinds of event", result_frames.kinds(lines), key="timeline:kinds", placeholder="All kinds"
    )
    words = right.text_input("Words in it", key="timeline:words")
    found = result_frames.filtered(lines, shown, words)
    if len(found) < len(lines):
        st.caption(f"{len(found)} of {len(lines)} events.")
    rows = result_frames.timeline_rows(found, door.names(snapshot.exercise_id))
    panels.table(rows, "No event fits the filter.", anchors=True)
