"""The report on the results screen: its editable wording, its file, and the items that follow from it."""

from dataclasses import replace

import streamlit as st

from engine.after import items_kept
from engine.after.wording import LONGEST, Wording
from engine.errors import StoreUnavailable
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from scoring import reports
from scoring.aar.build import build, file_name
from scoring.aar.overview import drafted
from scoring.aar.source import Options, ReportSource
from ui.language.words import t
from ui.pieces import commands, items
from ui.server import numbers, process

SLOT = "report"
LABELS = {
    "summary": t("Summary"),
    "strengths": t("Strengths, one a line"),
    "improvements": t("Areas for improvement, one a line"),
}
WRITERS = ("facilitator", "evaluator")
"""Who writes and takes away the report."""


def draw(snapshot: Snapshot, held: Seat | None) -> None:
    """The section; nothing before EndEx, and nothing for those who only took part or watched.

    Whoever has no seat here has the host's rights, which open every control room as well.
    """
    if snapshot.state.phase != "ended" or (held is not None and held.app_role not in WRITERS):
        return
    source = numbers.report_of(snapshot, held.participant_id if held else None)
    st.subheader(t("Report"))
    _wording(snapshot.exercise_id, source)
    _file(snapshot, source)
    items.of_exercise(snapshot, source)


def _wording(exercise_id: str, source: ReportSource) -> None:
    draft = drafted(source)
    with st.expander(t("Summary, strengths and areas for improvement"), key="report:wording"):
        with st.form(SLOT):
            for name, label in LABELS.items():
                shown = getattr(source.wording, name) or getattr(draft, name)
                st.text_area(label, shown, key=f"report:{name}", height=180, max_chars=LONGEST)
            with st.container(horizontal=True):
                st.form_submit_button(t("Save the wording"), on_click=_save, args=(exercise_id, draft))
                st.form_submit_button(t("Back to the draft"), on_click=_reset, args=(exercise_id,))
        st.caption(
            t("Drafted from findings, pitfalls and observations; what you write stands in every export.")
        )
    commands.hear(SLOT)


def _save(exercise_id: str, draft: Wording) -> None:
    """Keep what differs from the draft; a field that does not goes on following the log."""
    typed = {name: str(commands.value(f"report:{name}")).strip() for name in LABELS}
    own = {name: "" if text == getattr(draft, name).strip() else text for name, text in typed.items()}
    _keep(exercise_id, Wording(**own), t("Saved; it stands in every export from now on."))


def _reset(exercise_id: str) -> None:
    if _keep(exercise_id, Wording(), t("The draft stands again.")):
        for name in LABELS:
            st.session_state.pop(f"report:{name}", None)


def _keep(exercise_id: str, own: Wording, success: str) -> bool:
    try:
        items_kept.put_wording(process.session().store, exercise_id, own)
    except StoreUnavailable as error:
        commands.say(SLOT, "error", t("Not saved; what you typed is still here. {error}", error=error))
        return False
    commands.say(SLOT, "success", success)
    return True


def _file(snapshot: Snapshot, plain: ReportSource) -> None:
    offered = reports.names()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t("Format"), offered, offered.index("docx"), format_func=str.upper, key="report:format", width=140
        )
        has_names = st.checkbox(t("With names"), value=True, key="report:names")
        has_answers = st.checkbox(t("With answers"), key="report:answers")
        source = replace(plain, options=Options(has_names=has_names, has_answers=has_answers))
        st.download_button(
            t("Download the report"),
            lambda: content(snapshot, source, chosen),
            file_name(source, chosen),
            "application/octet-stream",
            key="report:download",
            type="primary",
            on_click="ignore",
        )


def content(snapshot: Snapshot, source: ReportSource, format_id: str) -> bytes:
    """The file, made only when somebody asks for it, with the time of asking."""
    stamped = replace(source, created_at=process.session().clock())
    return reports.load(format_id).render(build(stamped))
