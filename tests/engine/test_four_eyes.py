"""Who decides a request: somebody else where there is somebody, and a stand-in only where nobody can."""

import pytest

from engine import commands as c
from engine.errors import Refused
from engine.files.loader import load_exercise_text
from engine.log.fact import Conditions
from engine.views import approvals_for
from tests.world import Room, content, seed_exercise

ASK = {"about": "containment", "level": 4, "action": "shutdown"}


@pytest.fixture
def room() -> Room:
    """A running exercise with a responder and a CISO."""
    return Room().start()


def _asked(room: Room, by: str) -> str:
    room.do(c.RequestApproval(by=by, **ASK))
    return next(reversed(room.state.approvals))


def _waiting_for(room: Room, participant_id: str) -> list[str]:
    snapshot = room.session.current(room.id)
    found = approvals_for(snapshot.scenario, snapshot.state, participant_id)
    return [item.request.approval_id for item in found]


def test_nobody_grants_their_own_request_while_somebody_else_can(room: Room) -> None:
    """With a VP Engineering seated, the CISO's own request is the VP's to decide, and only the VP's."""
    vp = room.join("Vic Example", "VP Engineering")
    asked = _asked(room, room.ciso)

    with pytest.raises(Refused, match="somebody else decides it: VP Engineering"):
        room.do(c.DecideApproval(by=room.ciso, approval_id=asked, granted=True))
    assert _waiting_for(room, room.ciso) == []
    assert _waiting_for(room, vp) == [asked]
    (decided,) = room.do(c.DecideApproval(by=vp, approval_id=asked, granted=True))
    assert (decided.role, decided.grounds) == ("VP Engineering", "own")


def test_alone_in_the_room_one_may_and_the_log_says_so(room: Room) -> None:
    """The only approver grants their own request, recorded as self-approved."""
    asked = _asked(room, room.ciso)

    (decided,) = room.do(c.DecideApproval(by=room.ciso, approval_id=asked, granted=True))
    assert (decided.role, decided.grounds) == ("CISO", "self")


def test_an_approver_of_another_kind_does_not_count(room: Room) -> None:
    """Somebody seated who may not approve this is nobody else."""
    room.join("Lee Example", "Legal")
    asked = _asked(room, room.ciso)

    (decided,) = room.do(c.DecideApproval(by=room.ciso, approval_id=asked, granted=True))
    assert decided.grounds == "self"


OWN_ROLES = """
exercise:
  name: "Roles of our own"
  duration: "90 minutes"
  incident_type: data_exfiltration
  participants: ["Crisis team", "Data protection", "Press desk"]
  scenario:
    background: "A chatbot shows other customers' addresses."
    inject_1:
      time: "T+0 minutes"
      event: "A customer sends a screenshot with her neighbour's address."
      questions: ["What do you do first?"]
"""
"""An exercise in which nobody can hold the roles that approve its messages."""


def _own_roles() -> Room:
    return Room(load_exercise_text(OWN_ROLES, "own.yml", content()), seats=("Crisis team", "CISO"))


def _message_asked(room: Room, audience: str) -> str:
    asked = c.RequestApproval(by=room.responder, about="message", audience=audience, text="We know.")
    room.do(asked)
    return next(reversed(room.state.approvals))


def test_where_nobody_can_hold_the_role_the_facilitator_stands_in() -> None:
    """The request waits for the facilitator, who decides it as a recorded stand-in; nobody else can."""
    room = _own_roles().start()
    message = next(item for item in room.session.current(room.id).scenario.messages if item.approved_by)
    asked = _message_asked(room, message.audience)

    assert _waiting_for(room, room.facilitator) == [asked]
    with pytest.raises(Refused, match="ask the facilitator to stand in"):
        room.do(c.DecideApproval(by=room.ciso, approval_id=asked, granted=True))
    (decided,) = room.do(c.DecideApproval(by=room.facilitator, approval_id=asked, granted=True))
    assert (decided.role, decided.grounds) == (message.approved_by[0], "stand_in")


def test_where_somebody_could_hold_the_role_nobody_stands_in(room: Room) -> None:
    """An approver who has not joined is asked for in the room; the facilitator decides nothing."""
    asked = _message_asked(room, "Journalist")

    assert _waiting_for(room, room.facilitator) == []
    with pytest.raises(Refused, match="a participant can"):
        room.do(c.DecideApproval(by=room.facilitator, approval_id=asked, granted=True))


def _discussed() -> Room:
    room = Room()
    keys = room.session.create(seed_exercise(), seed=1, conditions=Conditions(play="discuss"))
    room.id = keys.exercise_id
    room.facilitator = room.join("Fay Example", app_role="facilitator")
    room.scribe = room.join("Sky Example", "Scribe")
    room.sam = room.join("Sam Example", "Legal")
    return room.start()


def test_a_scribe_acts_in_the_name_of_a_role() -> None:
    """The event says by whom and for whom, and the role's authority counts."""
    room = _discussed()

    for by in (room.scribe, room.facilitator):
        room.do(c.RequestApproval(by=by, for_role="Incident commander", **ASK))
        asked = next(reversed(room.state.approvals))
        (decided,) = room.do(c.DecideApproval(by=by, for_role="CISO", approval_id=asked, granted=True))
        assert (decided.by, decided.for_role, decided.role, decided.grounds) == (by, "CISO", "CISO", "own")


def test_a_scribe_does_not_let_a_role_grant_its_own_request() -> None:
    """In the name of the CISO nothing is granted that the CISO asked for, as the VP Engineering could."""
    room = _discussed()
    room.do(c.RequestApproval(by=room.scribe, for_role="CISO", **ASK))
    asked = next(reversed(room.state.approvals))

    with pytest.raises(Refused, match="somebody else decides it: VP Engineering"):
        room.do(c.DecideApproval(by=room.scribe, for_role="CISO", approval_id=asked, granted=True))


@pytest.mark.parametrize(
    ("who", "role", "words"),
    [
        ("sam", "CISO", "You don't hold the role 'CISO'"),
        ("scribe", "Prime minister", "is not a role of this exercise"),
        ("scribe", "Scribe", "is not a role of this exercise"),
    ],
)
def test_nobody_else_acts_in_the_name_of_a_role(who: str, role: str, words: str) -> None:
    """Only a scribe speaks for others, and only for roles of the exercise."""
    room = _discussed()

    with pytest.raises(Refused, match=words):
        room.do(c.NotifyRole(by=getattr(room, who), for_role=role, role="Legal"))


def test_where_people_act_themselves_there_is_no_scribe(room: Room) -> None:
    """In an exercise that is played in the app nobody takes the scribe's role or acts for others."""
    with pytest.raises(Refused, match="'Scribe' is not a role"):
        room.join("Sky Example", "Scribe")
    with pytest.raises(Refused, match="created to be discussed"):
        room.do(c.NotifyRole(by=room.facilitator, for_role="CISO", role="Legal"))


def test_a_scribe_runs_nothing(room: Room) -> None:
    """In the name of a role a facilitator does what roles do; the clock is not among it."""
    room = _discussed()

    with pytest.raises(Refused, match="do it in your own"):
        room.do(c.PauseClock(by=room.facilitator, for_role="CISO"))
