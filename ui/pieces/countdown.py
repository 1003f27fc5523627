"""Time left until a moment of the exercise; the bar of a live screen makes it tick."""

import streamlit as st

from engine.scenario.times import HOUR_MS, MINUTE_MS
from ui.language.text import html
from ui.language.words import t


def draw(due_ms: int, at_ms: int) -> None:
    """How long until then, or how long ago it was, as of now; `bar.js` rewrites it every second."""
    st.html(f'<span class="tplus-countdown" data-due="{due_ms}">{html(words(due_ms, at_ms))}</span>')


def words(due_ms: int, at_ms: int) -> str:
    """The same in words, to the minute begun: ``1 h 5 min left``, ``3 min over``."""
    span = span_words(abs(due_ms - at_ms))
    return t("{time} left", time=span) if due_ms >= at_ms else t("{time} over", time=span)


def span_words(span_ms: int) -> str:
    """A length of time in hours and whole minutes."""
    hours, rest_ms = divmod(span_ms, HOUR_MS)
    minutes = rest_ms // MINUTE_MS
    if hours:
        return t("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return t("{minutes} min", minutes=minutes)
