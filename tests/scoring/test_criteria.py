"""The six criteria: each value follows from the log, and says why."""

import pytest

from engine import commands as c
from engine.scenario.parts import Escalation, RequiredMessage, Restriction
from scoring.catalogue import CRITERIA
from scoring.score import _scorers, score
from tests.scoring.play import changed, collect, contain, declare, log, scored, send, step, tell
from tests.world import Room, played, rubric, seed_exercise

MINUTE = 60_000
SEED = seed_exercise().scenario


def value(criterion, *steps, **fields):
    """The value of one criterion for an exercise of these steps."""
    return scored(*steps, **fields).finding(criterion).value


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_log_without_a_start_scores_nothing(criterion):
    """Before StartEx every criterion is None with a reason."""
    events = log()[:1]
    finding = score(SEED, events, rubric()).finding(criterion)

    assert finding.value is None
    assert finding.why == "The exercise has not started."
    assert score(SEED, events, rubric()).readiness is None


@pytest.mark.parametrize("criterion", CRITERIA)
def test_an_idle_team_scores_one(criterion):
    """A team that does nothing for the whole exercise gets 1, with a reason."""
    finding = scored().finding(criterion)

    assert finding.value == 1
    assert finding.why


@pytest.mark.parametrize("name", ["playbook", "random", "nothing"])
def test_evidence_points_to_events_that_exist(name):
    """Every event number a finding cites is in the log, ascending and once."""
    events = played(name).events

    for finding in score(SEED, events, rubric()).findings:
        assert list(finding.evidence) == sorted(set(finding.evidence))
        assert set(finding.evidence) <= {event.seq for event in events}
        assert finding.value is None or 1 <= finding.value <= 5


def test_a_criterion_joins_by_existing():
    """The score holds one finding for each criterion, in their order."""
    assert tuple(_scorers()) == CRITERIA
    assert tuple(finding.criterion for finding in scored().findings) == CRITERIA


@pytest.mark.parametrize("minute", [1, 16, 44])
@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_running_exercise_is_scored_without_hindsight(criterion, minute):
    """What has not happened yet while the exercise runs is None with a reason, never 1."""
    room = Room().start().after(minutes=minute)
    snapshot = room.session.current(room.id)
    finding = score(snapshot.scenario, snapshot.events, rubric()).finding(criterion)

    assert finding.why
    if criterion in ("detection", "containment", "recovery"):
        assert finding.value is None


@pytest.mark.parametrize(
    ("minute", "expected"), [(0.5, 5), (5, 5), (5.5, 4), (15, 4), (16, 3), (30, 3), (45, 2), (60, 2), (61, 1)]
)
def test_detection_follows_its_thresholds(minute, expected):
    """Minutes from the first signal to the declaration give 5 to 1."""
    assert value("detection", declare(minute)) == expected


def test_a_wrong_type_is_capped_until_it_is_corrected():
    """A quick declaration of the wrong type gives at most 3; a quick correction gives its due."""
    wrong = declare(1, "supply_chain")

    assert value("detection", wrong) == 3
    assert value("detection", wrong, declare(10)) == 4
    assert value("detection", wrong, declare(50)) == 3
    assert "never corrected" in scored(wrong).finding("detection").why
    assert "corrected at T+10:00" in scored(wrong, declare(10)).finding("detection").why


def test_detection_tells_the_source():
    """The figures say whether telemetry or an inject told first."""
    figures = scored(declare(2)).finding("detection").figures

    assert figures["signal_source"] in ("slide", "telemetry")
    assert figures["minutes_signal_to_declared"] == 2.0


def told_by():
    """A scenario in which Legal and the CISO must be told within ten minutes of the declaration."""
    return changed(
        seed_exercise(),
        escalations=(
            Escalation(role="Legal", within="10 minutes"),
            Escalation(role="CISO", within="10 minutes"),
        ),
        restrictions=(Restriction(role="Journalist", before="Legal"),),
        severity="SEV2",
    )


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((declare(1), tell(2, "Legal"), tell(2, "CISO")), 5),
        ((declare(1), tell(2, "Legal"), tell(20, "CISO")), 3),
        ((declare(1), tell(2, "Legal"), tell(40, "CISO")), 2),
        ((declare(1), tell(40, "Legal"), tell(40, "CISO")), 1),
        ((declare(1), tell(2, "Legal"), tell(2, "CISO"), tell(3, "The neighbour")), 4),
        ((declare(1), tell(0.5, "Journalist"), tell(2, "Legal"), tell(2, "CISO")), 2),
        ((declare(1, severity="SEV1"), tell(2, "Legal"), tell(2, "CISO")), 3),
        ((declare(1, severity="SEV3"), tell(2, "Legal"), tell(2, "CISO")), 3),
        ((tell(2, "Legal"), tell(2, "CISO")), 5),
    ],
)
def test_escalation_gives_credit_for_the_right_people_in_time(steps, expected):
    """On time, late, never, needless, too early, wrong severity: each changes the credit as stated."""
    assert value("escalation", *steps, loaded=told_by()) == expected


def test_severity_off_by_two_costs_more():
    """A severity two steps off loses a whole credit."""
    world = changed(told_by(), severity="SEV1")
    steps = (declare(1, severity="SEV3"), tell(2, "Legal"), tell(2, "CISO"))

    assert value("escalation", *steps, loaded=world) == 2


def test_level_4_without_approval_caps_escalation():
    """An unapproved attempt is cited and holds the value at 2."""
    steps = (declare(1), tell(2, "Legal"), tell(2, "CISO"), contain(3, "shutdown"))
    finding = scored(*steps, loaded=told_by()).finding("escalation")

    assert finding.value == 2
    assert "without recorded approval" in finding.why
    assert finding.figures["unapproved_attempts"] == 1


def test_nobody_to_tell_is_not_scored():
    """A scenario that asks for nobody gives None, not 5."""
    assert value("escalation", loaded=changed(seed_exercise(), escalations=())) is None


def level_2(minute, reason="Needed."):
    """The actions of level 2."""
    return [contain(minute, action, reason) for action in ("block_user", "disable_tools", "set_mode")] + [
        contain(minute, "add_block_pattern", reason, pattern="pretend * no rules")
    ]


@pytest.mark.parametrize(("minute", "expected"), [(4, 5), (19, 4), (35, 3), (60, 2)])
def test_containment_follows_its_thresholds(minute, expected):
    """Minutes from the declaration until harm stays low give 5 to 2."""
    assert value("containment", declare(1), *level_2(minute)) == expected


def test_containment_before_the_declaration_counts_from_the_signal():
    """A team that acts before it declares is measured from the first signal."""
    finding = scored(*level_2(12), declare(40)).finding("containment")

    assert finding.value == 4
    assert finding.why.startswith("First signal")


def test_containment_that_does_not_hold_is_not_containment():
    """Ordering too little leaves harm above the line, and the finding says so."""
    finding = scored(declare(1), contain(2, "block_user", user_id="u-1")).finding("containment")

    assert finding.value == 1
    assert "containment was ordered, but harm went on" in finding.why


def test_a_level_above_the_need_costs_a_point_unless_explained():
    """Falling back at once where level 2 would do loses a point without a reason."""
    silent = value("containment", declare(1), contain(3, "enable_fallback_mode", reason=""))
    explained = value("containment", declare(1), contain(3, "enable_fallback_mode"))

    assert (silent, explained) == (4, 5)


def test_containment_compares_with_nothing_and_the_playbook():
    """The figures hold the harm of the team, of nobody acting and of the playbook, and the service lost."""
    figures = scored(declare(1), *level_2(20)).finding("containment").figures
    harm = figures["harm_points"]

    assert harm["playbook"] < harm["team"] < harm["nothing"]
    assert 0 < figures["avoidable_harm_share"] < 1
    assert figures["legitimate_requests_not_served_in_full"] > 0


def message(**fields):
    """A scenario with one message to the press."""
    item = RequiredMessage.model_validate(
        {
            "id": "press",
            "audience": "Journalist",
            "by": "T+40 minutes",
            "approved_by": ["Legal"],
            "elements": [{"id": "aware", "label": "That we know", "cues": ["we are aware"]}],
            "forbidden": ["no customer was affected"],
            "next_update": True,
            **fields,
        }
    )
    return changed(seed_exercise(), messages=(item,))


def approve(minute, text):
    """A request for approval of the press message, granted by Legal."""
    asked = {"about": "message", "audience": "Journalist", "text": text}
    return (
        step(minute, "Communications/PR", c.RequestApproval, **asked),
        step(minute, "Legal", c.DecideApproval, approval_id="message:Journalist", granted=True),
    )


GOOD = "We are aware of the reports. Next update at 16:00."


@pytest.mark.parametrize(
    ("text", "minute", "approved", "expected"),
    [
        (GOOD, 35, GOOD, 5),
        (GOOD, 45, GOOD, 4),
        (GOOD, 35, None, 4),
        (GOOD, 35, GOOD + " Draft.", 4),
        ("We are aware. No customer was affected.", 35, "We are aware. No customer was affected.", 3),
        ("Hello. Next update soon. 900 users saw it.", 35, None, 2),
        ("Nothing to say.", 60, None, 1),
    ],
)
def test_communication_is_a_checklist(text, minute, approved, expected):
    """Timing, approval, elements, forbidden claims, next update and numbers each count."""
    steps = [*(approve(minute - 1, approved) if approved else ())]
    steps.append(send(minute, "Journalist", text, "message:Journalist" if approved else ""))
    finding = scored(*steps, loaded=message()).finding("communication")

    assert finding.value == expected
    assert finding.kind == "suggested"
    assert finding.why.endswith("Suggested by text checks.")


def test_numbers_that_agree_with_the_injects_pass():
    """A message that repeats the number of the inject agrees with what was known."""
    text = GOOD + " 47 users were involved."
    finding = scored(*approve(30, text), send(31, "Journalist", text, "message:Journalist"), loaded=message())

    assert finding.finding("communication").value == 5


def test_the_best_message_to_an_audience_counts():
    """A poor first message is mended by a better one."""
    first = send(20, "Journalist", "Nothing to say.")
    second = (*approve(30, GOOD), send(31, "Journalist", GOOD, "message:Journalist"))

    assert value("communication", first, *second, loaded=message()) == 5


def test_no_required_message_is_not_scored():
    """A scenario without required messages gives None."""
    assert value("communication", loaded=changed(seed_exercise(), messages=())) is None


def everything(minute):
    """Every required artifact collected or assigned at a minute."""
    return [
        collect(minute, item.id)
        if item.window != "within_24_hours"
        else step(
            minute,
            "Security operations",
            c.CollectEvidence,
            artifact=item.id,
            manner="assigned",
            owner="IAM",
            due="noon",
        )
        for item in SEED.evidence
        if item.required
    ]


def test_evidence_in_time_is_whole():
    """Everything captured in its window and untouched gives 5."""
    assert value("evidence", *everything(2)) == 5


def test_late_evidence_counts_half():
    """What was captured whole but late counts half."""
    finding = scored(*everything(70)).finding("evidence")

    assert finding.value in (2, 3)
    assert "after its window had closed" in finding.why


def test_destroyed_evidence_names_what_destroyed_it():
    """An artifact overwritten before it was captured is lost, captured later or not."""
    pattern = contain(1, "add_block_pattern", pattern="pretend * no rules")
    late = scored(pattern, *everything(4)).finding("evidence")
    never = scored(pattern).finding("evidence")

    assert "after it was overwritten by" in late.why
    assert "never collected; overwritten by" in never.why
    assert late.figures["lost"]


def test_a_captured_artifact_survives_the_action_that_overwrites_it():
    """Capture first, then contain: nothing is lost."""
    finding = scored(*everything(2), *level_2(3)).finding("evidence")

    assert finding.value == 5
    assert finding.figures["lost"] == []


def test_tampered_content_is_lost():
    """A copy whose hash does not fit its content counts nothing."""
    events = log(*everything(2))
    tampered = tuple(
        event.model_copy(update={"content": event.content + " "}) if getattr(event, "content", "") else event
        for event in events
    )

    assert score(SEED, tampered, rubric()).finding("evidence").value == 1


def test_recovery_not_reached_is_not_scored():
    """An exercise that ends before recovery could begin gives None with that reason."""
    room = Room().start().after(minutes=10)
    room.do(c.EndExercise(by=room.facilitator))
    snapshot = room.session.current(room.id)
    finding = score(snapshot.scenario, snapshot.events, rubric()).finding("recovery")

    assert finding.value is None
    assert "EndEx came before" in finding.why


def test_resolving_while_a_variant_works_is_capped():
    """Declared resolved with a working variant: at most 2, whatever else was done."""
    steps = [declare(1), *everything(2)]
    steps += [
        step(62, "Incident commander", c.TakeRecoveryStep, step_id=item.id, owner="AI engineering team")
        for item in SEED.recovery
    ]
    steps.append(step(80, "Incident commander", c.ResolveIncident, follow_up_owner="Product owner"))
    finding = scored(*steps).finding("recovery")

    assert finding.value <= 2
    assert "while a variant still worked" in finding.why


def test_needless_containment_left_in_force_is_named():
    """Service that was never stepped back is named with the actions still in force."""
    steps = [declare(1), contain(2, "disable_tools"), step(62, "Incident commander", c.ResolveIncident)]
    finding = scored(*steps).finding("recovery")

    assert "still in force" in finding.why
    assert "no owner for follow-up" in finding.why


def test_stepping_back_out_of_order_counts_half():
    """Lifting a lower level before a higher one is out of order."""
    steps = [
        contain(2, "disable_tools"),
        contain(3, "enable_fallback_mode"),
        step(70, "Incident commander", c.LiftContainment, action="disable_tools"),
        step(71, "Incident commander", c.LiftContainment, action="enable_fallback_mode"),
        step(72, "Incident commander", c.RunVerification, check_id=SEED.verification[0].id),
    ]

    assert "out of order" in scored(*steps).finding("recovery").why
