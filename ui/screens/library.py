"""The library: scenarios, playbooks, evidence checklist, authority, templates and notification clocks."""

import streamlit as st

from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS, offset_label
from engine.story import fill
from ui import door, frames, panels, playbook, seats
from ui.text import line, plain

TABS = ("Scenarios", "Playbooks", "Evidence", "Authority", "Templates", "Notification clocks")


def draw() -> None:
    """The screen."""
    seats.host_only()
    st.title("Library")
    st.caption("What exercises are made of. Scenarios hold spoilers: not for those who will play them.")
    tabs = st.tabs(TABS, key="library")
    shows = (_scenarios, _playbooks, _evidence, _authority, _templates, _clocks)
    for tab, show in zip(tabs, shows, strict=True):
        with tab:
            show()


def _scenarios() -> None:
    for loaded in door.scenarios().values():
        with st.expander(line(loaded.scenario.name), key=f"scenario:{loaded.scenario.id}"):
            _scenario(loaded.scenario)


def _scenario(scenario: Scenario) -> None:
    st.caption(plain(frames.scenario_line(scenario)))
    panels.prose(scenario.background)
    if scenario.objectives:
        st.markdown("**Objectives**\n\n" + "\n".join(f"- {line(item.text)}" for item in scenario.objectives))
    st.markdown("**Roles**")
    st.markdown(plain(", ".join(role.role for role in scenario.roles)))
    st.markdown("**Injects**")
    panels.table([_inject(inject) for inject in scenario.injects], "")
    if scenario.based_on:
        st.caption(plain("Based on: " + "; ".join(scenario.based_on)))


def _inject(inject: Inject) -> dict[str, object]:
    return {
        "Due": offset_label(inject.time),
        "Inject": fill(inject.title, {}),
        "To": ", ".join(inject.to) or "everyone",
        "Questions": " ".join(question.text for question in inject.questions),
        "Kind": "in reserve" if inject.contingency else "conditional" if inject.when else "by time",
    }


def _playbooks() -> None:
    for key, book in sorted(door.content().playbooks.items()):
        if key == "template":
            continue
        with st.expander(line(book.name), key=f"playbook:{key}"):
            playbook.draw(book)


def _evidence() -> None:
    checklist = door.content().evidence
    rows: list[dict[str, object]] = [
        {
            "Window": window,
            "Artifact": item.artifact,
            "Where": item.location,
            "How": item.preservation,
            "Volatility": item.volatility,
            "Mind": item.note,
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
    rows: list[dict[str, object]] = [
        {
            "Level": item.level,
            "May order": ", ".join(item.ordered_by) or "anyone",
            "Must approve": " or ".join(item.approved_by) or "nobody",
            "Approved in advance": "; ".join(frames.pre_approval(rule) for rule in item.pre_approved),
        }
        for item in door.content().authority.levels
    ]
    panels.table(rows, "")


def _templates() -> None:
    for key, template in door.content().templates.items():
        with st.expander(line(f"{template.name} ({template.audience})"), key=f"template:{key}"):
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
