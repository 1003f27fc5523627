"""What was done so far stands beside each group of actions, in one line."""

from engine import commands as c
from engine.files.loader import load_exercise
from engine.log.describe import Line
from engine.log.state import fold
from tests.scoring.play import (
    approve,
    collect,
    contain,
    declare,
    log,
    moved,
    resolve,
    send,
    step,
    tell,
    verify,
)
from tests.world import RICH_EXERCISE, Room, content, seed_exercise
from ui.shown.doing import brief, done_so_far

BEGINNING = {
    "declare": "Nobody has declared an incident",
    "escalate": "Nobody has been told",
    "search": "What the service has logged",
    "contain": "Nothing is in force",
    "approvals": "Nothing has been asked for",
    "preserve": "No copy is held",
    "communicate": "No message has been sent",
    "recover": "Nothing has begun",
    "playbook": "0 of 5 steps done",
    "clocks": "None has been started",
    "ask": "Privately, on record, never scored",
}


def _after(*steps: step, waiting: int = 0) -> dict[str, str]:
    loaded = seed_exercise()
    names = {"role:security-operations": "Sam Example"}
    return done_so_far(loaded.scenario, fold(log(*steps, loaded=loaded)), names, waiting=waiting)


def test_at_the_start_nothing_was_done() -> None:
    """Each group says what has not been done, in words."""
    assert _after() == BEGINNING


def test_each_group_says_what_was_done_last() -> None:
    """Counts, the last of each kind and when; what no group did reads as at the start."""
    told = _after(
        declare(4),
        tell(5, "Legal"),
        tell(6, "CISO"),
        tell(7, "Legal"),
        contain(8, "disable_tools"),
        contain(9, "set_mode"),
        collect(10, "inference_logs"),
        send(11, "Executives", "We look into it."),
        verify(12, seed_exercise().scenario.verification[0].id),
    )

    assert told["declare"].startswith("SEV")
    assert told["declare"].endswith(", T+04:00")
    assert told["escalate"] == "2 roles told; last: Legal, T+07:00"
    assert told["contain"] == "Level 2: 2 actions in force"
    assert told["preserve"].startswith("1 copy held; last: ")
    assert told["communicate"] == "1 message sent; last to Executives, T+11:00"
    assert told["recover"] == "0 steps, 1 check"


def test_a_request_is_told_to_those_who_decide_it_first() -> None:
    """One who may decide reads that it waits for them; the others, that it waits."""
    asked, granted = approve(5, "Journalist", "We look into it.")

    assert _after(asked)["approvals"] == "1 waits for a decision"
    assert _after(asked, waiting=1)["approvals"] == "1 waits for you"
    assert _after(moved(asked, -1), granted)["approvals"] == "1 decided"


def test_a_resolved_incident_says_when() -> None:
    """The resolution stands for everything that led to it."""
    assert _after(declare(4), resolve(30))["recover"] == "Resolved at T+30:00"


def test_people_who_come_in_a_row_are_one_line_of_the_log() -> None:
    """A single one is told in full; two with something between them are not put together."""
    lines = [
        Line(9, 60_000, "p2", "note", "Looked"),
        Line(8, 0, "p3", "participant_joined", "Joined as CISO"),
        Line(7, 0, "p2", "participant_joined", "Joined as Legal"),
        Line(6, 0, "p1", "clock_started", "StartEx"),
        Line(5, 0, "p1", "participant_joined", "Joined"),
    ]
    names = {"p1": "Fay Example", "p2": "Sam Example", "p3": "Lee Example"}

    assert brief(lines, names) == [
        ("T+01:00", "Sam Example: Looked"),
        ("T+00:00", "2 changes of seats"),
        ("T+00:00", "Fay Example: StartEx"),
        ("T+00:00", "Fay Example: Joined"),
    ]


def test_a_restart_of_the_agent_is_no_containment():
    """What is of no level leaves nothing in force, in words as in the simulation."""
    agent = load_exercise(RICH_EXERCISE.parent / "the-eager-claims-agent.yml", content())
    room = Room(agent).start()
    room.do(c.ApplyContainment(by=room.responder, action="restart_agent"))

    assert done_so_far(agent.scenario, room.state, {})["contain"] == "Nothing is in force"
