"""The AI system's timeline as charts: the team beside nobody acting and the playbook."""

import streamlit as st

from engine import ai_system
from engine.simulation.run import Trajectory
from engine.snapshot import Snapshot
from scoring.whatif.courses import playbook_decisions
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import charts, tables

SETTINGS = {"displayModeBar": False}


def draw(snapshot: Snapshot, until_ms: int) -> None:
    """Harm and service until a moment, with the team's decisions."""
    if until_ms < snapshot_tick(snapshot):
        st.caption(t("The charts appear once the clock has run for a moment."))
        return
    runs = _runs(snapshot, until_ms)
    harm = [f"{name}: {run.harm_points(until_ms):,.0f}" for name, run in runs]
    st.markdown(plain(t("Harm points. {harm}.", harm="; ".join(harm))))
    marks = tables.decision_marks(snapshot.state)
    st.plotly_chart(charts.harm_chart(runs, marks, until_ms), key="harm", config=SETTINGS)
    st.plotly_chart(charts.service_chart(runs[0][1], until_ms), key="service", config=SETTINGS)


def team(snapshot: Snapshot, until_ms: int) -> Trajectory:
    """What the AI system did under the team's decisions."""
    state = snapshot.state
    return ai_system.trajectory(
        snapshot.scenario, seed=state.seed, decisions=state.decisions, until_ms=until_ms
    )


def snapshot_tick(snapshot: Snapshot) -> int:
    """Length of one step of the simulation."""
    return ai_system.system_of(snapshot.scenario).tick_ms


def _runs(snapshot: Snapshot, until_ms: int) -> list[tuple[str, Trajectory]]:
    story = snapshot.state.story
    others = (
        (charts.COURSES["nothing"].name, story),
        (charts.COURSES["playbook"].name, (*playbook_decisions(snapshot.scenario), *story)),
    )
    seed = snapshot.state.seed
    return [
        (charts.COURSES["team"].name, team(snapshot, until_ms)),
        *(
            (name, ai_system.trajectory(snapshot.scenario, seed=seed, decisions=decided, until_ms=until_ms))
            for name, decided in others
        ),
    ]
