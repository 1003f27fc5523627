"""Go or no-go: every point with its standing, what a person confirms, and the decision."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from engine.errors import Refused, StoreUnavailable
from engine.preparing import kept
from engine.preparing.checks import BY_HAND, ByHand, Check, checks, open_points
from engine.seats.identity import Seat
from ui.language.text import name_of, plain
from ui.language.words import either, many, t
from ui.pieces import commands
from ui.pieces.room import Room
from ui.server import process, trail

CONFIRMED_BY_HAND: dict[ByHand, str] = {
    "read": t("I have read the injects and know who plays whom"),
    "projector": t("The presenter view is on the projector"),
    "exhibits": t("Exhibits and pictures open where they are shown"),
    "rules": t("Ground rules and the word that stops the exercise are told"),
    "marking": t("Who may see what comes of it is agreed"),
    "recording": t("Everybody knows what is recorded"),
}
"""What the facilitator confirms."""
NAMED = 4
"""People who are named one by one; more are counted (assumption)."""


def draw(room: Room) -> None:
    """The list, then go or no-go in a line, then the decision."""
    store, exercise_id = process.session().store, room.seat.exercise_id
    told = kept.confirmed(store, exercise_id)
    found = checks(room.scenario, room.state, told)
    st.markdown(t("**Go or no-go**"))
    for item in found:
        _point(room, item, told)
    left = open_points(found)
    if left:
        said = many("No go yet: {number} point is open", "No go yet: {number} points are open", len(left))
        st.markdown(f":material/pending: **{said}**")
    else:
        ready = t("Go: everything is ready")
        st.markdown(f":material/check_circle: **{ready}**")
    _decision(room, left)
    commands.hear("go")


def _point(room: Room, item: Check, told: frozenset[str]) -> None:
    by_hand = CONFIRMED_BY_HAND.get(item.id) if item.id in BY_HAND else None
    if item.is_done and by_hand is None and item.id not in told:
        st.markdown(f":material/check_circle: {plain(words(room.names, item))}")
        return
    label = by_hand or t("{what}: so on purpose", what=words(room.names, item))
    key = f"go:{item.id}"
    st.session_state[key] = item.id in told
    st.checkbox(plain(label), key=key, on_change=_confirm, args=(room.seat, item.id, key))


def words(names: Mapping[str, str], item: Check) -> str:
    """A point that the exercise shows by itself, as it stands."""
    return _WORDS[item.id](names, item)


def _people(_names: Mapping[str, str], item: Check) -> str:
    return many("{number} participant is here", "{number} participants are here", item.count)


def _roles(_names: Mapping[str, str], item: Check) -> str:
    return t("nobody holds {roles}", roles=", ".join(item.names)) if item.names else t("every role is held")


def _approver(_names: Mapping[str, str], item: Check) -> str:
    whom = either(list(item.names)) or t("nobody can")
    if item.is_done:
        return t("somebody can approve level 4 ({whom})", whom=whom)
    return t("nobody here can approve level 4 ({whom})", whom=whom)


def _stand_in(_names: Mapping[str, str], item: Check) -> str:
    return t("you stand in as approver of messages to {to}", to=", ".join(item.names))


def _evaluator(_names: Mapping[str, str], item: Check) -> str:
    return t("an evaluator is seated") if item.is_done else t("no evaluator is seated")


def _devices(names: Mapping[str, str], item: Check) -> str:
    if not item.count:
        return t("every device has answered")
    named = [name_of(names, name) for name in item.names[:NAMED]]
    if item.count > NAMED:
        return many("{number} device has not answered", "{number} devices have not answered", item.count)
    return t("not answered yet: {names}", names=", ".join(named))


def _length(_names: Mapping[str, str], item: Check) -> str:
    if not item.names:
        return t("every planned inject lies before the end")
    return t("due after the end: {titles}", titles=", ".join(item.names))


_WORDS: dict[str, Callable[[Mapping[str, str], Check], str]] = {
    "people": _people,
    "roles": _roles,
    "approver": _approver,
    "stand_in": _stand_in,
    "evaluator": _evaluator,
    "devices": _devices,
    "length": _length,
}


def _confirm(seat: Seat, point: str, key: str) -> None:
    session = process.session()
    state = session.current(seat.exercise_id).state
    is_so = bool(st.session_state.get(key))
    _do(lambda: kept.confirm(session.store, seat.exercise_id, state, seat.participant_id, point, is_so=is_so))


def _decision(room: Room, left: tuple[str, ...]) -> None:
    made = kept.decision(process.session().store, room.seat.exercise_id)
    if made is not None:
        word = t("Go") if made.is_go else t("No go")
        at, by = made.at[:16].replace("T", " "), name_of(room.names, made.by)
        opened = many("{number} point open", "{number} points open", len(made.left_open))
        st.caption(plain(t("{word}, {name}, {time} UTC, {open}", word=word, name=by, time=at, open=opened)))
    with st.container(horizontal=True):
        for is_go, label in ((True, t("Record go")), (False, t("Record no go"))):
            st.button(
                label, key=f"go:record:{is_go}", on_click=partial(_decide, room.seat, left, is_go=is_go)
            )


def _decide(seat: Seat, left: tuple[str, ...], *, is_go: bool) -> None:
    session = process.session()
    state = session.current(seat.exercise_id).state
    at = session.clock().isoformat(timespec="seconds")
    made = kept.Decision(is_go, seat.participant_id, at, left)
    if _do(lambda: kept.decide(session.store, seat.exercise_id, state, made)):
        trail.note("go decided" if is_go else "no go decided", exercise=seat.exercise_id)


def _do(work: Callable[[], object]) -> bool:
    try:
        work()
    except (Refused, StoreUnavailable) as error:
        commands.say("go", "error", t("Not saved. {error}", error=error))
        return False
    return True
