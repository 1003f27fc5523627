"""Results: six scores with why and evidence, the timeline, and what the AI system did."""

import streamlit as st

from engine import ai_system
from engine import commands as c
from engine.errors import Refused
from engine.events import ContainmentApplied, ContainmentLifted, RecoveryStepTaken
from engine.identity import Seat
from engine.session import Snapshot
from engine.simulation.catalogue import actions
from engine.views import may_see_results, timeline
from scoring.finding import CRITERIA, TITLES, Finding
from scoring.reference import playbook_decisions
from scoring.score import ExerciseScore
from ui import acts, charts, door, frames, panels, seats
from ui.text import plain


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
        st.error(str(refused))
        return
    held = seats.seat_for(exercise_id, "facilitator", "evaluator", "participant", "observer")
    if not may_see_results(snapshot.state, held.participant_id if held else None):
        st.info("The results open when the exercise has ended.")
        return
    if held is None and not seats.is_host():
        st.info("Results are for those who took part; open them with your seat or the facilitator key.")
        return
    _results(snapshot, held)


def _own() -> str:
    held = seats.seat("facilitator") or seats.seat("evaluator") or seats.seat("participant")
    return held.exercise_id if held else ""


def _choose() -> None:
    seats.host_only()
    ended = [item for item in door.session().exercises() if item.state.phase == "ended"]
    if not ended:
        st.info("No exercise has ended yet.")
    for snapshot in ended:
        label = f"{snapshot.scenario.name}, {snapshot.events[0].recorded_at:%Y-%m-%d}"
        query = {"exercise": snapshot.exercise_id}
        st.page_link(st.session_state["pages"]["results"], label=plain(label), query_params=query)


def _results(snapshot: Snapshot, held: Seat | None) -> None:
    score = door.score_of(snapshot)
    st.subheader(plain(snapshot.state.created.title if snapshot.state.created else snapshot.scenario.name))
    if snapshot.state.phase != "ended":
        st.warning("The exercise is still running; these are its scores so far.")
    _readiness(score)
    columns = st.columns(2)
    for number, finding in enumerate(score.findings):
        with columns[number % 2], st.container(border=True):
            _finding(finding)
    if held is not None and held.app_role in ("facilitator", "evaluator"):
        _rating(snapshot, held)
    _system(snapshot)
    names = door.session().names(snapshot.exercise_id)
    st.subheader("Evidence register")
    panels.table(
        [dict(row) for row in frames.evidence_rows(snapshot.scenario, snapshot.state, names)], "Nothing."
    )
    st.subheader("Messages as sent")
    panels.table([dict(row) for row in frames.message_rows(snapshot.state, names)], "None.")
    st.subheader("Answers")
    panels.table([dict(row) for row in frames.answer_rows(snapshot.state, names)], "None.")
    st.subheader("Timeline")
    lines = timeline(snapshot.scenario, snapshot.events)
    panels.table(frames.log_rows(lines, names), "Nothing has happened.")


def _readiness(score: ExerciseScore) -> None:
    if score.readiness is None:
        st.metric("Readiness", "not scored")
        st.caption("Fewer criteria are scored than readiness needs.")
        return
    st.metric("Readiness", f"{score.readiness:.2f} of 5 ± {1.96 * (score.standard_error or 0):.2f}")
    coverage = score.coverage
    st.caption(
        f"{coverage.scored} of {coverage.of} criteria scored, {coverage.suggested} of them suggested by a"
        f" checklist, {coverage.rated} rated by people. The band is 95 %. Rubric {score.rubric_id}."
    )


def _finding(finding: Finding) -> None:
    st.markdown(f"**{plain(frames.score_heading(finding))}**")
    st.markdown(plain(finding.why))
    if finding.computed != finding.value and finding.computed is not None:
        st.caption(f"Before the rating: {finding.computed}")
    if finding.evidence:
        links = ", ".join(f"[{seq}](#event-{seq})" for seq in finding.evidence)
        st.markdown(f"Events {links}")
    if finding.details:
        with st.expander("How it came about"):
            rows = [
                {
                    "What": item.label,
                    "Credit": "does not count" if item.credit is None else f"{item.credit:g}",
                    "Why": item.note,
                    "Events": ", ".join(map(str, item.seqs)),
                }
                for item in finding.details
            ]
            panels.table([dict(row) for row in rows], "")


def _rating(snapshot: Snapshot, held: Seat) -> None:
    with st.expander("Rate a criterion"):
        chosen = st.selectbox(
            "Criterion", CRITERIA, format_func=lambda item: TITLES[item], key="rate:criterion"
        )
        for value, anchor in sorted(door.rubric_for(snapshot).anchors(chosen).items(), reverse=True):
            st.caption(plain(f"{value}: {anchor}"))
        with st.form("rate-form"):
            st.select_slider("Value", (1, 2, 3, 4, 5), value=3, key="rate:value")
            st.text_area("Reason", key="rate:reason", height=80)
            st.text_input("Event numbers it rests on", key="rate:cites", placeholder="12, 31")
            st.form_submit_button("Save the rating", on_click=_rate, args=(snapshot, held, c.RateCriterion))
            st.form_submit_button(
                "Save as reconciled", on_click=_rate, args=(snapshot, held, c.ReconcileRating)
            )
        st.caption("A measured value changes only for a rating with a reason and event numbers.")
        acts.hear("rate-form")


def _rate(snapshot: Snapshot, held: Seat, kind: type[c.RateCriterion] | type[c.ReconcileRating]) -> None:
    words = str(acts.value("rate:cites")).replace(",", " ").split()
    if not all(word.isdigit() for word in words):
        acts.say("rate-form", "error", "Not saved. Event numbers are whole numbers, such as 12, 31.")
        return
    acts.give(
        snapshot.exercise_id,
        "rate-form",
        kind,
        by=held.participant_id,
        criterion=acts.value("rate:criterion"),
        value=acts.value("rate:value", 3),
        reason=acts.value("rate:reason"),
        cites=tuple(int(word) for word in words),
    )


def _system(snapshot: Snapshot) -> None:
    st.subheader("What the AI system did")
    state, until_ms = snapshot.state, snapshot.state.at_ms
    if state.phase == "lobby" or until_ms == 0:
        st.caption("Nothing yet.")
        return
    timelines = (
        ("Your team", state.decisions),
        ("Nobody acts", ()),
        ("Playbook", playbook_decisions(snapshot.scenario)),
    )
    runs = [
        (
            name,
            ai_system.trajectory(snapshot.scenario, seed=state.seed, decisions=decisions, until_ms=until_ms),
        )
        for name, decisions in timelines
    ]
    harm = [(name, run.harm_points(until_ms)) for name, run in runs]
    st.markdown(plain("; ".join(f"{name}: {points:,.0f} harm points" for name, points in harm) + "."))
    st.plotly_chart(charts.harm_chart(runs, _marks(snapshot), until_ms), key="harm")
    st.plotly_chart(charts.service_chart(runs[0][1], until_ms), key="service")
    summary = runs[0][1].summary(until_ms)
    rows = [{"Measure": name.replace("_", " "), "Value": f"{value:,.0f}"} for name, value in summary.items()]
    with st.expander("The channels behind harm points and service"):
        panels.table([dict(row) for row in rows], "")
        st.caption(
            "In this model, with the assumptions of its parameters; the same world for all three lines."
        )


def _marks(snapshot: Snapshot) -> list[tuple[int, str]]:
    known = actions()
    return [
        (event.at_ms, ("lifted " if isinstance(event, ContainmentLifted) else "") + known[event.action].title)
        for event in snapshot.state.actions
        if isinstance(event, ContainmentApplied | ContainmentLifted | RecoveryStepTaken)
        and event.action in known
    ]
