"""The bar asks for what has changed to be drawn again, and for nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.errors import StreamlitAPIException

from engine import commands as c
from tests.ui.live.conftest import Played
from ui.live import bar
from ui.news.message import Viewer

PARTS = {
    "log": bar.ScreenPart(),
    "story": bar.ScreenPart(("inject_delivered",)),
    "answers": bar.ScreenPart(around="story"),
    "send": bar.ScreenPart(("message_sent",)),
    "left over": bar.ScreenPart(around="gone"),
}


def _happen(played: Played, command: c.Command) -> tuple[Any, ...]:
    before = played.session.current(played.id).state.seq
    played.do(command)
    return played.session.current(played.id).events[before:]


def test_an_answer_redraws_displays_alone(played: Played) -> None:
    """What others type into stays as it is when somebody answers."""
    answer = c.SubmitAnswer(
        by=played.seat().participant_id, inject_id="inject-1", question_id="inject-1-q1", text="Look"
    )

    assert bar.parts_of(_happen(played, answer), PARTS) == ["log", "answers"]


def test_an_inject_redraws_the_story(played: Played) -> None:
    """What stands inside another part does not follow by itself."""
    deliver = c.DeliverInject(by=played.seat("facilitator").participant_id, inject_id="inject-2")

    assert bar.parts_of(_happen(played, deliver), PARTS) == ["log", "story"]


def test_a_message_redraws_where_messages_are_listed(played: Played) -> None:
    """Only the pieces that an event concerns are drawn again."""
    send = c.SendMessage(by=played.seat().participant_id, audience="Legal", text="Hello")

    assert bar.parts_of(_happen(played, send), PARTS) == ["log", "answers", "send"]


def test_a_tick_redraws_what_shows_the_ai_system() -> None:
    """Between events only the AI system moves; a screen without its signals draws nothing."""
    parts = PARTS | {"signals": bar.ScreenPart((bar.TICKED, *bar.SYSTEM))}

    assert bar.parts_of((), parts, has_ticked=True) == ["signals"]
    assert bar.parts_of((), PARTS, has_ticked=True) == []


def _asked(monkeypatch: pytest.MonkeyPatch, redraw: Callable[[], None], state: dict[str, Any]) -> list[Any]:
    """What `st.rerun` was asked for."""
    asked: list[Any] = []
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "rerun", lambda *scope: asked.append(scope))
    redraw()
    return asked


def test_one_s_own_new_roles_redraw_the_whole_screen(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """A role taken elsewhere brings its briefing and its injects; somebody else's does not."""
    me = played.seat()
    drawn = {f"drawn:{played.id}": (played.session.current(played.id).state.seq, 0), bar.PARTS: PARTS}
    played.do(c.JoinExercise(by=me.participant_id, participant_id=me.participant_id, roles=("Legal",)))
    whole = frozenset({"exercise_ended"})

    mine = _asked(monkeypatch, lambda: bar._redraw(Viewer(played.id, me.participant_id), whole), dict(drawn))
    theirs = _asked(monkeypatch, lambda: bar._redraw(Viewer(played.id, "p-other"), whole), dict(drawn))

    assert mine[0] == ()
    assert theirs == [([bar.KEY, "log", "answers"],)]


def test_a_part_that_went_away_brings_the_whole_screen(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part that is not on the screen any more can't be drawn alone; the whole screen then is."""
    asked: list[Any] = []

    def rerun(*scope: Any) -> None:
        asked.append(scope)
        if scope:
            raise StreamlitAPIException("no such fragment")

    before = (played.session.current(played.id).state.seq - 1, 0)
    monkeypatch.setattr(
        st, "session_state", {f"drawn:{played.id}": before, bar.PARTS: {"gone": bar.ScreenPart()}}
    )
    monkeypatch.setattr(st, "rerun", rerun)
    bar._redraw(Viewer(played.id, played.seat().participant_id), frozenset())

    assert asked == [([bar.KEY, "gone"],), ()]
