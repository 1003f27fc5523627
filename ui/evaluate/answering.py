"""Answers point by point: what text matching suggests, and what the evaluator decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from engine.after import keeping
from engine.after.points import PointDecision, PointKey, of_person
from engine.errors import Refused, StoreUnavailable
from engine.log.events import AnswerSubmitted
from engine.scenario.exercise import ExpectedPoint
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from engine.views import expectations_for
from scoring.answers import PointSuggestion, suggest
from scoring.answers.deciding import following, tallies
from ui.evaluate import answer_tables, matching, whole
from ui.evaluate.answer_tables import Asked
from ui.language.text import html, line, name_of, plain
from ui.language.words import t
from ui.live import bar
from ui.pieces import commands, panels
from ui.server import process

PAGE = 5
"""Answers shown at once, each with up to a dozen points."""

SLOT = "answers"
DECISIONS = {True: t("In it"), False: t("Not in it")}
"""What an evaluator may click about a point; neither is chosen beforehand."""

_suggest = lru_cache(maxsize=2_000)(suggest)


@bar.part("evaluate:answers", "answer_submitted", "inject_delivered")
def draw(held: Seat) -> None:
    """One question at a time, its answers beneath."""
    matched = matching.in_use()
    if matched.refused:
        st.warning(plain(matched.refused))
    st.info(matching.banner(matched.matcher.name))
    snapshot = process.session().current(held.exercise_id)
    expected = expectations_for(snapshot.scenario, snapshot.state, held.participant_id)
    questions = {item.id: item for item in answer_tables.asked(snapshot.state, expected)}
    if not questions:
        st.caption(t("No question has been put yet."))
        return
    chosen = st.selectbox(
        t("Question"),
        list(questions),
        format_func=lambda name: line(questions[name].label) if name in questions else name,
        key="answers:question",
    )
    shown = questions.get(chosen or "") or next(iter(questions.values()))
    commands.hear(SLOT)
    if not shown.answers:
        st.caption(t("No answer yet."))
    elif shown.has_points:
        is_blind = st.toggle(t("Show suggestions only after I have decided"), key="answers:blind")
        own = _own(held)
        st.markdown(f"**{following(own.values()).sentence}**")
        _question(held, shown, own, is_blind=is_blind)
    else:
        whole.draw(held, snapshot, shown)


def _own(held: Seat) -> Mapping[PointKey, PointDecision]:
    found = keeping.point_decisions(process.session().store, held.exercise_id)
    return of_person(found, held.participant_id)


def _question(held: Seat, asked: Asked, own: Mapping[PointKey, PointDecision], *, is_blind: bool) -> None:
    first = (_page(asked) - 1) * PAGE
    for answer in asked.answers[first : first + PAGE]:
        with st.container(border=True):
            _answer(held, asked, answer, own, is_blind=is_blind)
    numbers = {answer.seq for answer in asked.answers}
    decided = [item for item in own.values() if item.answer_seq in numbers]
    st.subheader(t("Points over all answers, as you decided"))
    panels.table(answer_tables.tally_rows(tallies(asked.question, decided)), "")
    if asked.question.anti_points:
        st.caption(t("A point that harms takes one point away, from the share of its criterion."))


def _page(asked: Asked) -> int:
    """Which stretch of the answers is shown."""
    pages = -(-len(asked.answers) // PAGE)
    if pages < 2:
        return 1
    label = t("{count} answers, {page} at a time", count=len(asked.answers), page=PAGE)
    numbers = list(range(1, pages + 1))
    return st.pills(label, numbers, default=1, required=True, key=f"answers:page:{asked.id}") or 1


def _answer(
    held: Seat,
    asked: Asked,
    answer: AnswerSubmitted,
    own: Mapping[PointKey, PointDecision],
    *,
    is_blind: bool,
) -> None:
    who = name_of(process.names(held.exercise_id), answer.by)
    told = t("{time} · {who} · event {seq}", time=offset_label(answer.at_ms), who=who, seq=answer.seq)
    st.caption(plain(told))
    panels.prose(answer.text)
    found = _suggest(asked.question, answer.text, matcher=matching.in_use().matcher)
    if found.note and not is_blind:
        st.warning(plain(found.note))
    for point, _ in asked.points:
        standing = own.get((answer.seq, point.id))
        item = found.of(point.id)
        hidden = is_blind and standing is None
        _point(held, point, Click(answer.seq, item, found.matcher, was_hidden=hidden), standing)


@dataclass(frozen=True, slots=True)
class Click:
    """What a click on a point decides about, and what was shown when it was made."""

    answer_seq: int
    suggestion: PointSuggestion
    matcher: str
    was_hidden: bool

    @property
    def key(self) -> str:
        """Of the point's widget."""
        return f"point:{self.answer_seq}:{self.suggestion.point_id}"


def _point(held: Seat, point: ExpectedPoint, click: Click, standing: PointDecision | None) -> None:
    st.session_state.setdefault(click.key, None if standing is None else standing.is_made)
    harms = t("Harms: {description}", description=point.description)
    left, right = st.columns([3, 4], gap="medium")
    with left:
        st.segmented_control(
            line(harms if click.suggestion.is_anti else point.description),
            [True, False],
            format_func=lambda made: DECISIONS[made],
            key=click.key,
            on_change=_decide,
            args=(held, click),
        )
    with right:
        later = html(t("The suggestion is shown once you have decided."))
        hidden = f'<div class="tplus-below">{later}</div>'
        st.html(hidden if click.was_hidden else answer_tables.suggested(click.suggestion))


def _decide(held: Seat, click: Click) -> None:
    """Keep one click; what could not be kept is not shown as if it were."""
    state = process.session().current(held.exercise_id).state
    decision = PointDecision(
        answer_seq=click.answer_seq,
        point_id=click.suggestion.point_id,
        decided_by=held.participant_id,
        is_made=st.session_state.get(click.key),
        chip=click.suggestion.chip,
        matcher=click.matcher,
        was_hidden=click.was_hidden,
    )
    try:
        keeping.decide_point(process.session().store, held.exercise_id, state, decision)
    except (Refused, StoreUnavailable) as error:
        st.session_state.pop(click.key, None)
        commands.say(SLOT, "error", t("Not saved. {error}", error=error))
