"""Changes of the schedule: editing, taking back, and what can't be taken back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import commands as c
from engine.decide.undo import undo
from engine.errors import Refused
from engine.schedule import msel
from tests.world import Room

MINUTE_MS = 60_000


@pytest.fixture
def room() -> Room:
    """A running exercise at T+1."""
    return Room().start().after(minutes=1)


def change(room: Room, what: str, inject_id: str = "inject-3", **fields: object) -> None:
    """A change of the schedule by the facilitator."""
    room.do(c.AdjustSchedule(by=room.facilitator, change=what, inject_id=inject_id, **fields))


def schedule(room: Room) -> list[tuple[object, ...]]:
    """Everything the MSEL says."""
    snapshot = room.session.current(room.id)
    entries = msel(snapshot.scenario, snapshot.state, snapshot.at_ms(room.clock()))
    return [(e.inject_id, e.due_ms, e.standing, e.inject.title, e.inject.event, e.inject.to) for e in entries]


def take_back(room: Room) -> c.AdjustSchedule | None:
    """Give the command that takes back the last change, if there is one."""
    snapshot = room.session.current(room.id)
    command = undo(snapshot.scenario, snapshot.events, snapshot.at_ms(room.clock()))
    if command is not None:
        room.do(command.model_copy(update={"by": room.facilitator}))
    return command


CHANGES = {
    "hold": {},
    "drop": {},
    "move": {"due_ms": 50 * MINUTE_MS},
    "edit": {"title": "Another headline", "text": "Another text.", "to": ("Legal",)},
    "end": {"inject_id": "", "end_ms": 120 * MINUTE_MS},
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_can_be_taken_back(room, what):
    """After a change and its undo the schedule says what it said before."""
    before, end_ms = schedule(room), room.state.end_ms

    change(room, what, **CHANGES[what])
    assert schedule(room) != before or room.state.end_ms != end_ms
    take_back(room)

    assert (schedule(room), room.state.end_ms) == (before, end_ms)


def test_an_added_inject_is_dropped_again(room):
    """Taking back an addition drops the inject before anybody sees it."""
    change(room, "add", "", title="News", text="Something new.", due_ms=5 * MINUTE_MS)
    take_back(room)
    room.after(minutes=10)

    assert "ad-hoc-1" not in room.state.delivered


def test_an_edited_inject_is_delivered_as_edited(room):
    """Participants read the new text, with figures of the AI system filled in; questions stay."""
    change(room, "edit", "inject-2", text="Now {{containment_level}} of four levels is in force.")
    room.after(minutes=15)

    shown = room.state.delivered["inject-2"]
    assert shown.text == "Now 0 of four levels is in force."
    assert len(shown.questions) == 3


def test_what_has_been_delivered_stays(room):
    """A change whose inject has been seen can't be taken back, and a delivered inject can't be edited."""
    change(room, "move", "inject-2", due_ms=2 * MINUTE_MS)
    room.after(minutes=2)

    assert take_back(room) is None
    with pytest.raises(Refused, match="delivered already"):
        change(room, "edit", "inject-2", text="Too late.")


def test_a_time_that_has_passed_stays(room):
    """An inject moved away from a minute that has passed since is not moved back."""
    change(room, "move", "inject-2", due_ms=40 * MINUTE_MS)
    room.after(minutes=20)

    assert take_back(room) is None


def test_an_edit_that_changes_nothing_is_refused(room):
    """Sending a form without a change says so, and so does taking back a drop that was none."""
    with pytest.raises(Refused, match="Nothing was changed"):
        change(room, "edit")
    with pytest.raises(Refused, match="was not dropped"):
        change(room, "restore")
    with pytest.raises(Refused, match="did you mean"):
        change(room, "edit", text="{{affected_user}} users")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=6))
def test_the_last_change_is_the_one_taken_back(done):
    """However many changes were made, undo takes back exactly the last of them."""
    room = Room().start().after(minutes=1)
    seen = [(schedule(room), room.state.end_ms)]
    for what in done:
        try:
            change(room, what, **CHANGES[what])
        except Refused:
            continue
        seen.append((schedule(room), room.state.end_ms))
    changed = len(seen) > 1 and seen[-1] != seen[-2]
    take_back(room)

    assert not changed or (schedule(room), room.state.end_ms) == seen[-2]
