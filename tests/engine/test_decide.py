"""What is allowed, by whom and when."""

import pytest
from pydantic import ValidationError

from engine import commands as c
from engine.decide import _TABLE
from engine.errors import Refused
from engine.log import events as e
from engine.log.canonical import from_text, to_text
from engine.log.shown import ShownQuestion
from tests.world import Room, create_command, rich_exercise, seed_exercise

MINUTE = 60_000
ANSWER = {"inject_id": "inject-1", "question_id": "inject-1-q1", "text": "We check our own logs."}


@pytest.fixture
def room():
    """A live exercise that has just started."""
    return Room().start()


def refused(room, command):
    """The reason for which a command is refused."""
    with pytest.raises(Refused) as caught:
        room.do(command)
    return str(caught.value)


def responder_commands(by):
    """One of each command participants give."""
    return [
        c.DeclareIncident(by=by, incident_type="jailbreak", severity="SEV2"),
        c.NotifyRole(by=by, role="Legal"),
        c.RequestApproval(by=by, about="containment", level=4),
        c.DecideApproval(by=by, approval_id="APP-1", granted=True),
        c.ApplyContainment(by=by, action="disable_tools"),
        c.LiftContainment(by=by, action="disable_tools"),
        c.CollectEvidence(by=by, artifact="inference_logs"),
        c.SendMessage(by=by, audience="Legal", text="We are looking into it."),
        c.TakeRecoveryStep(by=by, step_id="any"),
        c.RunVerification(by=by, check_id="any"),
        c.ResolveIncident(by=by),
    ]


def test_every_command_has_a_decider():
    """No command is forgotten by the table of permissions."""
    kinds = {type(command) for command in responder_commands("p")}

    assert kinds < set(_TABLE)
    assert len(_TABLE) + 2 == 25


def test_an_exercise_is_created_once():
    """A second creation of the same exercise is refused."""
    room = Room()

    assert "exists already" in refused(room, create_command(seed_exercise()))


def test_the_first_event_holds_everything():
    """The log can be replayed without any file: scenario, its text and hash, seed and versions."""
    first = Room().session.exercises()[0].events[0]

    assert isinstance(first, e.ExerciseCreated)
    assert first.scenario_text == seed_exercise().text
    assert first.scenario_sha256 == seed_exercise().sha256
    assert (first.format_version, first.engine_version, first.seed) == (1, 1, 1)


def test_a_stranger_is_refused(room):
    """Somebody without a seat can't do anything."""
    assert "no seat" in refused(room, c.SubmitAnswer(by="p-stranger", **ANSWER))


@pytest.mark.parametrize("number", range(11))
def test_participants_act_only_while_the_clock_runs(number):
    """Every act of response is refused before the start, while paused and after the end."""
    room = Room()
    before = refused(room, responder_commands(room.responder)[number])
    room.start().do(c.PauseClock(by=room.facilitator))
    paused = refused(room, responder_commands(room.responder)[number])
    room.do(c.EndExercise(by=room.facilitator))
    after = refused(room, responder_commands(room.responder)[number])

    assert "has not started" in before
    assert "paused" in paused
    assert "has ended" in after


@pytest.mark.parametrize("number", range(11))
def test_a_facilitator_does_not_play(room, number):
    """A facilitator runs the exercise and can't respond in it."""
    command = responder_commands(room.facilitator)[number]

    assert "a participant can" in refused(room, command)


@pytest.mark.parametrize(
    "kind", [c.StartClock, c.PauseClock, c.ResumeClock, c.SkipTo, c.EndExercise], ids=lambda k: k.__name__
)
def test_only_a_facilitator_runs_the_clock(room, kind):
    """A participant can't start, pause, skip or end."""
    assert "a facilitator can" in refused(room, kind(by=room.responder))


def test_an_answer_is_accepted_while_paused(room):
    """What a person typed when the clock was stopped is not lost."""
    room.do(c.PauseClock(by=room.facilitator))

    (event,) = room.do(c.SubmitAnswer(by=room.responder, **ANSWER))

    assert event.text == ANSWER["text"]


def test_an_answer_needs_a_delivered_question(room):
    """Answers to unseen injects and unknown questions are refused."""
    unseen = c.SubmitAnswer(by=room.responder, inject_id="inject-3", question_id="inject-3-q1", text="x")
    unknown = c.SubmitAnswer(by=room.responder, inject_id="inject-1", question_id="nope", text="x")

    assert "not been delivered" in refused(room, unseen)
    assert "no question" in refused(room, unknown)


def test_a_key_is_answered_once(room):
    """A double click stores one event and the second one nothing."""
    command = c.SubmitAnswer(by=room.responder, key="draw-1", **ANSWER)

    assert len(room.do(command)) == 1
    assert room.do(command) == ()


def test_the_clock_explains_itself():
    """Clock commands that do not fit say what would."""
    room = Room()
    assert "nothing to pause" in refused(room, c.PauseClock(by=room.facilitator))
    assert "start the clock" in refused(room, c.ResumeClock(by=room.facilitator))
    assert "nothing to skip" in refused(room, c.SkipTo(by=room.facilitator))
    assert "when you start" in refused(room, c.SetRate(by=room.facilitator, rate=2))
    assert "out of range" in refused(room, c.StartClock(by=room.facilitator, rate=61))
    room.start()
    assert "already started" in refused(room, c.StartClock(by=room.facilitator))
    assert "never goes back" in refused(room, c.SkipTo(by=room.facilitator, to_ms=0))
    assert "extend the end" in refused(room, c.SkipTo(by=room.facilitator, to_ms=91 * MINUTE))
    assert "out of range" in refused(room, c.SetRate(by=room.facilitator, rate=0.1))


def test_a_second_click_on_the_clock_does_nothing(room):
    """Two facilitators who press the same button at once store one event."""
    assert room.do(c.ResumeClock(by=room.facilitator)) == ()
    assert room.do(c.SetRate(by=room.facilitator, rate=1.0)) == ()
    room.do(c.PauseClock(by=room.facilitator))
    assert room.do(c.PauseClock(by=room.facilitator)) == ()


def test_skip_goes_to_the_next_inject(room):
    """Skipping lands on the next due time; the inject there is then delivered on time."""
    (event,) = room.do(c.SkipTo(by=room.facilitator))
    (delivered,) = room.session.conduct(room.id)

    assert event.at_ms == delivered.at_ms == delivered.due_ms == 15 * MINUTE
    assert event.skipped_ms == 15 * MINUTE


def test_skip_is_refused_when_nothing_is_coming(room):
    """After the last inject there is nothing to skip to."""
    room.after(minutes=61)

    assert "No inject is coming" in refused(room, c.SkipTo(by=room.facilitator))


def test_an_inject_is_delivered_once(room):
    """Delivering again does nothing, by hand or by time."""
    assert room.do(c.DeliverInject(by=room.facilitator, inject_id="inject-1")) == ()
    assert len(room.do(c.DeliverInject(by=room.facilitator, inject_id="inject-4"))) == 1
    assert room.after(minutes=60).do(c.DeliverInject(inject_id="inject-4", manner="due")) == ()


def test_delivery_explains_itself(room):
    """Unknown and dropped injects can't be delivered, and nothing can before the start."""
    room.do(c.AdjustSchedule(by=room.facilitator, change="drop", inject_id="inject-2"))

    assert "no inject 'x'" in refused(room, c.DeliverInject(by=room.facilitator, inject_id="x"))
    assert "was dropped" in refused(room, c.DeliverInject(by=room.facilitator, inject_id="inject-2"))
    lobby = Room()
    assert "has not started" in refused(lobby, c.DeliverInject(by=lobby.facilitator, inject_id="inject-1"))


def test_an_inject_not_yet_due_is_not_delivered_by_time(room):
    """The conductor can't deliver early, whatever it asks."""
    assert room.do(c.DeliverInject(inject_id="inject-2", manner="due")) == ()


def test_the_schedule_can_be_changed(room):
    """Injects can be moved, held, released and added, and the end extended."""
    by = room.facilitator
    room.do(c.AdjustSchedule(by=by, change="move", inject_id="inject-2", due_ms=5 * MINUTE))
    room.do(c.AdjustSchedule(by=by, change="hold", inject_id="inject-3"))
    room.do(c.AdjustSchedule(by=by, change="add", title="Caller", text="A caller.", questions=("Who?", "")))
    room.do(c.AdjustSchedule(by=by, change="end", end_ms=100 * MINUTE))
    room.after(minutes=40)
    delivered = room.state.delivered

    assert delivered["inject-2"].at_ms == 40 * MINUTE
    assert delivered["inject-2"].due_ms == 5 * MINUTE
    assert "inject-3" not in delivered
    assert delivered["ad-hoc-1"].manner == "ad_hoc"
    assert delivered["ad-hoc-1"].questions == (ShownQuestion(id="ad-hoc-1-q1", text="Who?"),)
    assert room.state.end_ms == 100 * MINUTE
    room.do(c.AdjustSchedule(by=by, change="release", inject_id="inject-3"))
    assert "inject-3" in room.after(seconds=1).state.delivered


def test_schedule_changes_explain_themselves(room):
    """What has passed or happened can't be changed, and the refusal says what can."""
    by = room.facilitator
    room.after(minutes=20)

    def change(**fields):
        return refused(room, c.AdjustSchedule(by=by, **fields))

    assert "must lie after now" in change(change="end", end_ms=MINUTE)
    assert "needs a text" in change(change="add")
    assert "has passed" in change(change="add", text="x", due_ms=MINUTE)
    assert "extend the end" in change(change="move", inject_id="inject-4", due_ms=95 * MINUTE)
    assert "no inject 'x'" in change(change="hold", inject_id="x")
    assert "delivered already" in change(change="drop", inject_id="inject-1")


def test_a_declaration_can_be_corrected(room):
    """A wrong type is recorded, corrected by another declaration, and not repeated."""
    by = room.responder
    room.do(c.DeclareIncident(by=by, incident_type="denial_of_service", severity="SEV3"))
    room.do(c.DeclareIncident(by=by, incident_type="jailbreak", severity="SEV2"))

    assert room.do(c.DeclareIncident(by=by, incident_type="jailbreak", severity="SEV2")) == ()
    assert room.state.declared.incident_type == "jailbreak"
    assert "not an incident type" in refused(
        room, c.DeclareIncident(by=by, incident_type="gremlins", severity="SEV2")
    )


def test_a_notification_carries_the_severity_of_that_moment(room):
    """What a role was told includes the severity declared by then."""
    (first,) = room.do(c.NotifyRole(by=room.responder, role="Legal"))
    room.do(c.DeclareIncident(by=room.responder, incident_type="jailbreak", severity="SEV1"))
    (second,) = room.do(c.NotifyRole(by=room.responder, role="CISO"))

    assert (first.severity, second.severity) == ("", "SEV1")


def shutdown(room, approval=""):
    """The command that shuts the AI system down."""
    return c.ApplyContainment(by=room.responder, action="shutdown", approval_id=approval, reason="Harm.")


def test_level_4_without_approval_is_recorded_as_refused(room):
    """An attempt without approval changes nothing in the AI system and stays in the log."""
    (event,) = room.do(shutdown(room))

    assert isinstance(event, e.ContainmentRefused)
    assert "VP Engineering or CISO" in event.reason
    assert room.state.in_force == ()


def test_level_4_needs_a_granted_approval_of_the_right_kind(room):
    """A pending, refused or lower approval does not open level 4; a granted one does."""
    room.do(c.RequestApproval(by=room.responder, about="containment", level=4, reason="Spreading."))
    (pending,) = room.do(shutdown(room, "APP-1"))
    room.do(c.DecideApproval(by=room.ciso, approval_id="APP-1", granted=False, reason="Try level 3."))
    (turned_down,) = room.do(shutdown(room, "APP-1"))
    room.do(c.RequestApproval(by=room.responder, about="containment", level=2))
    (too_low,) = room.do(shutdown(room, "APP-2"))
    room.do(c.RequestApproval(by=room.responder, about="containment", level=4))
    room.do(c.DecideApproval(by=room.ciso, approval_id="APP-3", granted=True))
    (applied,) = room.do(shutdown(room, "APP-3"))

    assert "is pending" in pending.reason
    assert "is refused" in turned_down.reason
    assert "does not approve level 4" in too_low.reason
    assert isinstance(applied, e.ContainmentApplied)
    assert applied.monitoring == "System shutdown, approval APP-3"
    assert applied.controls_after["path"] == "off"


def test_only_an_authorised_role_decides(room):
    """A responder without the role can't approve level 4; the first decision stands."""
    room.do(c.RequestApproval(by=room.responder, about="containment", level=4))
    decision = {"approval_id": "APP-1", "granted": True}

    assert "Only VP Engineering or CISO" in refused(room, c.DecideApproval(by=room.responder, **decision))
    room.do(c.DecideApproval(by=room.ciso, **decision))
    assert "was granted already" in refused(room, c.DecideApproval(by=room.ciso, **decision))
    assert "no request 'APP-9'" in refused(
        room, c.DecideApproval(by=room.ciso, approval_id="APP-9", granted=True)
    )


def test_an_unreachable_approver_cannot_decide():
    """Where the scenario makes the CISO unreachable, somebody else must decide."""
    loaded = seed_exercise()
    away = type(loaded)(
        scenario=loaded.scenario.model_copy(update={"unreachable": ("CISO",)}),
        text=loaded.text,
        sha256=loaded.sha256,
        path=loaded.path,
    )
    room = Room(away).start()
    room.do(c.RequestApproval(by=room.responder, about="containment", level=4))

    assert "cannot be reached" in refused(
        room, c.DecideApproval(by=room.ciso, approval_id="APP-1", granted=True)
    )


def test_requests_for_approval_must_be_complete(room):
    """A request that nobody could decide is not recorded."""
    by = room.responder
    assert "audience and its text" in refused(room, c.RequestApproval(by=by, about="message"))
    assert "1 to 4" in refused(room, c.RequestApproval(by=by, about="containment"))


def test_containment_records_what_was_on_screen(room):
    """An action carries its monitoring entry, the controls after it and the telemetry before it."""
    room.after(minutes=10)
    (event,) = room.do(c.ApplyContainment(by=room.responder, action="disable_tools", reason="Precaution."))

    assert (event.level, event.overwrites) == (2, ("tool_audit",))
    assert event.monitoring
    assert event.controls_after["tools"] == 0
    assert event.telemetry["requests_per_min"] > 0
    assert room.do(c.ApplyContainment(by=room.responder, action="disable_tools")) == ()


def test_containment_explains_itself(room):
    """Unknown actions, wrong parameters and missing authority are refused with what would fit."""
    by = room.responder
    assert "not a containment action" in refused(room, c.ApplyContainment(by=by, action="unplug"))
    assert "set_mode" in refused(room, c.ApplyContainment(by=by, action="set_mode", params={"mode": "party"}))
    assert "not in force" in refused(room, c.LiftContainment(by=by, action="set_mode"))
    writer = room.join("Wes Example", "Communications/PR")
    assert "can be ordered by" in refused(room, c.ApplyContainment(by=writer, action="disable_tools"))


def test_a_lifted_action_is_no_longer_in_force(room):
    """Lifting restores the switches and says so in monitoring."""
    room.do(c.ApplyContainment(by=room.responder, action="disable_tools"))
    (lifted,) = room.do(c.LiftContainment(by=room.responder, action="disable_tools", reason="Checked."))

    assert lifted.controls_after["tools"] == 1.0
    assert room.state.in_force == ()


def test_evidence_is_frozen_with_its_hash(room):
    """A collected artifact holds its content, and the same content always has the same hash."""
    (event,) = room.do(c.CollectEvidence(by=room.responder, artifact="guardrail_config"))
    (again,) = room.do(c.CollectEvidence(by=room.responder, artifact="guardrail_config"))

    assert event.content
    assert event.sha256 == again.sha256
    assert event.overwritten_by == ""


def test_evidence_collected_too_late_says_what_destroyed_it(room):
    """After an action overwrote it, collecting gives the later version and names the action."""
    (early,) = room.do(c.CollectEvidence(by=room.responder, artifact="guardrail_config"))
    room.do(
        c.ApplyContainment(
            by=room.responder, action="add_block_pattern", params={"pattern": "pretend * no rules"}
        )
    )
    room.after(minutes=2)
    (late,) = room.do(c.CollectEvidence(by=room.responder, artifact="guardrail_config"))

    assert late.overwritten_by == "add_block_pattern"
    assert late.sha256 != early.sha256


def test_evidence_can_be_assigned_or_is_refused(room):
    """An assignment needs an owner and a due time; an artifact must be on the checklist."""
    by = room.responder
    (event,) = room.do(
        c.CollectEvidence(by=by, artifact="access_logs", manner="assigned", owner="IAM", due="noon")
    )

    assert (event.owner, event.sha256) == ("IAM", "")
    assert "owner and a due time" in refused(
        room, c.CollectEvidence(by=by, artifact="access_logs", manner="assigned")
    )
    assert "not on the checklist" in refused(room, c.CollectEvidence(by=by, artifact="horoscope"))


def test_a_message_may_name_only_a_fitting_approval(room):
    """A message can't borrow an approval that is missing, pending or for somebody else."""
    by = room.responder
    room.do(c.RequestApproval(by=by, about="message", audience="Journalist", text="We are aware."))

    def send(audience, approval):
        return c.SendMessage(by=by, audience=audience, text="We are aware.", approval_id=approval)

    assert "no approval of a message" in refused(room, send("Journalist", "APP-7"))
    assert "is for Journalist" in refused(room, send("Customers", "APP-1"))
    assert "is pending" in refused(room, send("Journalist", "APP-1"))


def test_recovery_steps_act_on_the_system_once():
    """A step with an action changes the controls after its lead time and can be taken once."""
    room = Room(rich_exercise()).start()
    step = next(item for item in rich_exercise().scenario.recovery if item.action)
    command = c.TakeRecoveryStep(by=room.responder, step_id=step.id, owner="AI engineering team")
    (event,) = room.do(command)

    assert event.action == step.action
    assert event.controls_after is not None
    assert room.do(command) == ()
    assert "not a recovery step" in refused(room, c.TakeRecoveryStep(by=room.responder, step_id="pray"))


def test_recovery_steps_name_an_owner_where_asked():
    """A step that needs an owner is refused without one."""
    room = Room().start()
    step = next(item for item in seed_exercise().scenario.recovery if item.owner_required)

    assert "needs an owner" in refused(room, c.TakeRecoveryStep(by=room.responder, step_id=step.id))


def test_checks_measure_the_simulated_system(room):
    """A check fails while the technique works and passes once the system is off."""
    check = next(i for i in seed_exercise().scenario.verification if i.measures == "known_technique")
    room.after(minutes=10)
    (failed,) = room.do(c.RunVerification(by=room.responder, check_id=check.id))
    room.do(c.ApplyContainment(by=room.responder, action="enable_fallback_mode"))
    room.after(minutes=2)
    (passed,) = room.do(c.RunVerification(by=room.responder, check_id=check.id))

    assert (failed.passed, passed.passed) == (False, True)
    assert failed.measured > passed.measured == 0.0
    assert "not a check" in refused(room, c.RunVerification(by=room.responder, check_id="vibes"))


def test_resolution_records_what_still_worked(room):
    """Declaring resolved needs a declared incident, counts once and stores the residual success."""
    by = room.responder
    assert "nothing to resolve" in refused(room, c.ResolveIncident(by=by))
    room.after(minutes=60).do(c.DeclareIncident(by=by, incident_type="jailbreak", severity="SEV2"))
    (event,) = room.do(c.ResolveIncident(by=by, follow_up_owner="Product owner"))

    assert event.known_technique > 0
    assert event.variants > 0
    assert room.do(c.ResolveIncident(by=by)) == ()


def test_ratings_and_notes_remain_after_the_end(room):
    """After EndEx people can still observe, rate and reconcile, and nothing else."""
    evaluator = room.join("Eve Example", app_role="evaluator")
    room.do(c.EndExercise(by=room.facilitator))
    rate = {"criterion": "communication", "reason": "Clear.", "cites": (1,)}

    room.do(c.RecordObservation(by=evaluator, text="Calm room.", criterion="escalation"))
    assert "nothing to reconcile" in refused(room, c.ReconcileRating(by=room.facilitator, value=3, **rate))
    room.do(c.RateCriterion(by=room.facilitator, value=4, **rate))
    room.do(c.RateCriterion(by=evaluator, value=2, **rate))
    room.do(c.ReconcileRating(by=evaluator, value=3, **rate))

    assert [event.value for event in room.state.ratings] == [4, 2, 3]
    assert "no event 999" in refused(
        room, c.RateCriterion(by=evaluator, criterion="recovery", value=3, cites=(999,))
    )
    assert "has ended" in refused(room, c.AdjustSchedule(by=room.facilitator, change="end", end_ms=10**8))
    assert "has ended" in refused(room, c.JoinExercise(by="p-9", participant_id="p-9"))


def test_an_observation_lies_in_the_past(room):
    """A note can be tied to an earlier moment and not to a later one."""
    room.after(minutes=3)
    room.do(c.RecordObservation(by=room.facilitator, text="Hesitant.", moment_ms=MINUTE))

    assert "future" in refused(room, c.RecordObservation(by=room.facilitator, text="x", moment_ms=9 * MINUTE))


def test_seats_keep_their_kind_and_hold_known_roles(room):
    """A seat can change the roles it holds, not its kind; roles must exist."""
    seat = {"by": room.responder, "participant_id": room.responder}
    room.do(c.JoinExercise(**seat, roles=("Legal",)))

    assert room.state.holds(room.responder) == ("Legal",)
    assert room.do(c.JoinExercise(**seat, roles=("Legal",))) == ()
    assert "not a role of this exercise" in refused(room, c.JoinExercise(**seat, roles=("Wizard",)))
    assert "participant's" in refused(room, c.JoinExercise(**seat, app_role="facilitator"))


@pytest.mark.parametrize("by", ["facilitator", "ciso", "stranger", "system"])
def test_nobody_takes_a_seat_or_roles_for_somebody_else(room, by):
    """Whoever asks for another's seat is refused, the facilitator and a stranger too; nothing is stored."""
    asks = {"facilitator": room.facilitator, "ciso": room.ciso, "stranger": "p-9", "system": "system"}[by]
    before = room.state

    for whose, app_role in ((room.responder, "participant"), ("p-10", "facilitator")):
        join = c.JoinExercise(by=asks, participant_id=whose, app_role=app_role, roles=("Legal",))
        assert "whoever sits in it" in refused(room, join)
    assert room.state == before


def test_a_role_is_held_once(room):
    """The same role named twice is refused, so that a seat's size is bounded by the scenario's roles."""
    seat = {"by": room.responder, "participant_id": room.responder}

    assert "'Legal' is named twice" in refused(room, c.JoinExercise(**seat, roles=("Legal", "CISO", "Legal")))


@pytest.mark.parametrize(
    "fields",
    [
        {"participant_id": "p" * 65},
        {"participant_id": ""},
        {"roles": ("Legal",) * 101},
        {"roles": ("L" * 401,)},
    ],
    ids=["long id", "no id", "many roles", "long role"],
)
def test_a_seat_is_bounded(fields):
    """Ids, roles and their number have limits before anything looks at them."""
    with pytest.raises(ValidationError):
        c.JoinExercise(**{"by": "p-1", "participant_id": "p-1", **fields})


def test_the_exercise_ends_by_itself_when_its_time_is_up(room):
    """At the end the conductor ends the exercise, once, and not before."""
    assert room.do(c.EndExercise()) == ()
    room.after(minutes=89)
    assert room.state.phase == "running"
    room.after(minutes=2).after(minutes=1)

    assert room.state.phase == "ended"
    assert room.state.at_ms == 90 * MINUTE


def test_a_written_pattern_is_judged_on_the_log_and_recorded():
    """The event holds what the pattern stops; a pattern that is none is refused in plain words."""
    room = Room().start()
    order = {"by": room.responder, "action": "add_block_pattern"}

    with pytest.raises(Refused, match="bracket"):
        room.do(c.ApplyContainment(**order, params={"pattern": "/pretend (/"}))
    (poor,) = room.do(c.ApplyContainment(**order, params={"pattern": "/[a-z]+ zebra/"}))
    (good,) = room.do(c.ApplyContainment(**order, params={"pattern": "pretend * no rules"}))

    assert poor.effect == {"block": [0.0, 0.0, 0.0], "false_positive": 0.0}
    assert good.effect["block"][0] >= 0.85
    assert good.controls_after["miss"][0] == pytest.approx(1 - good.effect["block"][0])
    assert from_text(to_text(good)) == good
    assert room.state.decisions[-1].effect == tuple(
        (name, tuple(value) if isinstance(value, list) else value) for name, value in good.effect.items()
    )


def test_a_rehearsal_without_a_pattern_keeps_the_blocks_figures():
    """An order that names no pattern records no measured effect."""
    room = Room().start()
    (applied,) = room.do(c.ApplyContainment(by=room.responder, action="add_block_pattern"))

    assert applied.effect == {}


def test_a_rating_can_be_changed_only_while_it_is_blind(room):
    """Until a second person has rated, a rating may change; from then on it stands."""
    eve, ned = (room.join(name, app_role="evaluator") for name in ("Eve Example", "Ned Example"))
    room.do(c.EndExercise(by=room.facilitator))
    rate = {"criterion": "recovery", "reason": "Seen."}

    room.do(c.RateCriterion(by=eve, value=2, **rate))
    room.do(c.RateCriterion(by=eve, value=3, **rate))
    room.do(c.RateCriterion(by=ned, value=5, **rate))

    assert "reconcile with them" in refused(room, c.RateCriterion(by=eve, value=5, **rate))
    assert "reconcile with them" in refused(room, c.RateCriterion(by=room.facilitator, value=4, **rate))
    assert [(event.by, event.value) for event in room.state.ratings] == [(eve, 2), (eve, 3), (ned, 5)]
