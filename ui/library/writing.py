"""Keeping what is written into a draft, by hand or by a change that was asked for."""

from dataclasses import replace

import streamlit as st

from engine.authoring import drafts
from engine.authoring.drafts import Draft
from engine.authoring.examine import examined
from engine.authoring.kept import LONGEST
from engine.errors import Refused, StoreUnavailable
from ui.language.words import t
from ui.pieces import commands
from ui.server import process


def keep(found: Draft, text: str) -> None:
    """Keep a text as the draft's, with the name it has by now."""
    told = examined(text, process.content())
    title = told.loaded.scenario.name if told.loaded else found.title
    session = process.session()
    try:
        drafts.keep(
            session.store, replace(found, text=text, title=title), at=session.clock(), longest=LONGEST
        )
    except (Refused, StoreUnavailable) as error:
        said = t("Not kept on the server, only in this browser. {error}", error=error)
        commands.say("editing", "error", said)


def put(found: Draft, text: str) -> None:
    """Keep a text, and have the editor take it in place of what stands in it."""
    keep(found, text)
    st.session_state[_count(found.id)] = put_count(found.id) + 1


def put_count(draft_id: str) -> int:
    """How often the text was changed beside the editor in this session."""
    return int(st.session_state.get(_count(draft_id), 0))


def _count(draft_id: str) -> str:
    return f"editing:put:{draft_id}"
