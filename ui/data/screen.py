"""The data page: backups, how long names are kept, and exercises whose names or whole logs go."""

from collections.abc import Callable

import streamlit as st

from engine.errors import Refused, StoreUnavailable
from engine.running import upkeep
from engine.store import copies
from engine.store.places import database_url
from engine.store.sqlite import files_of
from ui.data import tables
from ui.language.text import plain
from ui.language.words import many, t
from ui.news import standing
from ui.pieces import commands, gatekeeping, panels
from ui.server import process, trail

SLOT = "data"
CHOSEN = "data:exercise"
DONE = "data:done"


def draw() -> None:
    """The screen."""
    gatekeeping.host_only()
    st.session_state.pop(DONE, None)
    st.title(t("Data"))
    st.caption(t("What is stored, and for how long. Each act is also a command: see `tplus --help`."))
    for text in standing.of_server(process.session()):
        st.error(plain(text))
    commands.hear(SLOT)
    _backups()
    _names()
    _exercises()
    st.header(t("On record"))
    panels.table(tables.notes(upkeep.notes(process.session().store)), t("Nothing was erased or deleted."))


def _backups() -> None:
    st.header(t("Backups"))
    files = files_of(database_url())
    if files is None:
        st.info(t("This database is not a file of Tplus; back it up with its own tool, such as pg_dump."))
        return
    last = upkeep.backed_up_at(process.session().store)
    st.markdown(
        plain(t("The last one was made on {time} UTC.", time=f"{last:%Y-%m-%d %H:%M}"))
        if last
        else t("None has been made yet.")
    )
    st.button(t("Back up now"), key="data:backup", on_click=_back_up)
    where = t("It is written beside {file}; keep a copy of it on another disk.", file=files.path)
    st.caption(plain(where))


def _back_up() -> None:
    session, files = process.session(), files_of(database_url())
    if files is None:
        return
    now = session.clock()
    target = files.path.parent / "backups" / f"tplus-{now:%Y%m%dT%H%M%SZ}.db"

    def act() -> str:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        made = copies.back_up(process.stored(), target)
        upkeep.note_backup(session.store, now)
        trail.note("backup made", exercises=made.exercises)
        return t(
            "Written and checked: {file}, {exercises} exercises, {events} events.",
            file=target,
            exercises=made.exercises,
            events=made.events,
        )

    _do(act)


def _names() -> None:
    st.header(t("Names"))
    try:
        days = upkeep.keep_names_days(process.session().store) or 0
    except ValueError as error:
        st.error(plain(str(error)))
        return
    st.markdown(
        many(
            "Names are erased {number} day after the last event of an exercise.",
            "Names are erased {number} days after the last event of an exercise.",
            days,
        )
        if days
        else t("Names are kept until somebody erases them.")
    )
    with st.form("data:names"):
        st.number_input(
            t("Days to keep names (0 for ever)"), 0, upkeep.LONGEST_DAYS, value=days, key="data:days"
        )
        st.form_submit_button(t("Keep names for so long"), on_click=_keep_names)
    st.caption(t("TPLUS_KEEP_NAMES_DAYS, where it is set on the server, goes before this number."))


def _keep_names() -> None:
    days = int(commands.value("data:days", 0))

    def act() -> str:
        upkeep.set_keep_names_days(process.session().store, days)
        trail.note("names kept for", days=days)
        return t("Saved.")

    _do(act)


def _exercises() -> None:
    st.header(t("Exercises"))
    listed = {item.exercise_id: item for item in process.session().exercises(with_trials=True)}
    chosen = st.selectbox(
        t("Exercise"), list(listed), format_func=lambda item: tables.exercise(listed[item]), key=CHOSEN
    )
    if chosen is None:
        st.info(t("No exercise is stored."))
        return
    with st.container(horizontal=True):
        if st.button(t("Erase its names…"), key="data:erase"):
            _ask_erase(chosen)
        if st.button(t("Delete it…"), key="data:delete"):
            _ask_delete(chosen)


@st.dialog(t("Erase names"))
def _ask_erase(exercise_id: str) -> None:
    _close_when_done()
    found = upkeep.contents(process.session(), exercise_id)
    _list(tables.goes_with_names(found))
    st.markdown(t("Participants become numbers; log and scores stay whole. This can't be taken back."))
    _confirm(t("Erase them"), lambda: _erase(exercise_id))


@st.dialog(t("Delete an exercise"))
def _ask_delete(exercise_id: str) -> None:
    _close_when_done()
    found = upkeep.contents(process.session(), exercise_id)
    _list(tables.goes(found))
    st.markdown(t("All of it goes, with its scores and its place in readiness. This can't be taken back."))
    _confirm(t("Delete it for good"), lambda: _delete(exercise_id))


def _list(lines: tuple[str, ...]) -> None:
    st.markdown("\n".join(f"- {plain(text)}" for text in lines))


def _confirm(label: str, act: Callable[[], str]) -> None:
    st.button(label, key="data:confirm", type="primary", on_click=_do, args=(act,))


def _close_when_done() -> None:
    """Close the dialog in which something has just been done, before it asks for what may be gone."""
    if st.session_state.pop(DONE, False):
        st.rerun()


def _erase(exercise_id: str) -> str:
    is_gone = upkeep.erase_names(process.session(), exercise_id)
    trail.note("names erased", exercise=exercise_id)
    process.forget_names(exercise_id)
    return t("The names are erased. {rest}", rest=_rest(is_gone))


def _delete(exercise_id: str) -> str:
    is_gone = upkeep.delete(process.session(), exercise_id)
    trail.note("exercise deleted", exercise=exercise_id)
    st.session_state.pop(CHOSEN, None)
    return t("The exercise is deleted. {rest}", rest=_rest(is_gone))


def _rest(is_gone: bool) -> str:
    if is_gone:
        return t("Backups made before still hold what went.")
    return t(
        "Traces stay in the write-ahead log until an exercise ends; backups made before still hold what went."
    )


def _do(act: Callable[[], str]) -> None:
    """Do it, and say beside the title what came of it; the host may know where the database lies."""
    st.session_state[DONE] = True
    try:
        commands.say(SLOT, "success", act())
    except StoreUnavailable as error:
        commands.say(SLOT, "error", t("Not done. {error}", error=error.detail))
    except (Refused, OSError) as error:
        commands.say(SLOT, "warning", t("Not done. {error}", error=error))
