"""A playbook as people read it, on the seat and in the library."""

import streamlit as st

from engine.scenario.content import Playbook
from engine.scenario.times import MINUTE_MS
from ui import panels
from ui.text import plain


def draw(book: Playbook) -> None:
    """Steps, forks, evidence, recovery and messages."""
    rows = [
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
    _lists(book)


def _lists(book: Playbook) -> None:
    messages = (*book.communication.internal, *book.communication.external)
    planned = tuple(
        f"{item.audience}: {item.timing}. Approval: {item.approval or 'none'}" for item in messages
    )
    for title, lines in (
        ("Automated triggers", book.detection.automated_triggers),
        ("Signs people notice", book.detection.manual_indicators),
        ("When to escalate", book.detection.escalation_criteria),
        ("Evidence to collect", book.investigation.evidence_to_collect),
        ("Analysis", book.investigation.analysis_steps),
        ("Recovery", book.recovery.steps),
        ("Verification", book.recovery.verification),
        ("Messages", planned),
    ):
        if lines:
            st.markdown(f"**{title}**\n\n" + "\n".join(f"- {plain(line)}" for line in lines))
