"""Seats after EndEx: for those who rate and those who look on."""

import pytest

from engine import commands as c
from engine.errors import Refused
from tests.world import Room


@pytest.mark.parametrize("app_role", ["evaluator", "observer"])
def test_who_rates_or_looks_on_may_come_after_the_end(app_role):
    """After EndEx an evaluator takes a seat and rates, an observer takes one; nobody else may."""
    room = Room().start()
    room.do(c.EndExercise(by=room.facilitator))
    who = room.join("Late Example", app_role=app_role)

    assert room.state.app_role(who) == app_role
    assert room.state.phase == "ended"
    if app_role == "evaluator":
        room.do(c.RateCriterion(by=who, criterion="detection", value=2, reason="Slow", cites=(1,)))
        assert [rating.by for rating in room.state.ratings] == [who]
    for other in ("participant", "facilitator"):
        with pytest.raises(Refused, match="has ended"):
            room.join("Too late", app_role=other)
