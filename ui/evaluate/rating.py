"""Rating a criterion blind against its anchors, and reconciling ratings that differ."""

import streamlit as st

from engine import commands as c
from engine.log.events import CriterionRated
from engine.log.observations import observations
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from engine.views import blind, timeline
from scoring.catalogue import CRITERIA, TITLES
from scoring.finding import Finding
from scoring.people.rating import Ratings, ratings_of
from ui.evaluate import tables
from ui.language.text import plain
from ui.language.words import t
from ui.live import bar
from ui.pieces import commands, panels
from ui.server import numbers, process
from ui.shown import result_tables

VALUES = (5, 4, 3, 2, 1)


@bar.part("ratings", "criterion_rated", "exercise_ended")
def draw(held: Seat) -> None:
    """The state of every criterion, then the chosen one with its anchors and its form."""
    snapshot = process.session().current(held.exercise_id)
    seen = blind(snapshot.events, snapshot.state, held.participant_id)
    rated = tuple(event for event in seen if isinstance(event, CriterionRated))
    findings = numbers.score_for(snapshot, held.participant_id).findings
    panels.evaluation_stands(snapshot, held.participant_id)
    panels.table(tables.overview_rows(findings, rated, held.participant_id), "")
    st.session_state.setdefault("rate:criterion", CRITERIA[0])
    chosen = st.pills(
        t("Criterion"), CRITERIA, format_func=lambda name: TITLES[name], key="rate:criterion", required=True
    )
    finding = next(item for item in findings if item.criterion == (chosen or CRITERIA[0]))
    ratings = ratings_of(finding.criterion, rated)
    _basis(snapshot, held, finding)
    if held.participant_id in {event.by for event in ratings.raw} or held.app_role == "facilitator":
        _others(snapshot, held, finding, ratings)
    if _may_rate(ratings, held):
        _form(snapshot, held, finding)


def _may_rate(ratings: Ratings, held: Seat) -> bool:
    """Whether a rating would be taken: a first one, or a change nobody else could answer to yet."""
    others = {event.by for event in ratings.raw} - {held.participant_id}
    return not others or (
        held.app_role == "evaluator" and tables.own_value(ratings, held.participant_id) is None
    )


def _basis(snapshot: Snapshot, held: Seat, finding: Finding) -> None:
    """What the log says of the criterion, and what one observed oneself."""
    st.subheader(finding.title)
    with st.expander(t("What the log says"), key="rate:log"):
        panels.prose(finding.why)
    own = observations(snapshot.events, held.participant_id)
    mine = [item for item in own if item.criterion == finding.criterion]
    if mine:
        panels.table(tables.told_rows(mine), "")


def _form(snapshot: Snapshot, held: Seat, finding: Finding) -> None:
    anchors = numbers.method().rubric_for(snapshot).anchors(finding.criterion)
    slot = f"rate:{finding.criterion}"
    with st.form(slot):
        st.radio(
            t("Your rating"),
            VALUES,
            index=None,
            captions=[plain(anchors.get(str(value), "")) for value in VALUES],
            key=f"{slot}:value",
        )
        st.text_area(t("Reason"), key=f"{slot}:reason", height=80)
        _cites(snapshot, held, slot)
        commands.submit(t("Save the rating"), held, slot, lambda: _rating(slot, finding), (f"{slot}:reason",))
        _what_it_takes(finding)
    commands.hear(slot)


def _what_it_takes(finding: Finding) -> None:
    if finding.kind == "measured" and finding.value is not None:
        st.caption(
            t("This value is measured. A rating changes it only with a reason and events it rests on.")
        )


def _cites(snapshot: Snapshot, held: Seat, slot: str) -> None:
    """The events a rating rests on, to be chosen by their words or numbers."""
    shown = timeline(snapshot.scenario, snapshot.state, snapshot.events, held.participant_id)
    options = tables.event_options(shown)
    st.multiselect(
        t("Events it rests on"),
        list(options),
        format_func=lambda seq: options.get(seq, str(seq)),
        key=f"{slot}:cites",
        placeholder=t("Type a number or a word"),
    )


def _others(snapshot: Snapshot, held: Seat, finding: Finding, ratings: Ratings) -> None:
    """Everybody's ratings of the criterion, and the form that settles a difference."""
    panels.table(result_tables.raw_rows(ratings, process.names(snapshot.exercise_id)), "")
    slot = f"settle:{finding.criterion}"
    if ratings.needs_reconciling:
        st.warning(
            t("These ratings differ by 2 or more. Talk it over, then note what you agreed on and why.")
        )
        with st.form(slot):
            st.radio(t("Agreed value"), VALUES, index=None, key=f"{slot}:value", horizontal=True)
            st.text_area(t("Note on how you agreed"), key=f"{slot}:reason", height=80)
            _cites(snapshot, held, slot)
            commands.submit(t("Reconcile"), held, slot, lambda: _settled(slot, finding), (f"{slot}:reason",))
            _what_it_takes(finding)
    elif len(ratings.raw) > 1 and ratings.reconciled is None:
        st.caption(t("Less than 2 apart: the middle stands, the lower of two."))
    commands.hear(slot)


def _rating(slot: str, finding: Finding) -> c.RateCriterion:
    return c.RateCriterion(
        criterion=finding.criterion,
        value=commands.value(f"{slot}:value", 0),
        reason=commands.value(f"{slot}:reason"),
        cites=tuple(commands.value(f"{slot}:cites", [])),
    )


def _settled(slot: str, finding: Finding) -> c.ReconcileRating:
    return c.ReconcileRating(
        criterion=finding.criterion,
        value=commands.value(f"{slot}:value", 0),
        reason=commands.value(f"{slot}:reason"),
        cites=tuple(commands.value(f"{slot}:cites", [])),
    )
