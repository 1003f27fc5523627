"""The library: what exercises are made of, from scenarios to notification clocks."""

from collections.abc import Sequence

import streamlit as st

from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from ui.language import columns
from ui.language.terms import term
from ui.language.text import line, plain
from ui.language.words import either, many, t
from ui.library import injects, own
from ui.pieces import gatekeeping, left_out, panels, playbook
from ui.server import process
from ui.shown import tables

TABS = (
    t("Your scenarios"),
    t("Scenarios"),
    t("Incident types"),
    t("Playbooks"),
    t("Evidence"),
    t("Authority"),
    t("Templates"),
    t("Notification clocks"),
)

TEMPLATE = "template"
"""Short name of the playbook that is there to be copied."""


def draw() -> None:
    """The screen."""
    gatekeeping.host_only()
    st.title(t("Library"))
    st.caption(t("What exercises are made of. Scenarios hold spoilers: not for those who will play them."))
    left_out.draw()
    _own_files()
    tabs = st.tabs(TABS, key="library")
    shows = (own.draw, _scenarios, _types, _playbooks, _evidence, _authority, _templates, _clocks)
    for tab, show in zip(tabs, shows, strict=True):
        with tab:
            show()


def _own_files() -> None:
    """Which shipped files the organisation's own take the place of."""
    replaced = process.shelf().replaced
    if replaced:
        said = t("Your organisation's own files take the place of these: {files}.", files=", ".join(replaced))
        st.caption(plain(said))


def _scenarios() -> None:
    for loaded in process.offered().values():
        title = line(tables.scenario_choice(loaded.scenario, is_own=loaded.is_own))
        with st.expander(title, key=f"scenario:{loaded.scenario.id}"):
            _scenario(loaded.scenario)


def _scenario(scenario: Scenario) -> None:
    panels.prose(scenario.background)
    if scenario.objectives:
        listed = "\n".join(f"- {line(item.text)}" for item in scenario.objectives)
        st.markdown("\n\n".join((t("**Objectives**"), listed)))
    st.markdown(t("**Roles**"))
    st.markdown(plain(", ".join(role.role for role in scenario.roles)))
    st.markdown(t("**Injects**"))
    panels.table([injects.row(inject) for inject in scenario.injects], "")
    if scenario.based_on:
        st.caption(plain(t("Based on: {sources}", sources="; ".join(scenario.based_on))))


def _types() -> None:
    for item in process.content().taxonomy.incident_types:
        with st.expander(line(item.name), key=f"type:{item.id}"):
            panels.prose(item.description)
            facts = (
                (t("Origin"), term(item.origin)),
                (t("Severity"), item.severity_range),
                (t("Urgency of containment"), term(item.containment_urgency or "")),
                (t("Playbook"), item.playbook or ""),
            )
            st.markdown("  \n".join(f"**{name}:** {line(text)}" for name, text in facts if text))
            _listed(t("What people notice"), item.indicators)
            _listed(t("In public catalogues"), item.references)


def _listed(title: str, items: Sequence[str]) -> None:
    if items:
        listed = "\n".join(f"- {line(item)}" for item in items)
        st.markdown(f"**{title}**\n\n{listed}")


def _playbooks() -> None:
    books = process.content().playbooks
    for key in sorted(books, key=lambda name: (name == TEMPLATE, name)):
        title = t("Template to copy: {name}", name=books[key].name) if key == TEMPLATE else books[key].name
        with st.expander(line(title), key=f"playbook:{key}"):
            playbook.reviewed(books[key])
            playbook.draw(books[key])


def _evidence() -> None:
    checklist = process.content().evidence
    rows: list[columns.Row] = [
        {
            columns.WINDOW: window,
            columns.ARTIFACT: item.artifact,
            columns.WHERE: item.location,
            columns.HOW: item.preservation,
            columns.VOLATILITY: term(item.volatility),
            columns.MIND: item.note,
        }
        for window, items in (
            (
                many(
                    "first {number} minute", "first {number} minutes", checklist.immediate_window // MINUTE_MS
                ),
                checklist.immediate_collection,
            ),
            (t("one hour"), checklist.within_one_hour),
            (t("24 hours"), checklist.within_24_hours),
        )
        for item in items
    ]
    panels.table(rows, t("The checklist is empty."))


def _authority() -> None:
    rows: list[columns.Row] = [
        {
            columns.LEVEL: item.level,
            columns.MAY_ORDER: ", ".join(item.ordered_by) or t("anyone"),
            columns.MUST_APPROVE: either(item.approved_by) or t("nobody"),
            columns.APPROVED_IN_ADVANCE: "; ".join(tables.pre_approval(rule) for rule in item.pre_approved),
        }
        for item in process.content().authority.levels
    ]
    panels.table(rows, "")


def _templates() -> None:
    for key, template in process.content().templates.items():
        with st.expander(line(f"{template.name} ({template.audience})"), key=f"template:{key}"):
            st.code(template.text, language=None, wrap_lines=True)


def _clocks() -> None:
    st.info(t("Exercise content, not legal advice."))
    rows: list[columns.Row] = [
        {
            columns.RULE: clock.regime,
            columns.STARTS_WHEN: clock.starts_when,
            columns.DUE: clock.deadline,
            columns.TO: clock.to,
            columns.MIND: clock.note,
            columns.CHECKED: clock.checked_on,
        }
        for clock in process.content().clocks
    ]
    panels.table(rows, t("No clocks."))
