"""The AI system's timeline as charts: the team beside nobody acting and the playbook."""

import streamlit as st

from engine.simulation.run.trajectory import Trajectory
from engine.snapshot import Snapshot
from scoring.courses import playbook_decisions
from ui.charts import figures
from ui.language.text import plain
from ui.language.words import t
from ui.shown import tables

SETTINGS = {"displayModeBar": False}


def draw(snapshot: Snapshot, until_ms: int) -> None:
    """Harm and service until a moment, with the team's decisions."""
    if until_ms < snapshot.scenario.ai_system.tick_ms:
        st.caption(t("The charts appear once the clock has run for a moment."))
        return
    runs = _runs(snapshot, until_ms)
    harm = [f"{name}: {run.harm_points(until_ms):,.0f}" for name, run in runs]
    st.markdown(plain(t("Harm points. {harm}.", harm="; ".join(harm))))
    marks = tables.decision_marks(snapshot.state)
    st.plotly_chart(figures.harm_chart(runs, marks, until_ms), key="harm", config=SETTINGS)
    st.plotly_chart(figures.service_chart(runs[0][1], until_ms), key="service", config=SETTINGS)


def _runs(snapshot: Snapshot, until_ms: int) -> list[tuple[str, Trajectory]]:
    timeline, story = snapshot.timeline, snapshot.state.story
    courses = {
        "team": timeline,
        "nothing": timeline.under(story),
        "playbook": timeline.under((*playbook_decisions(snapshot.scenario), *story)),
    }
    return [(figures.COURSES[name].name, each.trajectory(until_ms)) for name, each in courses.items()]
