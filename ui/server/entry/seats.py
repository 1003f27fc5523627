"""Which seats this browser has: kept in the session, and in cookies for the next one."""

from collections.abc import Mapping

import streamlit as st

from engine.errors import Refused
from engine.log.fact import AppRole
from engine.seats.identity import Seat
from ui.language.words import t
from ui.server import process
from ui.server.entry import access, hosting, hosts
from ui.server.entry.visitors import is_projector

APP_ROLES: tuple[AppRole, ...] = ("facilitator", "evaluator", "observer", "participant")
_KEEP_JS = """
const sent = new Set();
export default function(component) {
  const { path, body, forgets } = component.data;
  if (!body || sent.has(path + body)) return;
  sent.add(path + body);
  if (forgets) {
    for (const name of Object.keys(localStorage)) if (name.startsWith(forgets)) localStorage.removeItem(name);
  }
  fetch(new URL(path, document.baseURI), { method: "POST", body, credentials: "same-origin" })
    .then(() => window.dispatchEvent(new CustomEvent("tplus-seat-kept")))
    .catch(() => sent.delete(path + body));
}
"""
_keep = st.components.v2.component("tplus_keep_seat", js=_KEEP_JS)

KEPT = {
    "seat:keep": "tplus/seat",
    "seat:leave": "tplus/leave",
    "projector": "tplus/projector",
    "host:mark": "tplus/host",
    "tour:keep": "tplus/tour",
}
"""What of a session the browser is told to keep or to forget, and where it says so."""


def cookies() -> Mapping[str, str]:
    """The cookies this browser came with."""
    return st.context.cookies


def address() -> str:
    """Where this browser is, as far as the server can tell."""
    return st.context.ip_address or "127.0.0.1"


def seat(app_role: AppRole) -> Seat | None:
    """This browser's seat of that kind, or None; a token of another kind counts for nothing."""
    given = (st.session_state.get(f"seat:{app_role}", ""), cookies().get(access.seat_cookie(app_role), ""))
    left = st.session_state.get(f"left:{app_role}", ())
    found = (_read(str(token)) for token in given if token not in left)
    return next((held for held in found if held is not None and held.app_role == app_role), None)


def _read(token: str) -> Seat | None:
    try:
        return process.session().seat(token)
    except (Refused, ValueError):
        return None  # its exercise is gone, or the cookie was cut off


def take(app_role: AppRole, token: str) -> None:
    """Remember a new seat in this session; `keep` hands it to the browser."""
    st.session_state[f"seat:{app_role}"] = token
    st.session_state["seat:keep"] = token
    st.session_state.pop("seat:leave", None)


def leave(held: Seat) -> None:
    """Forget a seat on this computer, with what was typed and not sent; the seat itself stays taken."""
    role = held.app_role
    tokens = {st.session_state.pop(f"seat:{role}", ""), cookies().get(access.seat_cookie(role), "")}
    st.session_state[f"left:{role}"] = tokens | set(st.session_state.get(f"left:{role}", ()))
    st.session_state["seat:leave"] = role
    st.session_state["seat:forgets"] = f"tplus:{held.exercise_id}:{held.participant_id}:"
    st.session_state.pop("seat:keep", None)


def leave_button(held: Seat) -> None:
    """A way to leave the seat behind on a computer that others use too."""
    with st.popover(t("Leave this seat"), icon=":material/logout:", key="leave"):
        st.caption(
            t(
                "For a computer that others use too: this browser forgets the seat, and what you typed here"
                " without sending it. The seat stays yours; ask the facilitator for a link to it."
            )
        )
        st.button(t("Leave it on this computer"), key="leave:now", on_click=leave, args=(held,))


def open_projector(exercise_id: str, secret: str) -> None:
    """Remember that this browser projects an exercise, if the secret opens it."""
    if is_projector({access.PROJECTOR_COOKIE: f"{exercise_id}:{secret}"}, exercise_id):
        st.session_state["projector"] = f"{exercise_id}:{secret}"


def projects(exercise_id: str) -> bool:
    """Whether this browser has opened the projector's link of an exercise."""
    name = access.PROJECTOR_COOKIE
    known = (st.session_state.get("projector", ""), cookies().get(name, ""))
    return any(is_projector({name: str(opened)}, exercise_id) for opened in known)


def keep() -> None:
    """Let the browser keep the seat taken last, or forget the one left, and so on.

    They outlive a refresh and a sleeping phone.
    """
    for name, path in KEPT.items():
        if body := st.session_state.get(name, ""):
            forgets = st.session_state.get("seat:forgets", "") if name == "seat:leave" else ""
            _keep(data={"path": path, "body": body, "forgets": forgets}, key=f"keep:{name}", height=1)


def seat_for(exercise_id: str, *roles: AppRole) -> Seat | None:
    """The first of this browser's seats of those kinds in an exercise."""
    for role in roles:
        found = seat(role)
        if found is not None and found.exercise_id == exercise_id:
            return found
    return None


def asked_for(exercise_id: str, *roles: AppRole) -> Seat | None:
    """The first of this browser's seats of those kinds, in the exercise asked for or in any where none is."""
    if exercise_id:
        return seat_for(exercise_id, *roles)
    return next((found for found in map(seat, roles) if found is not None), None)


def is_host() -> bool:
    """Whether this browser may create exercises and read the library and readiness."""
    held = (st.session_state.get("host:mark", ""), cookies().get(access.HOST_COOKIE, ""))
    key = hosting.key()
    return access.has_host_rights(
        key=key,
        is_marked=bool(key) and any(hosting.is_marked(str(mark)) for mark in held),
        address=str(st.get_option("server.address") or ""),
        is_forwarded=hosts.is_forwarded(st.context.headers),
    )


def is_playing() -> bool:
    """Whether this browser's only seats are a participant's, in an exercise that has not ended."""
    held = [found for found in map(seat, APP_ROLES) if found is not None]
    phases = [(item.app_role, process.session().current(item.exercise_id).state.phase) for item in held]
    return access.is_only_playing(phases)
