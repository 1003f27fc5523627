"""Five hundred answers and a hundred presses, each raced by something that used to lose them."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

import pytest

from bench.crowd import ROLES, fill
from bench.raced import DELAYS_MS, RACES, ROUNDS, name, race_button, race_outbox, races
from engine.log.events import AnswerSubmitted
from tests.browser.conftest import Server

PRESSES = 8
"""Rounds of twelve races that buttons are pressed in."""

LONGEST_S = 600.0
"""Ten times what either test takes by itself."""

T = TypeVar("T")
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _run(racing: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: the browser that tests share keeps a loop in this one.

    Nobody waits for longer than `LONGEST_S`: where the browser's driver has died, its loop never ends.
    """
    found: Future[T] = Future()

    def race() -> None:
        try:
            found.set_result(asyncio.run(racing))
        except BaseException as error:
            found.set_exception(error)

    Thread(target=race, daemon=True).start()
    return found.result(LONGEST_S)


def test_five_hundred_raced_answers_are_stored_once_each(server: Server) -> None:
    """Raced by a push, a second widget or a dropped connection at 0 to 20 ms, each answer is there once."""
    room = fill(server, 30)  # so many that no seat sends more than its pace allows at once

    told = _run(race_outbox(room, server, ROUNDS))
    events = room.session.current(room.exercise_id).events
    stored = [event for event in events if isinstance(event, AnswerSubmitted)]

    assert len(told) == ROUNDS * len(RACES) * len(DELAYS_MS)
    assert sorted(told.values()) == [event.seq for event in stored]
    assert len({event.text for event in stored}) == len(stored)


def test_raced_presses_are_stored_once_each(server: Server) -> None:
    """A button is pressed once, and nothing that happens beside it loses or doubles what it stores."""
    room = fill(server, len(ROLES))

    stored = _run(race_button(room, server, PRESSES))

    assert set(stored.values()) == {1}
    assert set(map(name, races(PRESSES))) - set(stored) == set()
