"""Scenarios of one's own: dropped, pasted, copied or begun, kept a version at a time, and offered at once."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from engine.authoring import drafts, kept
from engine.authoring.copying import copy_of
from engine.authoring.drafts import Draft
from engine.authoring.examine import is_own
from engine.authoring.kept import LONGEST, Version
from engine.errors import Refused, StoreUnavailable
from engine.seats import identity
from ui.language.text import line, plain
from ui.language.words import many, t
from ui.library import editing
from ui.pieces import commands
from ui.server import process, trail
from ui.shown import tables

ASSETS = Path(__file__).parent / "assets"
LARGEST = 5_000_000
"""Bytes of the largest file that is taken (assumption: a scenario with everything in it has 100,000)."""
DRAFT = "draft"
"""Name in the address of the draft that is open: a page that is loaded again opens it again."""

_drop = st.components.v2.component(
    "tplus_drop",
    css=(ASSETS / "drop.css").read_text(encoding="utf-8"),
    js=(ASSETS / "drop.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw() -> None:
    """The draft that is open, or the ways to begin one with what is kept."""
    opened = str(st.query_params.get(DRAFT, ""))
    if opened:
        editing.draw(opened)
        return
    _add()
    commands.hear("own")
    _drafts()
    _kept()


def _add() -> None:
    st.subheader(t("Add a scenario"))
    left, right = st.columns(2, gap="large")
    with left:
        words = {
            "drop": t("Drop a scenario file here, or choose one."),
            "large": t("{name} is larger than 5 MB; a scenario is far smaller."),
            "reading": t("Reading {name}…"),
            "unread": t("The browser could not read {name}."),
        }
        given = _drop(key="own:drop", data={"words": words, "largest": LARGEST}, on_file_change=lambda: None)
        if given.file:
            _dropped(given.file)
    with right:
        offered = process.offered()
        st.selectbox(
            t("Begin from a scenario there is"),
            list(offered),
            format_func=lambda item: tables.scenario_choice(
                offered[item].scenario, is_own=is_own(offered[item])
            ),
            key="own:from",
        )
        with st.container(horizontal=True):
            st.button(t("Copy and change it"), on_click=_copy)
            st.button(t("Begin with a short one"), on_click=_begin)
    with st.expander(t("Paste a text"), key="own:paste"):
        st.text_area(t("Text of a scenario file"), key="own:text", height=200)
        st.button(t("Open this text"), on_click=_paste)


def _dropped(given: Mapping[str, Any]) -> None:
    """Open a file as a draft; what is no text is told."""
    name = str(given.get("name", ""))[:120]
    try:
        text = base64.b64decode(str(given.get("body", "")), validate=True).decode("utf-8-sig")
    except (binascii.Error, UnicodeDecodeError):
        commands.say("own", "error", t("{name} is no text in UTF-8, so it is no scenario file.", name=name))
        return
    if _open(text, name):
        st.rerun()


def _paste() -> None:
    _open(str(commands.value("own:text")), "")


def _copy() -> None:
    chosen = process.offered()[str(commands.value("own:from"))]
    taken = {*process.offered(), *kept.versions(process.session().store)}
    _open(copy_of(chosen.text, chosen.scenario.name, taken, word=t("copy")), chosen.scenario.name)


def _begin() -> None:
    taken = {*process.offered(), *kept.versions(process.session().store)}
    _open(copy_of(_SHORT, "My scenario", taken, word=t("draft")), "")


_SHORT = """\
# A short scenario to begin with: change every word. The page on scenario files tells what else there is.
exercise:
  name: "My scenario"
  duration: "60 minutes"
  incident_type: jailbreak
  participants: ["AI engineering team", "Security operations", "Communications/PR", "Legal", "CISO"]
  scenario:
    background: >
      What your AI system does, for whom, and what is usual today.
    injects:
      - time: "T+0 minutes"
        event: "What is noticed first, and by whom."
        questions: ["What is your first action?", "Who do you notify?"]
      - time: "T+20 minutes"
        event: "What makes it larger than it looked."
        questions: ["Which containment level do you choose, and why?"]
      - time: "T+40 minutes"
        event: "What somebody outside asks, and by when."
        questions: ["What do you say, and who approves it?"]
"""


def _open(text: str, title: str, *, after: int = 0) -> bool:
    """Keep a text as a draft and open it; whether that was possible."""
    begun = Draft(identity.new_id("d"), text, "", title, after)
    try:
        drafts.keep(process.session().store, begun, at=process.session().clock(), longest=LONGEST)
    except (Refused, StoreUnavailable) as error:
        commands.say("own", "error", t("Not opened. {error}", error=error))
        return False
    st.query_params[DRAFT] = begun.id
    return True


def _drafts() -> None:
    found = drafts.drafts(process.session().store)
    if found:
        st.subheader(t("Drafts"))
    for item in found:
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"own:{item.id}"):
            title = item.title or t("Without a name")
            changed = t("changed {time} UTC", time=item.changed_at[:16].replace("T", " "))
            st.markdown(f"**{line(title)}**  \n{plain(changed)}", width="stretch")
            st.button(t("Go on"), key=f"go:{item.id}", on_click=_go_on, args=(item.id,))
            st.button(t("Throw away"), key=f"drop:{item.id}", on_click=_throw, args=(item.id,))


def _go_on(draft_id: str) -> None:
    st.query_params[DRAFT] = draft_id


def _throw(draft_id: str) -> None:
    try:
        drafts.throw_away(process.session().store, draft_id)
    except StoreUnavailable as error:
        commands.say("own", "error", t("Not thrown away. {error}", error=error))


def _kept() -> None:
    st.subheader(t("Your scenarios"))
    every = kept.versions(process.session().store)
    standing = [items for items in every.values() if not items[-1].is_withdrawn]
    if not standing:
        st.caption(t("None yet. One that you save is offered for new exercises at once."))
    for items in standing:
        _scenario(items)


def _scenario(items: tuple[Version, ...]) -> None:
    last = items[-1]
    offered = process.offered().get(last.scenario_id)
    name = offered.scenario.name if offered else last.scenario_id
    with st.container(border=True, key=f"own:{last.scenario_id}"):
        facts = (
            last.scenario_id,
            many("{number} version", "{number} versions", len(items)),
            t("saved {time} UTC", time=last.saved_at[:16].replace("T", " ")),
        )
        st.markdown(f"**{line(name)}**  \n{plain(' · '.join(facts))}")
        if offered is None or offered.text != last.text:
            st.warning(
                t("It no longer fits the content of this server, and is not offered. Open it to mend it.")
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                st.session_state["pages"]["control"],
                label=t("Create an exercise"),
                icon=":material/play_arrow:",
                query_params={"new": "1", "scenario": last.scenario_id},
            )
            st.button(t("Change it"), key=f"edit:{last.scenario_id}", on_click=_edit, args=(last, name))
            st.download_button(
                t("Download"), last.text, last.file_name, "text/yaml", key=f"file:{last.scenario_id}"
            )
            st.button(
                t("Offer it no longer"), key=f"gone:{last.scenario_id}", on_click=_withdraw, args=(last,)
            )
        _earlier(items, name)


def _earlier(items: tuple[Version, ...], name: str) -> None:
    if len(items) == 1:
        return
    with st.expander(t("Earlier versions"), key=f"earlier:{items[-1].scenario_id}"):
        for item in reversed(items[:-1]):
            with st.container(horizontal=True, vertical_alignment="center"):
                said = t(
                    "Version {number}, {time} UTC",
                    number=item.number,
                    time=item.saved_at[:16].replace("T", " "),
                )
                st.markdown(plain(f"{said}. {item.note}"), width="stretch")
                key = f"{item.scenario_id}:{item.number}"
                args = (item, name, items[-1].number)
                st.button(t("Open this one"), key=f"edit:{key}", on_click=_edit, args=args)


def _edit(item: Version, name: str, after: int = 0) -> None:
    """Go on from a version; saving makes the one after the latest."""
    _open(item.text, name, after=after or item.number)


def _withdraw(item: Version) -> None:
    try:
        kept.withdraw(process.session().store, item.scenario_id, at=process.session().clock())
    except (Refused, StoreUnavailable) as error:
        commands.say("own", "error", str(error))
        return
    trail.note("scenario withdrawn", scenario=item.scenario_id)
