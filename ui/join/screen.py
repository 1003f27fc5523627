"""Join: by code as a participant, by secret as facilitator, evaluator or observer."""

from collections.abc import Callable

import streamlit as st

from engine.decide.clock import offered_roles
from engine.errors import Refused, StoreUnavailable
from engine.log.fact import AppRole
from engine.running import reception
from engine.snapshot import Snapshot
from ui.join import landing
from ui.language.terms import term
from ui.language.text import line, plain
from ui.language.words import t
from ui.pieces import commands
from ui.server import process, trail
from ui.server.entry import seats

HOME: dict[AppRole, str] = {
    "facilitator": "control",
    "evaluator": "evaluate",
    "observer": "watch",
    "participant": "seat",
}
"""Where each role goes once it has a seat."""
AT = "join:at"
"""Where in the session the code is kept that was typed."""


def draw() -> None:
    """The screen: one thing to do for who was sent a link or has a code, and otherwise a choice of three."""
    if link := st.query_params.get("seat"):
        _alone(lambda: _take_back(link))
    elif secret := st.query_params.get("secret"):
        _alone(lambda: _by_secret(st.query_params.get("exercise", ""), secret))
    elif st.session_state.pop("join:done", False):
        st.switch_page(st.session_state["pages"]["seat"])
    elif found := _found(st.query_params.get("code", "")):
        _alone(lambda: _invited(found))
    elif found := _found(commands.value(AT)):
        _alone(lambda: _typed(found))
    elif seats.is_playing():
        _alone(_by_code)
    else:
        landing.draw(_by_code)
        with st.expander(t("I was sent a secret to run, rate or watch an exercise"), key="join:others"):
            _ask_for_secret()


def _alone(draw_it: Callable[[], None]) -> None:
    """One thing, as narrow as its few fields need."""
    with st.container(key="narrow"):
        st.title(t("Join an exercise"))
        draw_it()


def _by_code() -> None:
    """The way in for participants: back to the seat they have, or with a code."""
    _back_to_seat()
    st.session_state.setdefault("join:code", st.query_params.get("code", ""))
    with st.form("code", border=False):
        st.text_input(t("Join code"), key="join:code", max_chars=12, placeholder=t("Six letters"))
        st.form_submit_button(t("Find the exercise"), on_click=_find)
    if code := str(commands.value("join:code")).strip():
        _with_code(code)


def _find() -> None:
    st.session_state[AT] = commands.value("join:code")


def _invited(code: str) -> None:
    """What a code leads to; for who sits there already, back to their seat."""
    _back_to_seat()
    _with_code(code)


def _typed(code: str) -> None:
    _invited(code)
    st.button(t("Another code"), key="join:other", icon=":material/arrow_back:", on_click=_forget_code)


def _forget_code() -> None:
    st.session_state[AT] = ""


def _found(code: str) -> str:
    """The code, where it leads to an exercise."""
    code = str(code).strip()
    try:
        return code if code and process.session().find(code) else ""
    except Refused:
        return ""


def _back_to_seat() -> None:
    held = seats.seat("participant")
    if held is not None:
        snapshot = process.session().current(held.exercise_id)
        st.success(plain(t("You have a seat in {name}.", name=snapshot.title)))
        pages = st.session_state["pages"]
        st.page_link(pages["seat"], label=t("Go to your seat"), icon=":material/person:")


def _with_code(code: str) -> None:
    try:
        snapshot = process.session().current(process.session().find(code))
    except Refused as refused:
        st.warning(plain(str(refused)))
        return
    st.header(line(snapshot.title))
    if snapshot.state.phase == "ended":
        st.info(t("This exercise has ended. If you took part, open Your seat to read its results."))
        return
    with st.form("join"):
        st.text_input(t("Your name"), key="join:name", max_chars=80)
        st.pills(
            t("Your roles"),
            offered_roles(snapshot.scenario, snapshot.state),
            selection_mode="multi",
            key="join:roles",
            help=t("Your own first; choose a role with authority too if you hold one."),
        )
        st.form_submit_button(t("Take your seat"), type="primary", on_click=_take, args=(snapshot,))
    commands.hear("join")


def _take(snapshot: Snapshot) -> None:
    roles = commands.value("join:roles", [])
    if not roles:
        commands.say(
            "join", "warning", t("Choose at least one role, so that injects and approvals reach you.")
        )
        return
    _sit(snapshot.exercise_id, commands.value("join:name"), roles, "participant")


def _sit(exercise_id: str, name: str, roles: list[str], app_role: AppRole) -> None:
    try:
        token = process.session().join(exercise_id, name, roles, app_role=app_role)
    except Refused as refused:
        commands.say("join", "warning", str(refused))
        return
    except StoreUnavailable as error:
        commands.say("join", "error", t("You have no seat yet. {error}", error=error))
        return
    process.forget_names(exercise_id)
    seats.take(app_role, token)
    st.session_state["join:done"] = True


def _ask_for_secret() -> None:
    st.markdown(t("Open the link you were sent, or enter what it holds."))
    with st.form("unlock", border=False):
        st.text_input(t("Join code of the exercise"), key="unlock:code", max_chars=12)
        st.text_input(t("Secret"), key="unlock:secret", type="password", max_chars=64)
        st.form_submit_button(t("Enter"), on_click=_unlock)
    commands.hear("unlock")


def _unlock() -> None:
    try:
        exercise_id = process.session().find(str(commands.value("unlock:code")))
    except Refused as refused:
        commands.say("unlock", "warning", str(refused))
        return
    st.query_params.update({"exercise": exercise_id, "secret": str(commands.value("unlock:secret"))})


def _by_secret(exercise_id: str, secret: str) -> None:
    """Enter as the role a link's secret opens."""
    try:
        app_role = process.session().unlock(exercise_id, secret)
        title = process.session().current(exercise_id).scenario.name
    except Refused as refused:
        st.warning(plain(str(refused)))
        return
    if app_role is None:
        st.warning(t("This link does not open the exercise. Ask the facilitator for a new one."))
        return
    if seats.seat_for(exercise_id, app_role) is None:
        st.markdown(plain(t("You are entering {title} as {status}.", title=title, status=term(app_role))))
        with st.form("secret"):
            st.text_input(t("Your name"), key="join:name", max_chars=80)
            args = (exercise_id, app_role)
            st.form_submit_button(t("Enter"), type="primary", on_click=_sit_by_secret, args=args)
        commands.hear("join")
        return
    query = {"exercise": exercise_id}
    st.switch_page(st.session_state["pages"][HOME[app_role]], query_params=query)


def _take_back(link: str) -> None:
    """A seat that one has already, in this browser from now on; at a press, so that no preview uses it up."""
    role = st.session_state.pop("join:back", None)
    if role is not None:
        held = seats.seat(role)
        query = {"exercise": held.exercise_id} if held else {}
        st.switch_page(st.session_state["pages"][HOME[role]], query_params=query)
    st.markdown(t("This link gives your seat to this browser. Other browsers that had it are signed out."))
    st.button(t("Take my seat here"), type="primary", key="join:take", on_click=_sit_again, args=(link,))
    commands.hear("join")


def _sit_again(link: str) -> None:
    try:
        token = reception.take_back(process.session(), link)
    except (Refused, ValueError) as refused:
        commands.say("join", "warning", str(refused))
    except StoreUnavailable as error:
        commands.say("join", "error", t("You have no seat yet. {error}", error=error))
    else:
        held = process.session().seat(token)
        if held is not None:
            trail.note("seat taken back", exercise=held.exercise_id, seat=held.participant_id)
            seats.take(held.app_role, token)
            st.session_state["join:back"] = held.app_role


def _sit_by_secret(exercise_id: str, app_role: AppRole) -> None:
    _sit(exercise_id, commands.value("join:name"), [], app_role)
