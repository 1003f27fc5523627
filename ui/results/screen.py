"""Results: six scores with why and evidence, the timeline, and what the AI system did."""

from collections.abc import Iterator

import streamlit as st

from engine.errors import Refused
from engine.evidence import fates, register
from engine.log.events import CriterionRated
from engine.log.fact import AppRole
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from engine.views import blind, may_see_results, timeline
from scoring.finding import Finding
from scoring.score import ExerciseScore
from ui.charts import comparison
from ui.language.text import html, line, plain
from ui.language.words import many, t
from ui.pieces import hosting, panels
from ui.results import report
from ui.server import numbers, process, seats
from ui.shown import result_tables

ROLES: tuple[AppRole, ...] = ("facilitator", "evaluator", "participant", "observer")
"""Whose seat counts, in this order, where a browser has several."""

MORE = t(
    "You led this alone. A real exercise adds your own colleagues, a scenario of your"
    " own, evaluators who rate what no log can tell, and a place in your readiness over"
    " quarters."
)
"""What a real exercise adds to a trial."""


def draw() -> None:
    """The screen."""
    st.title(t("Results"))
    exercise_id = st.query_params.get("exercise", "") or _own()
    if not exercise_id:
        _choose()
        return
    try:
        snapshot = process.session().current(exercise_id)
    except Refused as refused:
        st.warning(plain(str(refused)))
        return
    held = seats.seat_for(exercise_id, *ROLES)
    if not may_see_results(snapshot.state, held.participant_id if held else None):
        st.info(t("The results open when the exercise has ended."))
        return
    if held is None:
        hosting.host_only()
    _results(snapshot, held)


def _own() -> str:
    held = (seats.seat(role) for role in ROLES)
    return next((seat.exercise_id for seat in held if seat is not None), "")


def _choose() -> None:
    hosting.host_only()
    ended = [item for item in process.session().exercises() if item.state.phase == "ended"]
    if not ended:
        st.info(t("No exercise has ended yet. Results appear here after the first one."))
    for snapshot in ended:
        label = f"{snapshot.scenario.name}, {snapshot.events[0].recorded_at:%Y-%m-%d}"
        query = {"exercise": snapshot.exercise_id}
        st.page_link(st.session_state["pages"]["results"], label=plain(label), query_params=query)


def _results(snapshot: Snapshot, held: Seat | None) -> None:
    viewer = held.participant_id if held else None
    score = numbers.score_for(snapshot, viewer)
    st.header(line(snapshot.title))
    if snapshot.state.phase != "ended":
        st.warning(t("The exercise has not ended; these are its scores so far."))
    if snapshot.is_trial:
        st.info(MORE)
    _readiness(snapshot, score)
    panels.evaluation_stands(snapshot, viewer)
    for number in range(0, len(score.findings), 2):
        for column, finding in zip(st.columns(2), score.findings[number : number + 2], strict=False):
            with column, st.container(border=True):
                _finding(finding)
    _ways_on(snapshot, held)
    _ratings(snapshot, viewer)
    report.draw(snapshot, held)
    st.header(t("What the AI system did"))
    if snapshot.state.phase == "lobby":
        st.caption(t("Nothing yet: the exercise has not started."))
    else:
        _system(snapshot)
    _registers(snapshot)
    _timeline(snapshot, viewer)


def _ways_on(snapshot: Snapshot, held: Seat | None) -> None:
    pages, query = st.session_state["pages"], {"exercise": snapshot.exercise_id}
    with st.container(horizontal=True):
        if held is not None and held.app_role in ("facilitator", "evaluator"):
            st.page_link(pages["evaluate"], label=t("Observe, rate and reconcile"), query_params=query)
        if held is not None and snapshot.state.phase == "ended":
            st.page_link(pages["hotwash"], label=t("Hot wash"), query_params=query)


def _readiness(snapshot: Snapshot, score: ExerciseScore) -> None:
    if score.readiness is None or score.likely is None:
        st.metric(t("Readiness"), t("not scored"))
        st.caption(t("Fewer criteria are scored than readiness needs."))
        return
    low, high = score.likely
    st.metric(
        t("Readiness"),
        t(
            "{readiness:.2f} of 5, likely {low:.1f} to {high:.1f}",
            readiness=score.readiness,
            low=low,
            high=high,
        ),
    )
    st.caption(plain(" ".join(_basis(snapshot, score))))


def _basis(snapshot: Snapshot, score: ExerciseScore) -> Iterator[str]:
    """What readiness rests on, what may err, and how much it proves."""
    coverage = score.coverage
    yield t(
        "{scored} of {of} criteria scored: {measured:.0%} of the value measured, {suggested:.0%} suggested by"
        " matching texts, {rated:.0%} decided by people.",
        scored=coverage.scored,
        of=coverage.of,
        measured=coverage.measured,
        suggested=coverage.suggested,
        rated=coverage.rated,
    )
    yield t("“Likely” holds four in five: how the values came about, another day, and the scenario may err.")
    if score.pool_ratings:
        yield many(
            "Raters’ part of it comes from {number} double rating of your own evaluators.",
            "Raters’ part of it comes from {number} double ratings of your own evaluators.",
            score.pool_ratings,
        )
    point = numbers.method().point(snapshot, score)
    if point.measured is not None:
        yield point.measured.sentence
    yield point.proof.sentence
    yield t("Rubric {rubric}.", rubric=score.rubric_id)


def _finding(finding: Finding) -> None:
    st.markdown(f"**{plain(result_tables.score_heading(finding))}**")
    panels.prose(finding.why)
    if finding.computed != finding.value and finding.computed is not None:
        st.caption(t("Before the rating: {computed}", computed=finding.computed))
    if finding.evidence:
        label = html(t("Events"))
        st.html(f"<div>{label} {result_tables.event_links(finding.evidence)}</div>")
    with st.expander(t("How it came about"), key=f"how:{finding.criterion}"):
        panels.table(result_tables.part_rows(finding), t("Nothing is known yet."))
        panels.table(result_tables.detail_rows(finding), "")


def _ratings(snapshot: Snapshot, viewer: str | None) -> None:
    """What people rated, raw and reconciled, as far as this person may know."""
    seen = blind(snapshot.events, snapshot.state, viewer)
    rated = tuple(event for event in seen if isinstance(event, CriterionRated))
    if rated:
        st.subheader(t("Ratings as given"))
        panels.table(result_tables.rating_rows(rated, process.names(snapshot.exercise_id)), "")


def _system(snapshot: Snapshot) -> None:
    if snapshot.state.at_ms < snapshot.scenario.ai_system.tick_ms:
        st.caption(t("The charts appear once the clock has run for a moment."))
        return
    comparison.draw(snapshot)
    with st.expander(t("What really happened, in figures"), key="figures"):
        summary = snapshot.timeline.trajectory(snapshot.state.at_ms).summary(snapshot.state.at_ms)
        panels.table(result_tables.channel_rows(summary), "")


def _registers(snapshot: Snapshot) -> None:
    names = process.names(snapshot.exercise_id)
    state = snapshot.state
    st.header(t("Evidence"))
    found = fates(state, snapshot.scenario)
    panels.table(result_tables.fate_rows(state, found, names), t("The checklist is empty."))
    with st.expander(t("Chain of custody"), key="custody"):
        copies = register(state, snapshot.scenario)
        panels.table(result_tables.custody_rows(copies, names), t("No copy is held."))
    with st.expander(t("Everything preserved or assigned"), key="preserved"):
        rows = result_tables.evidence_rows(snapshot.scenario, state, names)
        panels.table(rows, t("Nothing was preserved."))
    st.header(t("Messages as sent"))
    panels.table(result_tables.message_rows(snapshot.state, names), t("No message was sent."))
    st.header(t("Answers"))
    panels.table(result_tables.answer_rows(snapshot.state, names), t("Nobody answered a question."))


def _timeline(snapshot: Snapshot, viewer: str | None) -> None:
    st.header(t("Timeline"))
    lines = timeline(snapshot.scenario, snapshot.state, snapshot.events, viewer)
    left, right = st.columns(2)
    shown = left.multiselect(
        t("Kinds of event"), result_tables.kinds(lines), key="timeline:kinds", placeholder=t("All kinds")
    )
    words = right.text_input(t("Words in it"), key="timeline:words")
    found = result_tables.filtered(lines, shown, words)
    if len(found) < len(lines):
        st.caption(
            many("{found} of {number} event.", "{found} of {number} events.", len(lines), found=len(found))
        )
    rows = result_tables.timeline_rows(found, process.names(snapshot.exercise_id))
    panels.table(rows, t("No event fits the filter."), anchors=True)
