"""Five hundred answers, each raced by something that used to lose them."""

import asyncio

import pytest

from bench.crowd import fill
from bench.raced import DELAYS_MS, RACES, ROUNDS, race_outbox
from engine.events import AnswerSubmitted
from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_five_hundred_raced_answers_are_stored_once_each(server: Server) -> None:
    """Raced by a push, a second widget or a dropped connection at 0 to 20 ms, each answer is there once."""
    room = fill(server, 3)

    told = asyncio.run(race_outbox(room, server, ROUNDS))
    events = room.session.current(room.exercise_id).events
    stored = [event for event in events if isinstance(event, AnswerSubmitted)]

    assert len(told) == ROUNDS * len(RACES) * len(DELAYS_MS)
    assert sorted(told.values()) == [event.seq for event in stored]
    assert len({event.text for event in stored}) == len(stored)
