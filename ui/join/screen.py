"""Join: by code as a participant, by secret as facilitator, evaluator or observer."""

import streamlit as st

from engine.decide.clock import offered_roles
from engine.errors import Refused, StoreUnavailable
from engine.log.fact import AppRole
from engine.running import reception
from engine.snapshot import Snapshot
from ui.language.terms import term
from ui.language.text import line, plain
from ui.language.words import t
from ui.pieces import commands
from ui.server import process, trail
from ui.server.entry import seats, trials

HOME: dict[AppRole, str] = {
    "facilitator": "control",
    "evaluator": "evaluate",
    "observer": "watch",
    "participant": "seat",
}
"""Where each role goes once it has a seat."""


def draw() -> None:
    """The screen; as narrow as its few fields need."""
    with st.container(key="narrow"):
        _draw()


def _draw() -> None:
    st.title(t("Join an exercise"))
    if link := st.query_params.get("seat"):
        _take_back(link)
        return
    if st.query_params.get("secret"):
        _by_secret(st.query_params.get("exercise", ""), st.query_params["secret"])
        return
    if st.session_state.pop("join:done", False):
        st.switch_page(st.session_state["pages"]["seat"])
    _back_to_seat()
    if invited := _invited():
        _with_code(invited)
        return
    _try_it_now()
    st.session_state.setdefault("join:code", st.query_params.get("code", ""))
    with st.form("code", border=False):
        st.text_input(
            t("Join code"), key="join:code", max_chars=12, help=t("Six letters, from the facilitator.")
        )
        st.form_submit_button(t("Find the exercise"))
    code = str(commands.value("join:code")).strip()
    if code:
        _with_code(code)
    st.divider()
    with st.expander(t("I run, rate or watch an exercise"), key="join:others"):
        _ask_for_secret()
    if not seats.is_playing():
        st.header(t("Run an exercise"))
        st.markdown(t("Choose a scenario, share a code, and start the clock."))
        pages = st.session_state["pages"]
        st.page_link(pages["control"], label=t("To the control room"), icon=":material/tune:")


def _invited() -> str:
    """The code in the address, where it leads to an exercise: then there is one thing to do here."""
    code = str(st.query_params.get("code", "")).strip()
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


def _try_it_now() -> None:
    """Where the host allows it and this browser plays nothing yet: a live exercise at one press."""
    if not trials.is_offered() or seats.is_playing():
        return
    with st.container(border=True):
        st.markdown(
            t(
                "**New here?** Lead an exercise now, with simulated colleagues and a guided tour. It"
                " takes a quarter of an hour at most, and you can stop at any moment."
            )
        )
        st.button(t("Try it now"), type="primary", key="try", on_click=_try, icon=":material/play_arrow:")
    commands.hear("try")


def _try() -> None:
    if seats.is_playing():
        return  # a second press before the first was answered
    try:
        token = trials.start()
    except Refused as refused:
        commands.say("try", "warning", str(refused))
    except StoreUnavailable as error:
        commands.say("try", "error", t("Your trial could not be started. {error}", error=error))
    else:
        seats.take("participant", token)
        st.session_state["join:done"] = True


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
