"""A stored exercise is printed as the facilitator has arranged it."""

from engine import commands as c
from engine.scenario.times import MINUTE_MS, offset_label
from scoring.binder import catalogue
from scoring.binder.paper import Source
from scoring.binder.planned import planned
from scoring.binder.show.run import beats, reserve, scheduled
from tests.world import Room, rubric


def test_what_was_rearranged_is_printed_as_it_will_be() -> None:
    """Moved, held, dropped, shortened: the clock and the paper say the same."""
    room = Room()
    first, second, third, fourth = (item.id for item in room.session.current(room.id).scenario.injects[:4])
    for change in (
        c.AdjustSchedule(by=room.facilitator, change="move", inject_id=second, due_ms=20 * MINUTE_MS),
        c.AdjustSchedule(by=room.facilitator, change="hold", inject_id=third),
        c.AdjustSchedule(by=room.facilitator, change="drop", inject_id=fourth),
        c.AdjustSchedule(by=room.facilitator, change="end", end_ms=60 * MINUTE_MS),
    ):
        room.do(change)
    found = planned(room.session.current(room.id))

    assert found.duration_ms == 60 * MINUTE_MS
    assert [(item.id, offset_label(item.time)) for item in scheduled(found)][:2] == [
        (first, "T+00:00"),
        (second, "T+20:00"),
    ]
    assert third in [item.id for item in reserve(found)]
    assert fourth not in [item.id for item in found.injects]
    assert all(item.time < found.duration_ms for item in scheduled(found))


def test_an_exercise_with_every_inject_dropped_can_still_be_printed() -> None:
    """Nothing is scheduled then, and no paper breaks on it."""
    room = Room()
    for inject in room.session.current(room.id).scenario.injects:
        room.do(c.AdjustSchedule(by=room.facilitator, change="drop", inject_id=inject.id))
    made = Source(planned(room.session.current(room.id)), "0" * 64, rubric())

    assert beats(made) == ()
    assert all(paper.document(made).sections for paper in catalogue.ALL)
