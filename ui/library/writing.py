"""Keeping what is written into a draft, by hand or by a change that was asked for."""

from dataclasses import replace

import streamlit as st

from engine.authoring import drafts
from engine.authoring.drafts import ChangedElsewhere, Draft
from engine.authoring.examine import examined
from engine.authoring.kept import LONGEST
from engine.errors import Refused, StoreUnavailable
from ui.language.words import t
from ui.pieces import commands
from ui.server import process


def keep(found: Draft, text: str, base: int) -> Draft | None:
    """Keep a text that rests on a revision of the draft, with the name it has now; None where it was not."""
    told = examined(text, process.content())
    title = told.loaded.scenario.name if told.loaded else found.title
    session = process.session()
    changed = replace(found, text=text, title=title, revision=base)
    try:
        return drafts.keep(session.store, changed, at=session.clock(), longest=LONGEST)
    except ChangedElsewhere:
        return None  # the editor says so, with both texts to choose from
    except (Refused, StoreUnavailable) as error:
        said = t("Not kept on the server, only in this browser. {error}", error=error)
        commands.say("editing", "error", said)
        st.session_state[_failures(found.id)] = failures(found.id) + 1
        return None


def put(found: Draft, text: str) -> bool:
    """Keep a text, and have the editor take it in place of what stands in it; whether it was kept."""
    if keep(found, text, found.revision) is None:
        return False
    st.session_state[_count(found.id)] = put_count(found.id) + 1
    return True


def put_count(draft_id: str) -> int:
    """How often the text was changed beside the editor in this session."""
    return int(st.session_state.get(_count(draft_id), 0))


def failures(draft_id: str) -> int:
    """How often a text could not be kept in this session: the editor tries again."""
    return int(st.session_state.get(_failures(draft_id), 0))


def _count(draft_id: str) -> str:
    return f"editing:put:{draft_id}"


def _failures(draft_id: str) -> str:
    return f"editing:failed:{draft_id}"
