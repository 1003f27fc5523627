"""What other decisions would have done, in sentences first and charts below."""

from collections.abc import Mapping

import streamlit as st

from engine.snapshot import Snapshot
from scoring.whatif import words
from scoring.whatif.compare import CourseOutcome, WhatIf
from ui.charts import figures
from ui.language import columns
from ui.language.text import plain
from ui.language.words import many, t
from ui.pieces import panels
from ui.server import numbers
from ui.shown import tables

SETTINGS = {"displayModeBar": False}

TABS = (
    t("Over time"),
    t("Harm against service"),
    t("Price of a minute"),
    t("Level and minute"),
    t("Your decisions"),
)


def draw(snapshot: Snapshot) -> None:
    """The comparison of a started exercise."""
    with st.spinner(t("Playing the exercise again in 200 worlds …")):
        answer = numbers.whatif_of(snapshot)
    st.markdown(f"**{plain(words.headline(answer))}**")
    st.markdown(plain(f"{words.luck(answer)} {words.revealed(answer)}"))
    time, trade, price, level, own = st.tabs(TABS, key="comparing")
    with time:
        _chart(figures.course_chart(answer, tables.decision_marks(snapshot.state)), "course")
        panels.table(channel_rows(answer.outcomes), "")
    with trade:
        _chart(figures.trade_chart(answer), "trade")
    with price:
        _chart(figures.price_chart(words.prices(answer)), "price")
    with level:
        _lines(words.crossings(answer))
        _chart(figures.level_minute_chart(answer), "level")
    with own:
        _own(answer)
    st.caption(
        many(
            "{number} replay in the exercise's own world with the model's luck re-rolled; bands"
            " hold nine in ten. A level is applied and held to the end, with all actions of the"
            " levels below it. In this model, with its stated assumptions; harm points are a"
            " weighted sum of the channels, a value judgement of whoever owns the exercise.",
            "{number} replays in the exercise's own world with the model's luck re-rolled; bands"
            " hold nine in ten. A level is applied and held to the end, with all actions of the"
            " levels below it. In this model, with its stated assumptions; harm points are a"
            " weighted sum of the channels, a value judgement of whoever owns the exercise.",
            len(answer.question.worlds),
        )
    )


def channel_rows(outcomes: Mapping[str, CourseOutcome]) -> list[columns.Row]:
    """The channels behind harm points, course by course, as means over worlds."""
    return [
        {
            columns.COURSE: figures.COURSES[name].name,
            columns.HARM_POINTS: f"{outcome.harm_points.mean:,.0f}",
            columns.NINE_IN_TEN: t(
                "{low:,.0f} to {high:,.0f}", low=outcome.harm_points.low, high=outcome.harm_points.high
            ),
            columns.HARMFUL_ANSWERS: f"{outcome.channels['outputs'] + outcome.channels['ambient']:,.0f}",
            columns.RECORDS_LEAKED: f"{outcome.channels['records']:,.0f}",
            columns.TOOL_ACTIONS: f"{outcome.channels['tool_actions']:,.0f}",
            columns.ATTACK_TOKENS: f"{outcome.channels['attack_tokens']:,.0f}",
            columns.SERVICE_KEPT: f"{outcome.service.mean:.1%}",
        }
        for name, outcome in outcomes.items()
    ]


def _own(answer: WhatIf) -> None:
    if not answer.left_out:
        st.caption(t("The team took no decision about the AI system."))
        return
    st.markdown(f"**{plain(words.mattered_most(answer))}**")
    st.markdown(t("Your decisions earlier, but none before anybody could know:"))
    _lines([words.earlier(minutes, change) for minutes, change in answer.earlier])
    st.markdown(t("One of them left out:"))
    _lines([words.without(decision, change) for decision, change in answer.left_out])


def _lines(lines: list[str]) -> None:
    for line in lines:
        st.markdown(f"- {plain(line)}")


def _chart(figure: object, key: str) -> None:
    st.plotly_chart(figure, key=f"whatif:{key}", config=SETTINGS)
