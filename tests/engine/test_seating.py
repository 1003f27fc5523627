"""Seats as browsers hold them: taken back, removed, revoked, grown old; codes and secrets replaced."""

import pytest

from engine import commands as c
from engine.errors import Refused
from engine.running import reception
from engine.running.reception import LINK_LASTS
from engine.running.session import Session
from engine.seats import identity, keys
from engine.seats.identity import Pass, Seat
from engine.seats.naming import cleaned
from engine.seats.tokens import SEAT_LASTS
from tests.world import Room


@pytest.fixture
def room():
    """An exercise in its lobby."""
    return Room()


def seat_of(room, participant_id, app_role="participant"):
    """The seat of somebody who joined."""
    return Seat(room.id, participant_id, app_role)


def refused(call, *arguments, **named):
    """The reason for which a call is refused."""
    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    return str(caught.value)


def test_a_token_of_an_earlier_version_opens_its_seat_until_the_exercise_is_old(room):
    """A token without issue and date counts as made when the exercise was."""
    seat = seat_of(room, room.responder)
    old = identity.sign_pass(Pass(seat), room.session.signing)
    payload = old.split(".")[0]

    assert identity.read_pass(old, room.session.signing) == Pass(seat)
    assert payload
    assert room.session.seat(old) == seat
    room.clock.advance(seconds=SEAT_LASTS.total_seconds() + 1)
    assert room.session.seat(old) is None


def test_a_token_grows_old(room):
    """Two weeks after it was made a token opens nothing, while a fresh one of the same seat does."""
    token = room.session.join(room.id, "Ann Example", ["Legal"])
    room.clock.advance(seconds=SEAT_LASTS.total_seconds())
    seat = room.session.seat(token)
    room.clock.advance(seconds=1)

    assert seat is not None
    assert room.session.seat(token) is None
    assert room.session.seat(room.session.token_of(seat)) == seat


def test_a_removed_seat_opens_nothing(room):
    """The token of who was removed is worth nothing from that moment, in every process."""
    token = room.session.join(room.id, "Ann Example", ["Legal"])
    other = Session(room.session.store, clock=room.clock)
    seat = other.seat(token)
    room.do(c.LeaveExercise(by=room.facilitator, participant_id=seat.participant_id))

    assert room.session.seat(token) is other.seat(token) is None
    assert room.session.names(room.id)[seat.participant_id] == "Ann Example"


def test_a_seat_is_taken_back_once(room):
    """A facilitator's link voids every token of the seat and opens it in the first browser that comes."""
    token = room.session.join(room.id, "Ann Example", ["Legal"])
    seat, desk = room.session.seat(token), seat_of(room, room.facilitator, "facilitator")
    link = reception.link_to(room.session, seat, by=desk)
    between = room.session.seat(token)
    taken = reception.take_back(room.session, link)

    assert between is None
    assert room.session.seat(taken) == seat
    assert room.session.seat(link) is None
    assert "has been used" in refused(reception.take_back, room.session, link)
    assert len(room.state.participants) == 4


def test_a_link_to_a_seat_does_not_last(room):
    """Half an hour later, after a newer link, or once the seat is gone, a link opens nothing."""
    seat, desk = seat_of(room, room.ciso), seat_of(room, room.facilitator, "facilitator")
    first, second = (reception.link_to(room.session, seat, by=desk) for _ in range(2))
    assert "has been used" in refused(reception.take_back, room.session, first)
    room.clock.advance(seconds=LINK_LASTS.total_seconds() + 1)
    assert "no longer good" in refused(reception.take_back, room.session, second)
    third = reception.link_to(room.session, seat, by=desk)
    room.do(c.LeaveExercise(by=room.facilitator, participant_id=room.ciso))
    assert "removed" in refused(reception.take_back, room.session, third)
    for junk in ("", "x", "x.y", room.session.token_of(seat)):
        assert "no longer good" in refused(reception.take_back, room.session, junk)


@pytest.mark.parametrize("who", ["ciso", "stranger", "elsewhere"])
def test_only_a_facilitator_hands_out_anothers_seat(room, who):
    """A participant, a stranger and another exercise's facilitator get no link, and void nothing."""
    token = room.session.join(room.id, "Ann Example", ["Legal"])
    other = Room(store=room.session.store)
    by = {
        "ciso": seat_of(room, room.ciso),
        "stranger": seat_of(room, "p-0", "facilitator"),
        "elsewhere": seat_of(other, other.facilitator, "facilitator"),
    }[who]

    assert refused(reception.link_to, room.session, room.session.seat(token), by=by)
    assert room.session.seat(token) is not None


def test_a_replaced_key_opens_nothing(room):
    """Each key can be made anew by itself: the old one is dead, the others are as they were."""
    store, before = room.session.store, room.keys
    for name in ("code", "facilitator", "evaluator", "observer", "projector"):
        keys.replace_key(store, room.id, name)
    after = room.session.keys(room.id)

    assert "No exercise has the code" in refused(room.session.find, before.join_code)
    assert room.session.find(after.join_code) == room.id
    for name in ("facilitator", "evaluator", "observer"):
        assert room.session.unlock(room.id, getattr(before, name)) is None
        assert room.session.unlock(room.id, getattr(after, name)) == name
    assert not keys.opens_projector(store, room.id, before.projector)
    assert keys.opens_projector(store, room.id, after.projector)
    assert len({before, after}) == 2


def test_the_projectors_secret_opens_nothing_else(room):
    """It is no role's secret; the observers', which older links hold, still opens the projector."""
    store, made = room.session.store, room.keys

    assert room.session.unlock(room.id, made.projector) is None
    assert keys.opens_projector(store, room.id, made.projector)
    assert keys.opens_projector(store, room.id, made.observer)
    for key in (made.facilitator, made.evaluator, "", "guess"):
        assert not keys.opens_projector(store, room.id, key)


def test_the_list_opens_one_seat_again_and_again(room):
    """Whoever opens an exercise from the list sits in the same seat, until it is removed."""
    tokens = [reception.desk(room.session, room.id, "Facilitator") for _ in range(3)]
    people = {room.session.seat(token).participant_id for token in tokens}
    room.do(c.LeaveExercise(by=room.facilitator, participant_id=people.pop()))
    anew = room.session.seat(reception.desk(room.session, room.id, "Facilitator"))

    assert people == set()
    assert list(room.session.names(room.id).values()).count("Facilitator") == 2
    assert anew is not None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ann   Example ", "Ann Example"),
        ("Ann\u202e Example\u2066", "Ann Example"),
        ("A\u200bn\ufeffn", "Ann"),
        ("Ann\nExample\t\x07", "Ann Example"),
        ("Zoë 3", "Zoë 3"),
        ("李", "李"),
        ("x" * 100, "x" * 80),
    ],
)
def test_a_name_is_what_others_see(given, kept):
    """Nothing unseen, and nothing that turns the text around it, is kept of a name."""
    assert cleaned(given) == kept


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u202e\u2069", "…—!", "\u3164\u3164", "\x00"])
def test_a_name_nobody_can_read_is_refused(room, name):
    """A name needs a letter or digit that shows."""
    assert "Give the name" in refused(room.session.join, room.id, name)
