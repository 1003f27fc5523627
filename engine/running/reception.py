"""What is done about seats from the desk: opened from the list, handed to another browser, taken back."""

from datetime import timedelta

from engine.errors import Refused
from engine.running.session import Session
from engine.seats import identity, tokens
from engine.seats.identity import Pass, Seat
from engine.store import Document

LINK_LASTS = timedelta(minutes=30)
"""How long a link to a seat opens it (assumption: somebody stands there and waits for it)."""

DESK = "desk"
"""Kind of the documents that name the seat which the list of exercises opens."""


def desk(session: Session, exercise_id: str, name: str) -> str:
    """A token of the facilitator's seat that the list of exercises opens, the same seat every time."""
    state = session.current(exercise_id).state
    known = session.store.get(DESK, exercise_id) or ""
    if state.app_role(known) == "facilitator":
        return session.token_of(Seat(exercise_id, known, "facilitator"))
    token = session.join(exercise_id, name, app_role="facilitator")
    keep_desk(session, token)
    return token


def keep_desk(session: Session, token: str) -> None:
    """From now on the list of exercises opens this seat."""
    held = session.read(token)
    if held is not None:
        session.store.put(Document(DESK, held.seat.exercise_id, "", held.seat.participant_id))


def link_to(session: Session, seat: Seat, *, by: Seat) -> str:
    """What opens a seat once in another browser; every browser that has it is out at once.

    Raises:
        Refused: nobody sits there, or whoever asks neither sits there nor is a facilitator.

    """
    state = session.current(by.exercise_id).state
    if by.exercise_id != seat.exercise_id or state.app_role(seat.participant_id) != seat.app_role:
        raise Refused("Nobody sits there any more; the list of seats is already up to date.")
    if by.participant_id != seat.participant_id and state.app_role(by.participant_id) != "facilitator":
        raise Refused("A link to a seat is made by a facilitator, or by whoever sits in it.")
    issue = tokens.next_issue(session.store, seat)
    made = Pass(seat, issue or 0, tokens.seconds(session.clock()), is_link=True)
    return identity.sign_pass(made, session.signing)


def take_back(session: Session, link: str) -> str:
    """The token of the seat that a link opens, for the browser that opened it first.

    Raises:
        Refused: it is no such link, it was used, it is too old, or nobody sits there any more.

    """
    held, now = identity.read_pass(link, session.signing, is_link=True), session.clock()
    if held is None or now - tokens.moment(held.made_s) > LINK_LASTS:
        raise Refused("This link to a seat is no longer good; ask the facilitator for a new one.")
    seat = held.seat
    if session.current(seat.exercise_id).state.app_role(seat.participant_id) != seat.app_role:
        raise Refused("This seat was given up or removed; join again with the code.")
    if tokens.next_issue(session.store, seat, after=held.issue) is None:
        raise Refused("This link to a seat has been used; ask the facilitator for a new one.")
    return session.token_of(seat)
