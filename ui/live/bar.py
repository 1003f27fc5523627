"""The live bar: a clock that ticks in the browser, and redraws of what else has changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from string import Template
from typing import Literal, ParamSpec

import streamlit as st
from streamlit.errors import StreamlitAPIException

from engine.log.events import ClockPaused, Event, InjectDelivered, ParticipantJoined
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from ui.language.text import html
from ui.language.words import t
from ui.live import words
from ui.news.message import Viewer, message, tick_at, warned
from ui.news.standing import warnings
from ui.server import process
from ui.server.entry.visitors import PROJECTOR
from ui.server.redraws import turn
from ui.shown import tables

P = ParamSpec("P")
Show = Literal["seat", "desk", "projector"]
"""What the bar shows beside the clock: a new inject until the screen has it; nothing; everything."""

ASSETS = Path(__file__).parent / "assets"
KEY = "live"
PARTS = "live:parts"
TICKED = "ticked"
"""Stands for a tick of the AI system among the kinds of event that draw a part again."""
ACTED = ("containment_applied", "containment_lifted", "recovery_step_taken", "story_acted")
"""Kinds of event that change the AI system."""
SYSTEM = (
    *ACTED,
    "clock_started", "clock_paused", "clock_resumed", "clock_adjusted", "exercise_ended",
)  # fmt: skip
"""Kinds of event after which the AI system, or its time, is another."""

FOLLOWED = (
    TICKED, *ACTED, "observation_recorded", "incident_declared", "incident_resolved", "role_notified",
    "evidence_collected", "message_sent",
)  # fmt: skip
"""What a decision point of the playbook may wait for: time, and every fact that a condition can ask for."""

_inside: ContextVar[str] = ContextVar("inside", default="")


@dataclass(frozen=True, slots=True)
class ScreenPart:
    """A piece of a screen: the kinds of event that draw it again (none: all), and the part around it."""

    kinds: tuple[str, ...] = ()
    around: str = ""


LABELS = {
    "clock": t("Exercise clock"),
    "connecting": words.BAR["connecting"],
    "inject": t("Newest inject"),
}
"""Texts of the bar before anything is heard, and those that only screen readers say."""


def _assets(*names: str) -> str:
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)


_component = st.components.v2.component(
    "tplus_live_bar",
    html=Template((ASSETS / "bar.html").read_text(encoding="utf-8")).substitute(
        {name: html(text) for name, text in LABELS.items()}
    ),
    css=_assets("bar.css", "board.css"),
    js=_assets("board.js", "bar.js"),
    isolate_styles=False,
)

_anew = st.components.v2.component("tplus_anew", js=_assets("anew.js"))


def part(key: str, *kinds: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """A piece of a screen below the bar that is drawn again, alone, when the bar hears of events.

    With `kinds` only events of those kinds draw it again: give them where people type or the piece is costly.
    `TICKED` stands for a tick of the AI system.
    """

    def fragment_of(draw: Callable[P, None]) -> Callable[P, None]:
        @wraps(draw)
        def in_turn(*args: P.args, **kwargs: P.kwargs) -> None:
            with turn(), _within(key):
                draw(*args, **kwargs)

        fragment = st.fragment(in_turn, key=key)

        @wraps(draw)
        def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
            st.session_state.setdefault(PARTS, {})[key] = ScreenPart(kinds, _inside.get())
            fragment(*args, **kwargs)

        return drawn

    return fragment_of


@contextmanager
def _within(key: str) -> Iterator[None]:
    """Draw a part anew: what it held before is forgotten, and what is drawn now stands inside it."""
    parts: dict[str, ScreenPart] = st.session_state.get(PARTS, {})
    st.session_state[PARTS] = {name: item for name, item in parts.items() if item.around != key}
    token = _inside.set(key)
    try:
        yield
    finally:
        _inside.reset(token)


def draw(
    exercise_id: str,
    seat: Seat | None,
    *,
    show: Show = "seat",
    whole: frozenset[str] | None = None,
) -> None:
    """The bar, above everything else of a screen; nobody's seat is the projector.

    Events whose kind is in `whole` draw the whole screen again; without it, all do that people act on.
    """
    st.session_state[PARTS] = {}
    _fresh(process.glance(exercise_id))
    _bar(exercise_id, seat, show, whole)
    _anew(key=f"anew:{exercise_id}", on_anew_change=lambda: None)


@st.fragment(key=KEY)
def _bar(exercise_id: str, seat: Seat | None, show: Show, whole: frozenset[str] | None) -> None:
    viewer = Viewer(exercise_id, seat.participant_id if seat else None)
    watching = process.feed().hub.size(exercise_id)
    snapshot, session = process.glance(exercise_id), process.session()
    now = session.clock()
    said = warnings(session, snapshot, now)
    given = {
        "exercise": exercise_id,
        "as": seat.app_role if seat else PROJECTOR,
        "show": show,
        "drawn": st.session_state.get(f"drawn:{exercise_id}", (0, -1))[0],
        "words": words.BAR,
        **(_joining(exercise_id) if show == "projector" else {}),
        "message": message(snapshot, viewer, now, watching=watching) | warned(snapshot, viewer, said),
    }
    _mount(f"{KEY}:{exercise_id}:{given['as']}", given, lambda: _redraw(viewer, whole))


def _joining(exercise_id: str) -> dict[str, str]:
    """How those who come late join: an address that can be typed, and the code."""
    address = tables.base(str(st.context.url or "")).split("://")[-1]
    return {"address": address, "code": process.session().keys(exercise_id).join_code}


def _mount(key: str, given: dict[str, object], redraw: Callable[[], None]) -> None:
    _component(
        key=key,
        data=given,
        on_changed_change=redraw,
        on_polled_change=redraw,
    )


def _redraw(viewer: Viewer, whole: frozenset[str] | None) -> None:
    """Draw again what shows or asks for something that has happened since it was drawn.

    The bar goes along: it shows an inject only until the screen has it, and so the page knows it was heard.
    """
    fresh, has_ticked = _fresh(process.glance(viewer.exercise_id))
    if any(_is_for_all(event, viewer, whole) for event in fresh):
        st.rerun()
    parts = parts_of(fresh, st.session_state.get(PARTS, {}), has_ticked=has_ticked)
    try:
        st.rerun([KEY, *parts])
    except StreamlitAPIException:  # a part went away with the part around it
        st.rerun()


def _fresh(snapshot: Snapshot) -> tuple[Sequence[Event], bool]:
    """What has happened since this page was drawn, and whether the AI system has ticked; then it is known."""
    name = f"drawn:{snapshot.exercise_id}"
    seq, tick = st.session_state.get(name, (0, -1))
    now = tick_at(snapshot, snapshot.at_ms(process.session().clock()))
    st.session_state[name] = (snapshot.state.seq, now)
    return snapshot.events[seq:], now != tick


def parts_of(
    fresh: Sequence[Event], parts: Mapping[str, ScreenPart], *, has_ticked: bool = False
) -> list[str]:
    """The parts to draw again for these events.

    A part inside another that is drawn again is drawn with it, or is gone.
    """
    happened = {kind for event in fresh for kind in _kinds(event)} | ({TICKED} if has_ticked else set())
    due = {key for key, item in parts.items() if happened & set(item.kinds) or (fresh and not item.kinds)}
    return [key for key in parts if key in due and not _comes_with(key, parts, due)]


def _comes_with(key: str, parts: Mapping[str, ScreenPart], due: Set[str]) -> bool:
    """Whether a part around this one is drawn again, or is no longer there."""
    around = parts[key].around
    return bool(around) and (around not in parts or around in due or _comes_with(around, parts, due))


def _kinds(event: Event) -> tuple[str, ...]:
    """The kind of an event, and `story_acted` where an inject acted on the AI system."""
    has_acted = isinstance(event, InjectDelivered) and event.applies
    return (event.kind, "story_acted") if has_acted else (event.kind,)


def _is_for_all(event: Event, viewer: Viewer, whole: frozenset[str] | None) -> bool:
    """Whether the whole screen is drawn again for an event; always for one's own new roles, and reopening."""
    if isinstance(event, ParticipantJoined) and event.participant_id == viewer.participant_id:
        return True
    if isinstance(event, ClockPaused) and event.reopens:
        return True
    return not tables.is_quiet(event) if whole is None else event.kind in whole
