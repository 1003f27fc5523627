"""The answers to a question without points: a person rates them as a whole, against the anchors."""

import streamlit as st

from engine.after import keeping
from engine.after.points import QuestionRating
from engine.errors import Refused, StoreUnavailable
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from engine.snapshot import Snapshot
from scoring.catalogue import TITLES
from ui.evaluate.answer_tables import Asked
from ui.language.text import line, name_of, plain
from ui.language.words import t
from ui.pieces import commands, panels
from ui.server import numbers, process

SLOT = "answers"
VALUES = (5, 4, 3, 2, 1)


def draw(held: Seat, snapshot: Snapshot, asked: Asked) -> None:
    """Every answer, then one rating of the room's answers together."""
    names = process.names(held.exercise_id)
    for answer in asked.answers:
        with st.container(border=True):
            who = name_of(names, answer.by)
            st.caption(plain(t("{time} · {who}", time=offset_label(answer.at_ms), who=who)))
            panels.prose(answer.text)
    criterion = asked.question.criterion
    if criterion not in TITLES:
        st.caption(
            t("This question lists no points and touches no criterion, so its answers are not scored.")
        )
        return
    st.caption(
        plain(
            t(
                "This question lists no points. Rate the room's answers together, for: {criterion}.",
                criterion=TITLES[criterion],
            )
        )
    )
    key = f"whole:{asked.id}"
    st.session_state.setdefault(key, _own(held, asked))
    st.segmented_control(
        line(asked.question.text), VALUES, key=key, on_change=_rate, args=(held, asked.id, key)
    )
    for value, anchor in sorted(
        numbers.method().rubric_for(snapshot).anchors(criterion).items(), reverse=True
    ):
        st.caption(plain(f"{value}: {anchor}"))


def _own(held: Seat, asked: Asked) -> int | None:
    given = keeping.question_ratings(process.session().store, held.exercise_id)
    mine = (
        item.value for item in given if (item.question_id, item.rated_by) == (asked.id, held.participant_id)
    )
    return next(mine, None)


def _rate(held: Seat, question_id: str, key: str) -> None:
    """Keep a rating; what could not be kept is not shown as if it were."""
    session = process.session()
    value = st.session_state.get(key)
    rating = QuestionRating(question_id=question_id, rated_by=held.participant_id, value=value)
    try:
        state = session.current(held.exercise_id).state
        keeping.rate_question(session.store, held.exercise_id, state, rating)
    except (Refused, StoreUnavailable) as error:
        st.session_state.pop(key, None)
        commands.say(SLOT, "error", t("Not saved. {error}", error=error))
