"""Scenarios of one's own: drafts, and what is kept a version at a time and offered at once."""

import streamlit as st

from engine.authoring import drafts, kept
from engine.authoring.kept import Version
from engine.errors import Refused, StoreUnavailable
from ui.language.text import line, plain
from ui.language.words import many, t
from ui.library import bringing, editing
from ui.library.bringing import open_draft
from ui.pieces import commands
from ui.server import process, trail


def draw() -> None:
    """The draft that is open, or the ways to begin one with what is kept."""
    opened = str(st.query_params.get(bringing.DRAFT, ""))
    if opened:
        editing.draw(opened)
        return
    bringing.draw()
    commands.hear("own")
    bringing.refused()
    _drafts()
    _kept()


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
    st.query_params[bringing.DRAFT] = draft_id


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
    open_draft(item.text, name, after=(item.scenario_id, after or item.number))


def _withdraw(item: Version) -> None:
    try:
        kept.withdraw(process.session().store, item.scenario_id, at=process.session().clock())
    except (Refused, StoreUnavailable) as error:
        commands.say("own", "error", str(error))
        return
    process.forget_own()
    trail.note("scenario withdrawn", scenario=item.scenario_id)
