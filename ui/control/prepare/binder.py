"""The binder in the lobby: what stands on its pages, and its papers to take away."""

from collections.abc import Mapping
from datetime import date, time

import streamlit as st

from engine.errors import Refused
from scoring.binder import catalogue, pack
from scoring.binder.marking import USUAL
from scoring.binder.paper import Source
from scoring.binder.planned import planned
from scoring.binder.setting import Given, read
from ui.language.text import plain
from ui.language.words import t
from ui.pieces.room import Room
from ui.server import numbers, process

WHOLE = "all"
"""What is chosen for every paper at once."""
NAMES: Mapping[str, str] = {
    WHOLE: t("All papers, one pack"),
    "exercise-plan": t("Exercise plan"),
    "situation-manual": t("Situation manual"),
    "facilitator-guide": t("Facilitator guide"),
    "msel": t("MSEL, with a workbook"),
    "evaluator-guide": t("Evaluator guide"),
    "role-cards": t("Role cards"),
    "join-poster": t("Join poster"),
    "feedback-form": t("Feedback form"),
    "attendance-sheet": t("Attendance sheet"),
    "invitation": t("Invitation, with a calendar entry"),
}
FORMATS: Mapping[str, tuple[str, ...]] = {
    t("As PDF"): ("pdf",),
    t("As Word"): ("docx",),
    t("As PDF and Word"): ("pdf", "docx"),
}
"""File formats by what people call them."""
LABELS: Mapping[str, str] = {
    "RED": t("TLP:RED, these people only"),
    "AMBER+STRICT": t("TLP:AMBER+STRICT, this organisation"),
    "AMBER": t("TLP:AMBER, organisation and clients"),
    "GREEN": t("TLP:GREEN, the community"),
    "CLEAR": t("TLP:CLEAR, anybody"),
}
"""Labels of the Traffic Light Protocol, with whom each allows to read."""


def draw(room: Room, address: str) -> None:
    """Offer the papers to the facilitator and to nobody else; nothing is made before it is asked for."""
    if room.seat.app_role != "facilitator":
        return
    with st.expander(t("Print the binder"), key="binder", icon=":material/print:"):
        st.caption(
            t(
                "Plan, guides, MSEL, role cards and forms, as it would be played now. What you leave empty is"
                " a line to fill in by hand. Hand out no plan, guide or MSEL: they tell what is to come."
            )
        )
        given = _given(room, address)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(t("Paper"), list(NAMES), format_func=_named, key="binder:paper")
            kind = st.selectbox(t("File format"), list(FORMATS), key="binder:format", width=150)
            papers = catalogue.ALL if chosen == WHOLE else catalogue.chosen([chosen])
            _offer(room, given, pack.Wanted(papers, FORMATS[kind]))


def _named(paper: str) -> str:
    return NAMES[paper]


def _given(room: Room, address: str) -> Given:
    with st.container(horizontal=True):
        day: date | None = st.date_input(t("Day"), None, key="binder:day", format="YYYY-MM-DD", width=150)
        hour: time | None = st.time_input(t("People meet at"), None, key="binder:time", width=150)
        here = str(st.context.timezone or "")
        zone = st.text_input(t("Time zone"), here, key="binder:zone", max_chars=60, width=180)
    with st.container(horizontal=True):
        place = st.text_input(t("Place"), key="binder:place", max_chars=120)
        labels = list(LABELS)
        label = st.selectbox(
            t("Who may read it"),
            labels,
            labels.index(USUAL),
            format_func=lambda name: LABELS[name],
            key="binder:label",
        )
    if bool(day) != bool(hour):
        st.info(t("Day and time count together; without one of them the date is a line to fill in."))
    return Given(
        title=room.snapshot.title,
        tlp=label,
        address=address,
        code=process.session().keys(room.seat.exercise_id).join_code,
        date=f"{day:%Y-%m-%d}T{hour:%H:%M}" if day and hour else "",
        zone=zone if day and hour else "",
        place=place,
        key=room.seat.exercise_id,
    )


def _offer(room: Room, given: Given, wanted: pack.Wanted) -> None:
    """The button, or what does not fit."""
    try:
        source = source_of(room, given)
    except Refused as error:
        st.error(plain(str(error)))
        return
    st.download_button(
        t("Download"),
        lambda: content(source, wanted),
        pack.bundle_name(source, wanted),
        "application/octet-stream",
        key="binder:download",
        type="primary",
        on_click="ignore",
    )


def source_of(room: Room, given: Given) -> Source:
    """What the papers are made from: the exercise as it is planned now.

    Raises:
        Refused: with everything that does not fit in what was typed.

    """
    created = room.state.created
    return Source(
        planned(room.snapshot),
        created.scenario_sha256 if created else "",
        numbers.method().rubric_for(room.snapshot),
        read(given),
    )


def content(source: Source, wanted: pack.Wanted) -> bytes:
    """The file, or the pack of several, made only when somebody asks for it, with the time of asking."""
    return pack.bundle(source, wanted, stamped_at=process.session().clock())
