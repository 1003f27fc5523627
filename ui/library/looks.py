"""What a text would be as an exercise: its injects, what a role reads, and how reference teams fare in it."""

import streamlit as st

from engine.authoring.drafts import Draft
from engine.authoring.examine import Examined
from engine.exchange.exporting import export_formats, export_scenario
from engine.files.loader import LoadedScenario
from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.story import fill
from scoring.history.difficulty import Difficulty
from scoring.history.measured import measured
from scoring.rubric import rubric_from
from scoring.whatif.compare import WhatIf, of_scenario
from scoring.whatif.held import held_levels
from ui.language import columns
from ui.language.terms import term_title
from ui.language.text import line, plain
from ui.language.words import t
from ui.library import changing, injects
from ui.pieces import panels
from ui.server import process

PLAYS = 4
"""Days each reference team plays here: enough to see what is wrong, not to compare (assumption)."""
WORLDS = 20
"""Worlds in which the levels are compared (assumption; `tplus whatif` takes more)."""


def draw(found: Draft, told: Examined) -> None:
    """Tabs that are made when they are opened; nothing before the text can be played."""
    if told.loaded is None:
        st.caption(
            t("Once nothing keeps it from being played, its injects, roles and a rehearsal stand here.")
        )
        return
    scenario = told.loaded.scenario
    names = (t("Injects"), t("Change"), t("As a role reads it"), t("Rehearse"), t("Take it elsewhere"))
    story, change, role, teams, away = st.tabs(names, key="looks", on_change="rerun")
    with story:
        panels.table([injects.row(item) for item in scenario.injects], "")
    if change.open:
        with change:
            changing.draw(found, scenario)
    if role.open:
        with role:
            _as_role(scenario)
    if teams.open:
        with teams:
            _rehearse(scenario, told.loaded.sha256)
    if away.open:
        with away:
            _elsewhere(told.loaded)


def _elsewhere(loaded: LoadedScenario) -> None:
    """The scenario as a file of every format, with what that file does not hold."""
    st.caption(t("As MSEL for a spreadsheet, or for another tool. The xlsx comes back as the same scenario."))
    for name, form in export_formats().items():
        made = export_scenario(loaded.text, name)
        lost = "\n".join(str(item) for item in made.report.left_out)
        st.download_button(
            t("Download {format}", format=form.name),
            made.content,
            f"{loaded.scenario.id}{form.suffix}",
            key=f"looks:export:{name}",
            help=plain(lost) or None,
        )


def _as_role(scenario: Scenario) -> None:
    names = [item.role for item in scenario.roles]
    chosen = st.selectbox(t("Role"), names, key="looks:role")
    briefing = next((item.briefing for item in scenario.roles if item.role == chosen), "")
    if briefing:
        panels.prose(briefing)
    for item in scenario.injects:
        if not item.to or chosen in item.to:
            _read(item, chosen)


def _read(item: Inject, role: str | None) -> None:
    st.markdown(f"**{plain(offset_label(item.time))} {line(fill(item.title, {}))}**")
    panels.prose(fill(item.event, {}))
    for question in item.questions:
        if not question.to or role in question.to:
            st.markdown(f"- {plain(question.text)}")


def _rehearse(scenario: Scenario, stamp: str) -> None:
    st.caption(t("Simulated teams of three skills play it, and each containment level is held to the end."))
    st.button(t("Rehearse"), on_click=_ask, args=(stamp,), key="looks:rehearse")
    if st.session_state.get("looks:asked") != stamp:
        return
    found, other = _rehearsed(scenario, stamp)
    rows: list[columns.Row] = [
        {columns.WHO: term_title(name), columns.READINESS: f"{reached.mean:.1f}"}
        for name, reached in found.skills.items()
    ]
    panels.table(rows, t("No criterion could be scored: no team can show anything here."))
    courses: list[columns.Row] = [
        {
            columns.COURSE: term_title(name),
            columns.HARM_POINTS: f"{outcome.harm_points.mean:,.0f}",
            columns.SERVICE_KEPT: f"{outcome.service.mean:.0%}",
        }
        for name, outcome in other.outcomes.items()
    ]
    courses += [
        {
            columns.COURSE: t("Level {level} from T+{minute}", level=item.level, minute=item.minute),
            columns.HARM_POINTS: f"{item.harm_points:,.0f}",
            columns.SERVICE_KEPT: f"{item.service:.0%}",
        }
        for item in held_levels(other)
    ]
    panels.table(courses, "")
    st.caption(
        t(
            "{plays} days a team, {worlds} worlds: enough to see what is wrong. `tplus difficulty` measures.",
            plays=PLAYS,
            worlds=WORLDS,
        )
    )


def _rehearsed(scenario: Scenario, stamp: str) -> tuple[Difficulty, WhatIf]:
    """What the teams reach and what each course comes to, played once for a text and not at every draw."""
    played: tuple[str, Difficulty, WhatIf] | None = st.session_state.get("looks:played")
    if played is None or played[0] != stamp:
        with st.spinner(t("Rehearsing…")):
            found = measured(scenario, rubric_from(process.content().rubric, scenario.rubric), plays=PLAYS)
            played = (stamp, found, of_scenario(scenario, seeds=WORLDS))
        st.session_state["looks:played"] = played
    return played[1], played[2]


def _ask(stamp: str) -> None:
    st.session_state["looks:asked"] = stamp
