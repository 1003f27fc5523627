"""Readiness over quarters, and what changed by more than noise."""

import streamlit as st

from engine.snapshot import Snapshot
from scoring.exercise import History, counted
from scoring.history.change import sentence
from ui.charts import history as quarterly
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import gatekeeping, items, panels
from ui.server import numbers, process
from ui.shown import result_tables, tiles

SETTINGS = {"displayModeBar": False}


def draw() -> None:
    """The screen."""
    gatekeeping.host_only()
    st.title(t("Readiness over quarters"))
    ended = _ended()
    if not ended:
        st.info(t("No exercise has ended yet. Readiness appears here after the first one."))
        st.page_link(st.session_state["pages"]["control"], label=t("Run an exercise"))
        return
    history = numbers.method().history([numbers.point_of(item) for item in reversed(ended)])
    points = history.points
    known = [item.id for item in process.content().taxonomy.incident_types]
    shown = tiles.tiles(history, known, process.today())
    for column, tile in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(tile.label, tile.value, tile.note, delta_color="off", delta_arrow="off", border=True)
    st.plotly_chart(quarterly.readiness_chart(points, history.quarters), key="readiness", config=SETTINGS)
    _changes(history)
    st.header(t("By criterion"))
    st.plotly_chart(quarterly.profile_chart(points), key="profile", config=SETTINGS)
    st.header(t("Exercises"))
    panels.table(result_tables.history_rows(points), t("None."))
    items.of_all(ended)
    with st.expander(t("Open the results of an exercise"), key="readiness:open", expanded=len(ended) <= 10):
        _links(ended)


def _changes(history: History) -> None:
    """What changed by more than may err, and what a planner needs to know."""
    changes = [sentence(change) for change in history.changes]
    if history.whole is not None:
        st.markdown(f"**{plain(sentence(history.whole))}**")
        st.markdown(plain(changes[-1]))
    elif changes:
        st.markdown(f"**{plain(changes[-1])}**")
    elif history.is_baseline:
        st.caption(t("This is the baseline: a comparison needs a second quarter with scored exercises."))
    if history.planning:
        st.caption(plain(history.planning))
    if len(changes) > 1:
        with st.expander(t("Earlier changes"), key="readiness:earlier"):
            for text in reversed(changes[:-1]):
                st.markdown(plain(text))


def _ended() -> list[Snapshot]:
    """Exercises that count; demonstrations beside real ones, and trials, only where they are asked for."""
    found = [item for item in process.session().exercises(with_trials=True) if item.has_ended]
    kept = list(counted(found))
    if kept == found:
        return found
    wanted = st.toggle(t("Include demonstrations and trials"), key="readiness:all")
    return found if wanted else kept


def _links(ended: list[Snapshot]) -> None:
    for item in ended[:50]:
        found = numbers.point_of(item)
        facts = [f"{found.held_at:%Y-%m-%d}", found.title, found.organisation_team or t("no team named")]
        if found.is_demo:
            facts.append(t("demonstration"))
        query = {"exercise": item.exercise_id}
        st.page_link(st.session_state["pages"]["results"], label=plain(", ".join(facts)), query_params=query)
