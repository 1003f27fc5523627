"""Pieces that several screens draw."""

from collections.abc import Callable, Sequence
from typing import Any

import segno
import streamlit as st

from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from engine.simulation.run.telemetry import Telemetry
from engine.snapshot import Snapshot
from engine.views import InjectView, blind, hides_ratings, situation_log
from scoring.people.evaluation import also_open, evaluation, standing
from ui.language import columns
from ui.language.text import html, plain
from ui.language.words import t
from ui.server import numbers, process
from ui.shown import exhibits, tables

WIDE = 7
"""Columns from which on a table may have to be scrolled sideways, also with the keyboard."""
LATEST = 50
"""Rows of a growing list that are drawn unasked (assumption: nobody reads further during an exercise)."""

_FOCUS = ' tabindex="0" role="group" aria-label="' + html(t("Table, scrolls sideways")) + '"'


def observed(snapshot: Snapshot) -> Telemetry:
    """What monitoring shows now."""
    return snapshot.timeline.telemetry(process.now_ms(snapshot))


def ai_tiles(snapshot: Snapshot) -> None:
    """The AI system's public signals, alerts first; from then on the live bar keeps them up to date."""
    if snapshot.state.phase == "lobby":
        st.caption(t("The AI system's signals appear when the clock starts."))
        return
    tiles_of(observed(snapshot), kind="tplus-signals")


def tiles_of(seen: Telemetry, *, kind: str = "") -> None:
    """What monitoring shows or showed, alerts first."""
    shown = tables.signals(seen)
    alert = html(t("Alert:"))
    alerts = "".join(f"<div><b>{alert}</b> {html(text)}</div>" for text in shown["alerts"])
    cells = "".join(
        f'<div class="tplus-tile" title="{html(tip)}"><b>{html(value)}</b><span>{html(label)}</span></div>'
        for label, value, tip in shown["tiles"]
    )
    st.html(
        f'<div class="{kind}"><div class="tplus-alerts" role="status">{alerts}</div>'
        f'<div class="tplus-tiles">{cells}</div></div>'
    )


def prose(text: str) -> None:
    """A longer text of people or of the scenario, with its own line breaks."""
    st.html(f'<div class="tplus-prose">{html(text.strip())}</div>')


def inject(view: InjectView, seat: Seat) -> None:
    """A delivered inject with its exhibits, as it reached the room."""
    event = view.event
    told = [offset_label(event.at_ms), event.delivery]
    if event.sender:
        told.append(t("from {sender}", sender=event.sender))
    if event.to:
        told.append(t("to {roles}", roles=", ".join(event.to)))
    st.caption(plain(" · ".join(told)))
    prose(event.text)
    for item in view.exhibits:
        picture = exhibits.address(seat.exercise_id, seat.app_role, item.path) if item.path else ""
        st.html(exhibits.markup(item, picture))


def log_table(snapshot: Snapshot) -> None:
    """The shared situation log, latest first."""
    lines = situation_log(snapshot.scenario, snapshot.events)
    rows = tables.log_rows(lines, process.names(snapshot.exercise_id))
    latest(rows, t("Nothing has happened yet."), "log", most=25)


def table(rows: Sequence[columns.Row], empty: str) -> None:
    """Rows as a table that stacks on a phone; a sentence where there are none."""
    if not rows:
        if empty:
            st.caption(empty)
        return
    head = "".join(f"<th scope='col'>{html(column.title)}</th>" for column in rows[0])
    body = "".join(_row(row) for row in rows)
    focus = _FOCUS if len(rows[0]) > WIDE else ""
    st.html(
        f'<div class="tplus-scroll"{focus}><table class="tplus-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def latest(
    rows: Sequence[Any],
    empty: str,
    name: str,
    *,
    most: int = LATEST,
    draw: Callable[[Sequence[Any], str], None] = table,
) -> None:
    """The first rows of a list that grows, latest first, and more of them for whoever asks.

    Everybody's page is drawn anew with each answer, so that it must not hold all of them. `draw` is given the
    rows in sight, and the sentence for none.
    """
    shown = int(st.session_state.get(f"latest:{name}", most))
    draw(rows[:shown], empty)
    if len(rows) > shown:
        st.caption(t("The latest {rows} of {count}.", rows=shown, count=len(rows)))
        st.button(t("Show more"), key=f"more:{name}", on_click=_more, args=(name, shown + most))


def _more(name: str, rows: int) -> None:
    st.session_state[f"latest:{name}"] = rows


def _row(row: columns.Row) -> str:
    return f"<tr>{''.join(_cell(column, value) for column, value in row.items())}</tr>"


def _cell(column: columns.Column, value: object) -> str:
    shown = html("" if value is None else str(value))
    return f"<td class='tplus-break-{column.breaking}' data-label='{html(column.title)}'>{shown}</td>"


def evaluation_stands(snapshot: Snapshot, participant_id: str | None) -> None:
    """Whether the evaluation is final or a draft, and what it waits for."""
    seen = blind(snapshot.events, snapshot.state, participant_id)
    score = numbers.score_for(snapshot, participant_id)
    is_partial = hides_ratings(snapshot.events, snapshot.state, participant_id)
    found = evaluation(score.findings, seen, is_partial=is_partial)
    show = st.success if found.is_final else st.warning if found.reconciling else st.info
    show(plain(standing(found)))
    for text in also_open(found):
        st.caption(plain(text))


def link(address: str) -> None:
    """An address to pass on; one press marks all of it."""
    st.html(f'<code class="tplus-link">{html(address)}</code>')


def qr(address: str) -> str:
    """An address as a QR code, as SVG that fits its box."""
    drawn: str = segno.make(address, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff")
    return drawn
