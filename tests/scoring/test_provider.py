"""The pitfall of waiting for the model's provider, in shipped scenarios whose provider answers late."""

import pytest

from engine import commands as c
from engine.files.loader import load_exercise
from scoring.case import Case
from scoring.lessons.pitfalls import pitfalls
from tests.world import SHIPPED, Room, content, rubric


def _found(name: str, audience: str, until: int, contains_at: int | None = None) -> str:
    """What is said of a team that writes to the provider at T+1 and contains at a minute, or never."""
    room = Room(load_exercise(SHIPPED / f"{name}.yml", content())).start().after(minutes=1)
    room.do(c.SendMessage(by=room.responder, audience=audience, text="What do you see on your side?"))
    for minute in range(2, until + 1):
        room.after(minutes=1)
        if minute == contains_at:
            order = {"action": "add_block_pattern", "params": {"pattern": "zz"}}
            room.do(c.ApplyContainment(by=room.responder, **order))
    room.do(c.EndExercise(by=room.facilitator))
    snapshot = room.session.current(room.id)
    found = pitfalls(Case(snapshot.scenario, snapshot.events, rubric()))
    return next((item.why for item in found if item.id == "waited_for_provider"), "")


@pytest.mark.parametrize(
    ("name", "audience", "answers_at"),
    [("dosage-advice", "Model provider", 26), ("the-night-invoice", "Model provider", 56)],
)
def test_a_team_that_waits_for_the_providers_answer_is_told(
    name: str, audience: str, answers_at: int
) -> None:
    """It asked at once and did nothing of its own until the provider answered, late."""
    assert f"answered at T+{answers_at}:00" in _found(name, audience, answers_at + 2)


def test_a_team_that_acts_meanwhile_is_not() -> None:
    """It contained by itself before the answer came."""
    assert _found("dosage-advice", "Model provider", 30, contains_at=5) == ""
