"""Go or no-go: what the exercise shows by itself, what a person confirms, and the decision on record."""

import pytest

from engine import commands as c
from engine.errors import Refused
from engine.log.describe import lines
from engine.preparing import kept
from engine.preparing.checks import BY_HAND, checks, open_points
from engine.scenario.times import MINUTE_MS
from tests.world import Room, rich_exercise


@pytest.fixture
def room():
    """A room that gathers: a responder and the CISO, no evaluator."""
    return Room(rich_exercise())


def points(room, confirmed=()):
    """Every point by its id."""
    snapshot = room.session.current(room.id)
    return {item.id: item for item in checks(snapshot.scenario, snapshot.state, confirmed)}


def answers(room, who):
    """A device that answers."""
    return room.do(
        c.JoinExercise(by=who, participant_id=who, roles=room.state.participants[who].roles, is_ready=True)
    )


def store_of(room):
    """Where the room is kept."""
    return room.session.store


def test_an_empty_room_shows_what_is_missing():
    """Nobody is here, so no role is held and no device has answered."""
    room = Room(rich_exercise())
    for who in (room.responder, room.ciso):
        room.do(c.LeaveExercise(by=room.facilitator, participant_id=who))
    found = points(room)
    assert not found["people"].is_done
    assert not found["devices"].is_done
    assert set(found["roles"].names) == {role.role for role in rich_exercise().scenario.roles}


def test_what_is_so_needs_no_confirmation(room):
    """People, the approver and the length show by themselves; an evaluator once one is seated."""
    found = points(room)
    assert found["people"].count == 2
    assert found["approver"].is_done
    assert found["length"].is_done
    assert not found["evaluator"].is_done
    room.join("Eve Example", app_role="evaluator")
    assert points(room)["evaluator"].is_done


def test_every_device_answers_once(room):
    """The list names who has not; a second press stores nothing, and a role changed later keeps it."""
    assert points(room)["devices"].names == (room.responder, room.ciso)
    (event,) = answers(room, room.responder)
    assert event.is_ready
    assert answers(room, room.responder) == ()
    assert points(room)["devices"].names == (room.ciso,)
    answers(room, room.ciso)
    room.do(c.JoinExercise(by=room.ciso, participant_id=room.ciso, roles=("CISO", "Legal")))
    assert points(room)["devices"].is_done

    snapshot = room.session.current(room.id)
    assert "Device answers" in " ".join(item.text for item in lines(snapshot.scenario, snapshot.events))


def test_whoever_comes_late_has_not_answered(room):
    """One more device opens the point again."""
    answers(room, room.responder)
    answers(room, room.ciso)
    late = room.join("Lee Example", "Legal")
    assert points(room)["devices"].names == (late,)


def test_an_inject_after_the_end_is_named(room):
    """The exercise is cut short: what is never delivered stands in the list."""
    room.do(c.AdjustSchedule(by=room.facilitator, change="end", end_ms=50 * MINUTE_MS))
    found = points(room)["length"]
    assert not found.is_done
    assert found.names


def test_an_open_point_can_be_so_on_purpose(room):
    """Confirmed, it is no longer open; with all confirmed it is a go."""
    found = points(room)
    assert {"evaluator", *BY_HAND} <= set(open_points(found.values()))
    assert points(room, {"evaluator"})["evaluator"].is_done
    assert open_points(points(room, set(found)).values()) == ()


def test_points_are_confirmed_and_taken_back_by_who_leads(room):
    """Nobody else prepares the exercise."""
    store, state = store_of(room), room.state
    kept.confirm(store, room.id, state, room.facilitator, "rules")
    assert kept.confirmed(store, room.id) == {"rules"}
    kept.confirm(store, room.id, state, room.facilitator, "rules", is_so=False)
    assert kept.confirmed(store, room.id) == frozenset()
    with pytest.raises(Refused, match="Only a facilitator"):
        kept.confirm(store, room.id, state, room.responder, "rules")


def test_the_decision_is_on_record_until_the_start(room):
    """With what was open then; a later one takes its place, and after StartEx there is none."""
    store = store_of(room)
    assert kept.decision(store, room.id) is None
    no = kept.Decision(False, room.facilitator, "2026-03-03T14:00:00+00:00", ("evaluator",))
    go = kept.Decision(True, room.facilitator, "2026-03-03T14:10:00+00:00")
    kept.decide(store, room.id, room.state, no)
    kept.decide(store, room.id, room.state, go)
    assert kept.decision(store, room.id) == go
    with pytest.raises(Refused, match="Only a facilitator"):
        kept.decide(store, room.id, room.state, kept.Decision(True, room.ciso, ""))
    room.start()
    with pytest.raises(Refused, match="has started"):
        kept.decide(store, room.id, room.state, no)


def test_what_was_prepared_goes_with_the_exercise(room):
    """Deleting it leaves nothing of it behind."""
    store = store_of(room)
    kept.confirm(store, room.id, room.state, room.facilitator, "rules")
    store.delete_exercise(room.id)
    assert kept.confirmed(store, room.id) == frozenset()
