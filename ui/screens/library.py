"""The library: scenarios, playbooks, evidence checklist, authority, templates and notification clocks."""

from pathlib import Path

import streamlit as st

from engine.errors import ScenarioInvalid
from engine.loader import load_exercise
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from ui import door, panels, seats
from ui.text import plain


def draw() -> None:
    """The screen."""
    seats.host_only()
    st.title("Library")
    tabs = st.tabs(["Scenarios", "Playbooks", "Evidence", "Authority", "Templates", "Notification clocks"])
    for tab, show in zip(
        tabs, (_scenarios, _playbooks, _evidence, _authority, _templates, _clocks), strict=True
    ):
        with tab:
            show()


def _scenarios() -> None:
    for name, path in door.scenario_names().items():
        with st.expander(plain(name)):
            try:
                _scenario(load_exercise(Path(path), door.content()).scenario)
            except ScenarioInvalid as error:
                st.error(str(error))


def _scenario(scenario: Scenario) -> None:
    difficulty = "" if scenario.difficulty is None else f", difficulty {scenario.difficulty} of 3"
    kind = scenario.incident_types[scenario.incident_type]
    st.caption(plain(f"{kind}, {scenario.duration_ms // MINUTE_MS} minutes{difficulty}"))
    st.markdown(plain(scenario.background))
    for objective in scenario.objectives:
        st.markdown(f"- {plain(objective.text)}")
    st.markdown(plain(f"Roles: {', '.join(role.role for role in scenario.roles)}"))
    rows: list[dict[str, object]] = [
        {
            "Due": f"T+{inject.time // MINUTE_MS}",
            "Inject": inject.title,
            "To": ", ".join(inject.to) or "everyone",
            "Questions": " ".join(question.text for question in inject.questions),
            "Kind": "in reserve" if inject.contingency else "conditional" if inject.when else "by time",
        }
        for inject in scenario.injects
    ]
    panels.table(rows, "")
    if scenario.based_on:
        st.caption(plain("Based on: " + "; ".join(scenario.based_on)))


def _playbooks() -> None:
    for key, book in sorted(door.content().playbooks.items()):
        if key == "template":
            continue
        with st.expander(plain(book.name)):
            rows: list[dict[str, object]] = [
                {
                    "Action": item.action,
                    "Who": item.who,
                    "Within": "" if item.time_target is None else f"{item.time_target // MINUTE_MS} min",
                    "How": item.details,
                }
                for item in book.containment.immediate_actions
            ]
            panels.table(rows, "No immediate actions.")
            for point in book.containment.decision_points:
                approval = f" (approval: {point.approval_required})" if point.approval_required else ""
                st.markdown(f"- **{plain(point.condition)}** {plain(point.then + approval)}")
            for title, lines in (
                ("Evidence to collect", book.investigation.evidence_to_collect),
                ("Analysis", book.investigation.analysis_steps),
                ("Recovery", book.recovery.steps),
                ("Verification", book.recovery.verification),
            ):
                if lines:
                    st.markdown(f"**{title}**\n\n" + "\n".join(f"- {plain(line)}" for line in lines))


def _evidence() -> None:
    checklist = door.content().evidence
    rows: list[dict[str, object]] = [
        {
            "Window": window,
            "Artifact": item.artifact,
            "Where": item.location,
            "How": item.preservation,
            "Volatility": item.volatility,
        }
        for window, items in (
            (f"first {checklist.immediate_window // MINUTE_MS} minutes", checklist.immediate_collection),
            ("one hour", checklist.within_one_hour),
            ("24 hours", checklist.within_24_hours),
        )
        for item in items
    ]
    panels.table(rows, "The checklist is empty.")


def _authority() -> None:
    authority = door.content().authority
    rows: list[dict[str, object]] = [
        {
            "Level": item.level,
            "May order": ", ".join(item.ordered_by) or "anyone",
            "Must approve": " or ".join(item.approved_by) or "nobody",
        }
        for item in authority.levels
    ]
    panels.table(rows, "")


def _templates() -> None:
    for template in door.content().templates.values():
        with st.expander(plain(f"{template.name} ({template.audience})")):
            st.code(template.text, language=None, wrap_lines=True)


def _clocks() -> None:
    st.info("Exercise content, not legal advice.")
    rows: list[dict[str, object]] = [
        {
            "Rule": clock.regime,
            "Starts when": clock.starts_when,
            "Due": clock.deadline,
            "To": clock.to,
            "Mind": clock.note,
            "Checked": clock.checked_on,
        }
        for clock in door.content().clocks
    ]
    panels.table(rows, "No clocks.")
