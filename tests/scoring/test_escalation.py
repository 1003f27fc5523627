"""Escalation accuracy (scoring.md, 2): who had to know, from the signal that made it necessary."""

import pytest

from engine import commands as c
from engine.rehearsal.plan import FACILITATOR
from engine.scenario.parts import Escalation, Restriction
from scoring.criteria import escalation
from tests.scoring.play import (
    acts,
    approve,
    case_of,
    changed,
    collect,
    contain,
    declare,
    scored,
    send,
    shut_down,
    tell,
)
from tests.world import seed_exercise

END = 90


def world(*roles, within=10, severity="SEV1", restrictions=(), **fields):
    """A scenario in which these roles must know within some minutes of the first signal."""
    required = tuple(Escalation(role=role, within=f"{within} minutes") for role in roles or ("Legal", "CISO"))
    return changed(
        seed_exercise(), escalations=required, restrictions=restrictions, severity=severity, **fields
    )


def share(*steps, loaded=None):
    """Share of the credit."""
    return acts(escalation, *steps, loaded=loaded or world()).figures["share"]


def credit(*steps, role="Legal", loaded=None):
    """Credit for one role."""
    found = acts(escalation, *steps, loaded=loaded or world())
    return next(item.credit for item in found.details if item.label == role)


@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (0, 1),
        (10 - 1 / 60, 1),
        (10, 1),
        (10 + 1 / 60, 1 - 1 / 1200),
        (15, 0.75),
        (20, 0.5),
        (29.9, 0.005),
        (30, 0),
        (60, 0),
    ],
)
def test_credit_falls_evenly_to_nothing_at_three_times_the_time_allowed(minute, expected):
    """Whole in time, half at twice the time, nothing from three times on."""
    assert credit(tell(minute, "Legal")) == pytest.approx(expected)


def test_never_told_is_nothing():
    """A role that never knew has no credit, and is named as missing."""
    found = acts(escalation, tell(1, "Legal"), loaded=world())
    missed = next(item for item in found.details if item.label == "CISO")

    assert (missed.credit, missed.note, missed.is_missing) == (0.0, "never told", True)


def test_the_time_counts_from_the_signal_and_not_from_the_declaration():
    """Declaring late doesn't make telling earlier."""
    assert credit(declare(50), tell(51, "Legal")) == 0.0
    assert credit(declare(50), tell(5, "Legal")) == credit(declare(1), tell(5, "Legal")) == 1.0


def test_older_files_that_count_from_the_declaration_count_from_the_signal():
    """`since: declared` means the signal."""
    old = changed(
        seed_exercise(), escalations=(Escalation(role="Legal", within="10 minutes", since="declared"),)
    )

    assert credit(declare(40), tell(20, "Legal"), loaded=old) == pytest.approx(0.5)


@pytest.mark.parametrize(("since", "expected"), [("start", 0.5), ("inject-2", 1.0)])
def test_the_time_counts_from_what_made_it_necessary(since, expected):
    """StartEx, or the inject named in the expectation, which comes at T+15."""
    late = changed(seed_exercise(), escalations=(Escalation(role="Legal", within="10 minutes", since=since),))

    assert credit(tell(20, "Legal"), loaded=late) == pytest.approx(expected)


def test_what_no_inject_made_necessary_does_not_count():
    """A role that only an inject makes necessary is not asked for where the inject never came."""
    cases = changed(
        seed_exercise(),
        escalations=(
            Escalation(role="Legal", within="10 minutes"),
            Escalation(role="CISO", within="10 minutes", since="never-came"),
        ),
    )

    assert acts(escalation, tell(1, "Legal"), loaded=cases).figures["required"] == 1


def grant(minute):
    """The CISO grants what somebody else asked for."""
    return shut_down(minute)[:2]


@pytest.mark.parametrize(
    ("role", "given"),
    [
        ("Incident commander", [declare(2)]),
        ("Security operations", [collect(2, "session_logs")]),
        ("Incident commander", [contain(2, "set_mode")]),
        ("Communications/PR", [send(2, "Executives", "We know of it.")]),
        ("CISO", grant(2)),
    ],
)
def test_whoever_acts_in_their_own_name_knows(role, given):
    """Declaring, collecting, ordering, sending and granting show that a role knows from then on."""
    assert credit(*given, role=role, loaded=world(role)) == 1.0
    assert credit(*[(minute + 28, *rest) for minute, *rest in given], role=role, loaded=world(role)) < 0.05


def test_whoever_is_written_to_knows():
    """A message to a role tells it."""
    assert credit(send(3, "Legal", "Please join.")) == 1.0


def test_whoever_an_inject_addresses_knows():
    """An inject that tells of the incident and is put to a role tells it."""
    loaded = world("Legal")
    told = tuple(
        item.model_copy(update={"to": ("Legal",)}) if item.signals else item
        for item in loaded.scenario.injects
    )

    assert credit(loaded=changed(loaded, injects=told)) == 1.0


def test_telling_the_same_again_changes_nothing():
    """Five times is as good as once, for insiders and for outsiders that are needed."""
    once = [declare(1), tell(2, "Legal"), tell(2, "CISO")]
    five = once + [tell(3 + number, role) for number in range(4) for role in ("Legal", "CISO")]

    assert acts(escalation, *once, loaded=world()).exact == acts(escalation, *five, loaded=world()).exact


@pytest.mark.parametrize(
    ("severity", "right", "expected"),
    [("SEV1", "SEV1", 1.0), ("SEV2", "SEV1", 0.5), ("SEV3", "SEV1", 0.0), ("SEV3", "SEV2", 0.5)],
)
def test_a_severity_one_step_off_is_half_and_two_are_nothing(severity, right, expected):
    """While it stands, by how far it is off."""
    found = acts(escalation, declare(0, severity=severity), loaded=world(severity=right))

    assert found.figures["severity_right_share"] == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("minute", [0, 9, 45, 89])
def test_severity_counts_for_the_share_of_the_time_it_was_right(minute):
    """From the signal to the end; a right one at the last minute hardly counts."""
    found = acts(escalation, declare(minute), loaded=world())

    assert found.figures["severity_right_share"] == pytest.approx(1 - minute / END, abs=0.001)


def test_a_corrected_severity_counts_from_then_on():
    """SEV3 for 30 minutes, then SEV1."""
    found = acts(escalation, declare(0, severity="SEV3"), declare(30), loaded=world())

    assert found.figures["severity_right_share"] == pytest.approx(2 / 3, abs=0.001)


def test_severity_is_one_more_part_beside_the_roles():
    """Two roles in time and no declaration: two thirds of the credit."""
    assert share(tell(1, "Legal"), tell(1, "CISO")) == pytest.approx(2 / 3, abs=1e-4)


EARLY = (Restriction(role="Journalist", before="Legal"),)
BASE = [declare(0), tell(2, "Legal"), tell(2, "CISO")]


@pytest.mark.parametrize("order", [1, -1])
def test_an_outsider_told_at_the_same_moment_as_the_role_is_not_too_early(order):
    """Of two tellings of one moment neither comes first, in whatever order they were stored."""
    both = [tell(3, "Journalist"), tell(3, "Legal")][::order]

    assert acts(escalation, declare(1), *both, loaded=world(restrictions=EARLY)).most is None


@pytest.mark.parametrize("order", [1, -1])
def test_a_role_that_was_told_and_acted_at_one_moment_was_told(order):
    """The reason reads the same in whatever order the two were stored."""
    both = [tell(12, "Legal"), tell(12, "CISO", by="Legal")][::order]

    assert "Legal: told at T+12:00" in acts(escalation, declare(1), *both, loaded=world()).why


@pytest.mark.parametrize(("minute", "most"), [(1, 2.0), (2 - 1 / 60, 2.0), (2 + 1 / 60, None)])
def test_an_outsider_before_the_role_that_had_to_be_first_is_at_most_two(minute, most):
    """A message to the journalist before Legal knew holds the value down, a second later it doesn't."""
    loaded = world(restrictions=EARLY)
    found = acts(escalation, *BASE, send(minute, "Journalist", "Hello."), loaded=loaded)

    assert found.most == most


def test_the_cap_holds_the_criterion_and_not_only_its_acts():
    """Whatever was answered, the printed value is 2."""
    finding = scored(*BASE, send(1, "Journalist", "Hello."), loaded=world(restrictions=EARLY)).finding(
        "escalation"
    )

    assert finding.exact == 2.0
    assert "before the role that had to be first, so at most 2" in finding.why


@pytest.mark.parametrize(("outsiders", "most"), [(0, None), (1, None), (2, None), (3, 2.0), (4, 2.0)])
def test_outsiders_told_without_need_cost_half_a_role_each(outsiders, most):
    """From three on, at most 2."""
    needless = [tell(5, f"Neighbour {number}") for number in range(outsiders)]
    found = acts(escalation, *BASE, *needless, loaded=world())

    assert found.figures["share"] == pytest.approx(max(0.0, 3 - outsiders / 2) / 3, abs=1e-4)
    assert found.most == most


def test_the_same_outsider_told_again_costs_nothing_more():
    """Three times the same neighbour is one."""
    again = [tell(5 + number, "The neighbour") for number in range(3)]

    assert share(*BASE, *again) == share(*BASE, again[0])


def test_insiders_may_be_told_without_need():
    """A role of the exercise that nobody had to tell costs nothing."""
    assert share(*BASE, tell(5, "Product owner")) == share(*BASE)


@pytest.mark.parametrize("attempts", [1, 3])
def test_level_4_attempted_without_approval_costs_half_a_role_once(attempts):
    """It is a lesson, not a cap."""
    tries = [contain(5 + number, "shutdown") for number in range(attempts)]
    found = acts(escalation, *BASE, *tries, loaded=world())

    assert found.figures["share"] == pytest.approx(2.5 / 3, abs=1e-4)
    assert found.figures["unapproved_attempts"] == attempts
    assert found.most is None


ALONE = ("Incident commander", "CISO")


@pytest.mark.parametrize(("asker", "most"), [("CISO", 3.0), ("Incident commander", None)])
def test_level_4_approved_by_whoever_asked_is_at_most_three(asker, most, monkeypatch):
    """Four eyes: a grant of one's own request, alone in the room, holds the value down."""
    monkeypatch.setattr("engine.decide.approval.others_who_can_decide", lambda *_: ())
    found = acts(escalation, *BASE, *shut_down(5, asker=asker), loaded=world())

    assert found.most == most


def test_an_outside_message_approved_by_whoever_asked_is_at_most_three(monkeypatch):
    """Legal asks for its own statement to the press and grants it."""
    monkeypatch.setattr("engine.decide.approval.others_who_can_decide", lambda *_: ())
    own = approve(6, "Journalist", "We know of it.", asker="Legal")

    assert acts(escalation, *BASE, *own, loaded=world()).most == 3.0


def test_an_inside_message_approved_by_whoever_asked_is_no_breach(monkeypatch):
    """What stays inside may be granted alone; the message's own facts tell of it."""
    monkeypatch.setattr("engine.decide.approval.others_who_can_decide", lambda *_: ())
    own = approve(6, "Customer support agents", "We know of it.", asker="Legal")

    assert acts(escalation, *BASE, *own, loaded=world()).most is None


def test_nobody_to_tell_is_not_scored():
    """A scenario that asks for nobody gives None, not 5."""
    assert acts(escalation, loaded=changed(seed_exercise(), escalations=())).exact is None


def test_what_is_not_due_yet_is_left_out_while_the_exercise_runs():
    """Nobody is late before their time is up."""
    case = case_of(loaded=world())
    running = tuple(event for event in case.events if event.at_ms <= 60_000)

    assert escalation.score(type(case)(case.scenario, running, case.rubric)).exact is None


def test_declaring_alone_is_no_act_of_escalation():
    """In a room that talks, a declaration does not stand for telling anybody."""
    assert not acts(escalation, declare(1), loaded=world()).has_acted
    assert acts(escalation, tell(1, "CISO"), loaded=world()).has_acted


def test_each_detail_cites_its_events():
    """Whoever was told, what was declared and attempted: each with the events that show it."""
    case = case_of(*BASE, tell(5, "The neighbour"), contain(6, "shutdown"), loaded=world())
    kinds = {event.seq: event.kind for event in case.events}
    found = {item.label: [kinds[seq] for seq in item.seqs] for item in escalation.score(case).details}

    assert found == {
        "Legal": ["role_notified"],
        "CISO": ["role_notified"],
        "Severity as declared": ["incident_declared"],
        "Outsider The neighbour": ["role_notified"],
        "Level 4": ["containment_refused"],
    }


def test_a_scribe_makes_the_role_known_that_is_spoken_for():
    """In a room that talks, an act in the name of a role shows that the role knows."""
    spoken = (
        3,
        "Security operations",
        lambda _by: c.CollectEvidence(by=FACILITATOR, artifact="session_logs", for_role="Legal"),
    )
    case = case_of(spoken, loaded=world("Legal"), play="discuss")
    legal = next(item for item in escalation.score(case).details if item.label == "Legal")

    assert (legal.credit, legal.note.split(" at ")[0]) == (1.0, "acted")
