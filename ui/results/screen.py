"""Results: six scores with why and evidence, the timeline, and what the AI system did."""

from collections.abc import Iterator, Sequence

import streamlit as st

from engine.errors import Refused
from engine.log.events import CriterionRated
from engine.log.fact import AppRole
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from engine.views import blind, may_see_results
from scoring.finding import Finding
from scoring.history.points import ReadinessPoint
from scoring.lessons.draft import draft
from scoring.lessons.highlights import highlights
from scoring.score import ExerciseScore
from ui.charts import comparison
from ui.language import columns
from ui.language.text import plain
from ui.language.words import many, t
from ui.pieces import gatekeeping, panels
from ui.results import left, report
from ui.server import numbers, process
from ui.server.entry import seats
from ui.shown import result_tables, scoreboard

ROLES: tuple[AppRole, ...] = ("facilitator", "evaluator", "participant", "observer")
"""Whose seat counts, in this order, where a browser has several."""

TABS = (t("Scores and why"), t("What if"), t("Report and items"), t("Evidence"), t("Timeline"))

MORE = t(
    "You led this alone. A real exercise adds your own colleagues, a scenario of your"
    " own, evaluators who rate what no log can tell, and a place in your readiness over"
    " quarters."
)
"""What a real exercise adds to a trial."""


def draw() -> None:
    """The screen."""
    exercise_id = st.query_params.get("exercise", "") or _own()
    if not exercise_id:
        _choose()
        return
    try:
        snapshot = process.session().current(exercise_id)
    except Refused as refused:
        st.title(t("Results"))
        st.warning(plain(str(refused)))
        return
    held = seats.seat_for(exercise_id, *ROLES)
    if not may_see_results(snapshot.state, held.participant_id if held else None):
        st.title(t("Results"))
        st.info(t("The results open when the exercise has ended."))
        return
    if held is None:
        gatekeeping.host_only()
    _results(snapshot, held)


def _own() -> str:
    held = (seats.seat(role) for role in ROLES)
    return next((seat.exercise_id for seat in held if seat is not None), "")


def _choose() -> None:
    st.title(t("Results"))
    gatekeeping.host_only()
    ended = [item for item in process.session().exercises() if item.state.phase == "ended"]
    if not ended:
        st.info(t("No exercise has ended yet. Results appear here after the first one."))
    for snapshot in ended:
        facts = (snapshot.title, snapshot.organisation_team, f"{snapshot.events[0].recorded_at:%Y-%m-%d}")
        label = " · ".join(filter(None, facts))
        query = {"exercise": snapshot.exercise_id}
        st.page_link(st.session_state["pages"]["results"], label=plain(label), query_params=query)


def _results(snapshot: Snapshot, held: Seat | None) -> None:
    viewer = held.participant_id if held else None
    score = numbers.score_for(snapshot, viewer)
    st.html(scoreboard.head(snapshot.title, _facts(snapshot)))
    if snapshot.state.phase != "ended":
        st.warning(t("The exercise has not ended; these are its scores so far."))
    if snapshot.is_trial:
        st.info(MORE)
        control = st.session_state["pages"]["control"]
        st.page_link(control, label=t("Run this with your team"), icon=":material/groups:")
    point = numbers.method().point(snapshot, score)
    _glance(snapshot, score, point)
    said = st.container()
    scores, whatif, taken, kept, told = st.tabs(TABS, key="results")
    with scores:
        _scores(snapshot, score, point, viewer)
        _ways_on(snapshot, held)
    with told:
        left.timeline_of(snapshot, viewer)
    with kept:
        left.registers(snapshot)
    with said:
        _highlights(snapshot, score, viewer)
    with taken:
        report.draw(snapshot, held)
    with whatif:
        _system(snapshot)


def _facts(snapshot: Snapshot) -> str:
    """Which scenario it was, who played it, and when."""
    held_on = t("{moment:%d %b %Y, %H:%M} UTC", moment=snapshot.events[0].recorded_at)
    return " · ".join(filter(None, (snapshot.scenario.name, snapshot.organisation_team, held_on)))


def _glance(snapshot: Snapshot, score: ExerciseScore, point: ReadinessPoint) -> None:
    """What a reader takes away in ten seconds: readiness with its band, and six bars."""
    conditions = score.conditions
    facts = (
        t("Proof grade {grade}", grade=point.grade),
        t("unaided") if conditions.aids == "unaided" else t("guided"),
        t("talked, and a scribe wrote") if conditions.play == "discuss" else t("acts and answers"),
    )
    whole, six = st.columns([2, 5])
    with whole:
        st.html(scoreboard.readiness(scoreboard.band_of(score, point), facts))
    with six:
        st.html(scoreboard.criteria(score.findings, numbers.earlier_of(snapshot)))


def _highlights(snapshot: Snapshot, score: ExerciseScore, viewer: str | None) -> None:
    """Three sentences to begin a debrief with; they need many worlds, so they come when the rest stands."""
    if snapshot.state.phase == "lobby":
        return
    with st.spinner(t("Comparing with what other decisions would have done …")):
        case = numbers.method().case(snapshot, viewer)
        found = highlights(draft(case, score), numbers.whatif_if_any(snapshot))
    for column, item in zip(st.columns(len(found) or 1), found, strict=False):
        column.html(scoreboard.highlight(item))


def _scores(snapshot: Snapshot, score: ExerciseScore, point: ReadinessPoint, viewer: str | None) -> None:
    names = process.names(snapshot.exercise_id)
    told = left.told(snapshot, viewer)
    panels.evaluation_stands(snapshot, viewer)
    for number in range(0, len(score.findings), 2):
        for column, finding in zip(st.columns(2), score.findings[number : number + 2], strict=False):
            with column, st.container(border=True):
                cited = [item for item in told if item.seq in finding.evidence]
                _finding(finding, result_tables.timeline_rows(cited, names))
    st.caption(plain(" ".join(_basis(score, point))))
    _ratings(snapshot, viewer)


def _ways_on(snapshot: Snapshot, held: Seat | None) -> None:
    pages, query = st.session_state["pages"], {"exercise": snapshot.exercise_id}
    with st.container(horizontal=True):
        if held is not None and held.app_role in ("facilitator", "evaluator"):
            st.page_link(pages["evaluate"], label=t("Observe, rate and reconcile"), query_params=query)
        if held is not None and snapshot.state.phase == "ended":
            st.page_link(pages["hotwash"], label=t("Hot wash"), query_params=query)


def _basis(score: ExerciseScore, point: ReadinessPoint) -> Iterator[str]:
    """What readiness rests on, what may err, and how much it proves."""
    coverage = score.coverage
    if score.readiness is not None and score.likely is not None:
        low, high = score.likely
        said = {"readiness": score.readiness, "low": low, "high": high}
        yield t("Readiness is {readiness:.2f} of 5, likely {low:.1f} to {high:.1f}.", **said)
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
    if point.measured is not None:
        yield point.measured.sentence
    yield point.proof.sentence
    yield t("Rubric {rubric}.", rubric=score.rubric_id)


def _finding(finding: Finding, cited: Sequence[columns.Row]) -> None:
    st.markdown(f"**{plain(result_tables.score_heading(finding))}**")
    panels.prose(finding.why)
    if finding.computed != finding.value and finding.computed is not None:
        st.caption(t("Before the rating: {computed}", computed=finding.computed))
    with st.expander(t("How it came about"), key=f"how:{finding.criterion}"):
        panels.table(result_tables.part_rows(finding), t("Nothing is known yet."))
        panels.table(result_tables.detail_rows(finding), "")
        panels.table(cited, "")


def _ratings(snapshot: Snapshot, viewer: str | None) -> None:
    """What people rated, raw and reconciled, as far as this person may know."""
    seen = blind(snapshot.events, snapshot.state, viewer)
    rated = tuple(event for event in seen if isinstance(event, CriterionRated))
    if rated:
        st.subheader(t("Ratings as given"))
        panels.table(result_tables.rating_rows(rated, process.names(snapshot.exercise_id)), "")


def _system(snapshot: Snapshot) -> None:
    """What the AI system did, and would have done."""
    if snapshot.state.phase == "lobby":
        st.caption(t("Nothing yet: the exercise has not started."))
        return
    if snapshot.state.at_ms < snapshot.scenario.ai_system.tick_ms:
        st.caption(t("The charts appear once the clock has run for a moment."))
        return
    comparison.draw(snapshot)
    with st.expander(t("What really happened, in figures"), key="figures"):
        summary = snapshot.timeline.trajectory(snapshot.state.at_ms).summary(snapshot.state.at_ms)
        panels.table(result_tables.channel_rows(summary), "")
