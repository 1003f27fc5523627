"""A playbook as people read it, on the seat and in the library."""

import streamlit as st

from engine.procedure.review import review_due
from engine.scenario.playbook import Playbook
from engine.scenario.times import MINUTE_MS
from ui.language import columns
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import panels
from ui.server import process


def draw(book: Playbook) -> None:
    """Steps, forks, evidence, recovery and messages."""
    rows = [
        {
            columns.ACTION: item.action,
            columns.WHO: item.who,
            columns.WITHIN: ""
            if item.time_target is None
            else t("{minutes} min", minutes=item.time_target // MINUTE_MS),
            columns.HOW: item.details,
        }
        for item in book.containment.immediate_actions
    ]
    panels.table(rows, t("No immediate actions."))
    for point in book.containment.decision_points:
        then = point.then
        if point.approval_required:
            then = t("{then} (approval: {approver})", then=then, approver=point.approval_required)
        st.markdown(f"- **{plain(point.condition)}** {plain(then)}")
    lists(book)


def reviewed(book: Playbook) -> None:
    """Version, owner and last review, with a warning where that is more than a year ago."""
    facts = (
        t("version {version}", version=book.version) if book.version else "",
        book.owner,
        t("last reviewed {date}", date=book.last_reviewed) if book.last_reviewed else t("never reviewed"),
    )
    st.caption(plain(", ".join(filter(None, facts))))
    due = review_due(book, process.today())
    if due is not None:
        st.warning(
            t("Its review has been due since {date}.", date=due.isoformat()), icon=":material/event_busy:"
        )


def lists(book: Playbook) -> None:
    """What to look for, collect, check and say."""
    messages = (*book.communication.internal, *book.communication.external)
    planned = tuple(
        t(
            "{audience}: {timing}. Approval: {approval}",
            audience=item.audience,
            timing=item.timing,
            approval=item.approval or t("none"),
        )
        for item in messages
    )
    for title, lines in (
        (t("Automated triggers"), book.detection.automated_triggers),
        (t("Signs people notice"), book.detection.manual_indicators),
        (t("When to escalate"), book.detection.escalation_criteria),
        (t("Evidence to collect"), book.investigation.evidence_to_collect),
        (t("Analysis"), book.investigation.analysis_steps),
        (t("Recovery"), book.recovery.steps),
        (t("Verification"), book.recovery.verification),
        (t("Messages"), planned),
    ):
        if lines:
            st.markdown(f"**{title}**\n\n" + "\n".join(f"- {plain(line)}" for line in lines))
