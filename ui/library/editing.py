"""The editor of a draft: its text with problems by line, what it looks like, and what comes of it."""

from contextlib import suppress
from pathlib import Path

import streamlit as st

from engine.authoring import drafts, kept
from engine.authoring.drafts import Draft
from engine.authoring.examine import Examined, examined
from engine.errors import Problem, Refused, ScenarioInvalid, StoreUnavailable
from ui.language.text import line
from ui.language.words import many, t
from ui.library import looks, writing
from ui.pieces import commands
from ui.server import process, trail

ASSETS = Path(__file__).parent / "assets"
LEFT = "editing:left"
"""Where in the session it is kept that the editor is being left: the page around it is drawn anew."""
LISTED = 60
"""Problems that the editor lists, the gravest first; it says how many more there are (assumption)."""
WORDS = {
    "label": t("Text of the scenario"),
    "typing": t("Kept in this browser."),
    "unkept": t("Not kept yet."),
    "checking": t("Checking…"),
    "kept": t("Kept as a draft."),
    "again": t("Not kept on the server yet; it tries again."),
    "more": t("and {count} more"),
    "newer": t("This draft was changed elsewhere since. Which text do you want?"),
    "theirs": t("The one from elsewhere"),
    "mine": t("The one here"),
}
"""Texts of the editor; that with a name in braces is filled in by it."""

_component = st.components.v2.component(
    "tplus_editor",
    css=(ASSETS / "editor.css").read_text(encoding="utf-8"),
    js=(ASSETS / "editor.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@st.fragment
def draw(draft_id: str) -> None:
    """The draft of that id with its problems, and what it would be as an exercise."""
    if st.session_state.pop(LEFT, False):
        st.rerun()
    found = drafts.draft(process.session().store, draft_id)
    if found is None:
        st.info(t("This draft is no longer there: it was saved or thrown away."))
        st.button(t("Back to your scenarios"), on_click=_leave)
        return
    told = examined(found.text, process.content())
    name = told.loaded.scenario.name if told.loaded else found.title
    st.subheader(line(name or t("A new scenario")))
    _bar(found, told)
    commands.hear("editing")
    if found.report:
        with st.expander(t("What was taken from the file, guessed and left out"), key="editing:report"):
            st.code("\n".join(found.report), language=None, wrap_lines=True)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _editor(found, told)
    with right:
        looks.draw(found, told)


def _bar(found: Draft, told: Examined) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_state(told), width="stretch")
        st.button(
            t("Save"),
            type="secondary" if told.loaded is None else "primary",
            disabled=told.loaded is None,
            on_click=_save,
            args=(found.id,),
            key="editing:save",
        )
        st.download_button(t("Download"), found.text, "scenario.yml", "text/yaml", key="editing:file")
        st.button(t("Close"), on_click=_leave, key="editing:close", help=t("The draft stays."))


def _state(told: Examined) -> str:
    """What keeps it from being played, in a line."""
    warnings = len(told.problems) - told.errors
    doubts = many("{number} remark", "{number} remarks", warnings) if warnings else ""
    if told.errors:
        wrong = many("{number} problem to mend", "{number} problems to mend", told.errors)
        return f":red-badge[:material/error: {wrong}] {doubts}"
    fine = t("Can be played")
    return f":green-badge[:material/check: {fine}] {doubts}"


def _editor(found: Draft, told: Examined) -> None:
    by_weight = sorted(told.problems, key=lambda item: (item.severity != "error", item.line))
    given = {
        "id": found.id,
        "text": found.text,
        "revision": found.revision,
        "put": writing.put_count(found.id),
        "failed": writing.failures(found.id),
        "problems": [_problem(item) for item in by_weight[:LISTED]],
        "more": max(0, len(by_weight) - LISTED),
        "words": WORDS,
    }
    key = _key(found.id)
    _component(key=key, data=given, on_text_change=lambda: _typed(found.id))


def _key(draft_id: str) -> str:
    return f"editor:{draft_id}"


def _problem(item: Problem) -> dict[str, object]:
    said = f"{item.message}; {item.remedy}"
    where = t("Line {line}, to mend", line=item.line)
    if item.severity == "warning":
        where = t("Line {line}, remark", line=item.line)
    text = f"{item.path}: {said}" if item.path != "file" else said
    return {"line": item.line, "severity": item.severity, "where": where, "text": text}


def _typed(draft_id: str) -> None:
    _changed(draft_id)


def _changed(draft_id: str) -> Draft | None:
    """Keep what was typed last; the draft as it stands now."""
    found = drafts.draft(process.session().store, draft_id)
    typed = getattr(st.session_state.get(_key(draft_id)), "text", None)
    if found is None or not typed or typed["text"] == found.text or typed["base"] != found.revision:
        return found
    return writing.keep(found, str(typed["text"]), found.revision)


def _save(draft_id: str) -> None:
    """Make the draft, with what was typed last, the next version of its scenario."""
    session = process.session()
    found = _changed(draft_id)
    if found is None:
        return
    try:
        after = (found.after_id, found.after)
        saved = kept.save(session.store, found.text, process.content(), at=session.clock(), after=after)
    except ScenarioInvalid:
        commands.say("editing", "warning", t("Not saved: mend the problems that are listed first."))
        return
    except (Refused, StoreUnavailable) as error:
        commands.say("editing", "error", t("Not saved. {error}", error=error))
        return
    with suppress(StoreUnavailable):
        drafts.throw_away(session.store, draft_id)
    process.forget_own()
    trail.note("scenario saved", scenario=saved.scenario_id, version=str(saved.number))
    said = t(
        "Saved as version {number} of {id}. It is offered for new exercises now.",
        number=saved.number,
        id=saved.scenario_id,
    )
    commands.say("own", "success", said)
    _leave()


def _leave() -> None:
    st.query_params.pop("draft", None)
    st.session_state[LEFT] = True
