"""Creating an exercise: which scenario, how it is played, and who leads it."""

import streamlit as st

from engine.errors import Refused, StoreUnavailable
from engine.log.fact import USUAL, Aids, Conditions, Play
from engine.running import reception
from engine.scenario.exercise import Inject
from engine.scenario.times import offset_label
from engine.story import fill
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import commands, left_out, panels
from ui.server import process, trail
from ui.server.entry import seats
from ui.shown import tables


def draw() -> None:
    """The form for a new exercise, with what happens in the scenario chosen."""
    st.header(t("New exercise"))
    left_out.draw()
    offered = process.offered()
    asked = str(st.query_params.get("scenario", ""))
    if asked in offered:
        st.session_state.setdefault("new:scenario", asked)
    chosen = st.selectbox(
        t("Scenario"),
        list(offered),
        format_func=lambda item: tables.scenario_choice(offered[item].scenario, is_own=offered[item].is_own),
        key="new:scenario",
    )
    if chosen is None:
        st.error(
            t("There is no scenario. Put an exercise file into the content folder and read the files again.")
        )
        return
    scenario = offered[chosen].scenario
    with st.expander(t("What happens in it (spoilers)"), key="new:spoilers"):
        panels.prose(scenario.background)
        for inject in scenario.injects:
            _spoiler(inject)
    with st.form("new"):
        _conditions()
        st.text_input(t("Title"), key="new:title", max_chars=120, placeholder=scenario.name)
        st.text_input(t("Team that is exercised"), key="new:team", max_chars=80)
        st.text_input(t("Your name"), key="new:name", max_chars=80, placeholder=t("Facilitator"))
        st.text_input(t("Seed (empty for a fresh one)"), key="new:seed", max_chars=10)
        st.form_submit_button(t("Create the exercise"), type="primary", on_click=_create, args=(chosen,))
    commands.hear("new")


PLAY: dict[Play, str] = {
    "respond": t("People act in the app, each in a seat of their own"),
    "discuss": t("The room talks, and a scribe writes down what it decides"),
}
AIDS: dict[Aids, str] = {
    "guided": t("Guided: seats list what is expected, with deadlines"),
    "unaided": t("Unaided: seats offer actions and templates only"),
}


def _conditions() -> None:
    """How the exercise is played; a condition of the test, printed with every score."""
    st.radio(t("How it is played"), list(PLAY), format_func=lambda item: PLAY[item], key="new:play")
    st.radio(
        t("What seats show"),
        list(AIDS),
        format_func=lambda item: AIDS[item],
        key="new:aids",
        help=t("Unaided proves more; guided teaches more. Both are printed with every score."),
    )


def _spoiler(inject: Inject) -> None:
    st.markdown(f"**{plain(f'{offset_label(inject.time)} {fill(inject.title, {})}')}**")
    panels.prose(fill(inject.event, {}))
    for question in inject.questions:
        st.markdown(f"- {plain(question.text)}")
        for point in question.points:
            st.caption(plain(t("A good answer: {description}", description=point.description)))
    for label, text in ((t("Expected"), " ".join(inject.expected_actions)), (t("Notes"), inject.notes)):
        if text:
            st.caption(plain(f"{label}: {text}"))


def _create(chosen: str) -> None:
    given = str(commands.value("new:seed")).strip()
    if given and not given.isdecimal():
        commands.say(
            "new", "warning", t("Not created. The seed {given!r} is not a whole number.", given=given)
        )
        return
    loaded = process.offered().get(chosen)
    if loaded is None:
        commands.say("new", "warning", t("Not created. The scenario is no longer offered; choose another."))
        return
    try:
        keys = process.session().create(
            loaded,
            seed=int(given) if given else None,
            title=commands.value("new:title"),
            organisation_team=commands.value("new:team"),
            conditions=Conditions(
                commands.value("new:play", USUAL.play), commands.value("new:aids", USUAL.aids)
            ),
        )
    except (Refused, StoreUnavailable, ValueError) as error:
        commands.say("new", "error", t("Not created. {error}", error=error))
        return
    _lead(keys.exercise_id)


def _lead(exercise_id: str) -> None:
    """Take the facilitator's seat of a new exercise."""
    name = commands.value("new:name") or t("Facilitator")
    try:
        token = process.session().join(exercise_id, name, app_role="facilitator")
        reception.keep_desk(process.session(), token)
    except (Refused, StoreUnavailable) as error:
        said = t(
            "The exercise was created, but your seat in it was not stored. Open it from the list. {error}",
            error=error,
        )
        commands.say("new", "error", said)
        return
    trail.note("exercise created", exercise=exercise_id)
    st.query_params.clear()
    seats.take("facilitator", token)
