"""Trying Tplus alone: a live exercise at once, among colleagues who act, decide and answer."""

from types import SimpleNamespace

import pytest

from engine import commands as c
from engine.files.loader import exercises, load_exercise
from engine.log import events as e
from engine.rehearsal.colleagues import _weighed
from engine.rehearsal.live import play_due
from engine.rehearsal.plan import FACILITATOR, is_simulated
from engine.rehearsal.trial import RATE, begin
from engine.running.session import Session
from engine.scenario.times import MINUTE_MS
from engine.store.memory import MemoryStore
from tests.world import ManualClock, content, rich_exercise, seed_exercise


class Trial:
    """A trial on a clock that obeys, conducted every five seconds of exercise time."""

    def __init__(self, loaded=None, store=None, waits_for=""):
        self.clock = ManualClock()
        self.session = Session(store or MemoryStore(), clock=self.clock)
        token = begin(self.session, loaded or rich_exercise(), name="You", seed=1, waits_for=waits_for)
        seat = self.session.seat(token)
        self.id, self.you = seat.exercise_id, seat.participant_id

    def after(self, minutes):
        """Let minutes of exercise time pass."""
        for _ in range(round(minutes * 12)):
            self.clock.advance(seconds=5 / RATE)
            self.session.conduct(self.id)
            play_due(self.session, self.session.current(self.id))
        return self

    def do(self, command):
        """What you do; its first event."""
        return self.session.execute(self.id, command.model_copy(update={"by": self.you}))[0]

    def declare(self):
        """Declare what the scenario is about."""
        return self.do(c.DeclareIncident(incident_type=self.scenario.incident_type, severity="SEV1"))

    def all(self, kind):
        """Events of a kind."""
        return [event for event in self.session.current(self.id).events if isinstance(event, kind)]

    @property
    def scenario(self):
        """The scenario that is played."""
        return self.session.current(self.id).scenario

    @property
    def state(self):
        """The present state."""
        return self.session.current(self.id).state


def test_a_trial_is_live_at_once_with_you_in_the_lead():
    """The clock runs at ×6, the first inject is out, and every other role is held by somebody simulated."""
    trial = Trial()
    state = trial.state

    assert (state.phase, state.anchor.rate) == ("running", 6.0)
    assert state.delivered
    assert state.holds(trial.you) == ("Incident commander",)
    held = {role for seat in state.participants.values() for role in seat.roles}
    assert held == set(trial.scenario.role_names())
    assert all(is_simulated(item) for item in state.participants if item != trial.you)
    names = trial.session.names(trial.id)
    assert set(names) == set(state.participants)
    assert names[trial.you] == "You"


def test_a_trial_waits_for_its_tour_until_the_clock_is_started():
    """Nobody simulated starts it, and nothing is lost meanwhile."""
    trial = Trial(waits_for="the tour").after(20)
    assert trial.state.phase == "paused"
    assert trial.session.at_ms(trial.id) == 0

    trial.session.execute(trial.id, c.ResumeClock(by=FACILITATOR))
    assert trial.after(1).session.at_ms(trial.id) == pytest.approx(MINUTE_MS, abs=12)


@pytest.mark.parametrize("path", exercises(), ids=lambda path: path.stem)
def test_colleagues_do_their_part_and_leave_you_yours(path):
    """They answer, keep evidence, ask and write; declaring, telling and containing is left to you."""
    trial = Trial(load_exercise(path, content())).after(91)
    scenario = trial.session.current(trial.id).scenario

    done = {event.kind for event in trial.session.current(trial.id).events if is_simulated(event.by)}
    assert {"answer_submitted", "message_sent"} <= done
    assert "evidence_collected" in done or scenario.duration_ms < 60 * MINUTE_MS
    assert "approval_requested" in done or not any(item.approved_by for item in scenario.messages)
    if scenario.recovery_from_ms < scenario.duration_ms:
        assert {"recovery_step_taken", "verification_run"} <= done
    assert not done & {"incident_declared", "role_notified", "containment_applied", "incident_resolved"}
    assert trial.state.phase == "ended"


def test_a_trial_of_the_smallest_scenario_works():
    """A scenario in the published form, without any extension, can be tried too."""
    trial = Trial(seed_exercise()).after(10)

    assert trial.all(e.AnswerSubmitted)


def test_evidence_is_not_kept_twice():
    """What you have collected no colleague collects again."""
    trial = Trial()
    trial.do(c.CollectEvidence(artifact="inference_logs"))
    trial.after(10)

    assert [event.by for event in trial.all(e.EvidenceCollected) if event.artifact == "inference_logs"] == [
        trial.you
    ]


def test_the_ciso_decides_within_a_minute_and_says_why():
    """An approval you ask for is refused before a declaration and granted after it, with figures."""
    trial = Trial().after(1)
    trial.do(c.RequestApproval(about="containment", level=4, reason="It spreads"))
    trial.after(1)
    trial.declare()
    trial.do(c.RequestApproval(about="containment", level=4, reason="It spreads"))
    trial.after(1)

    early, late = trial.all(e.ApprovalDecided)
    assert (early.granted, late.granted) == (False, True)
    assert (early.role, late.role) == ("CISO", "CISO")
    assert "Declare it" in early.reason
    assert "suspected bypasses" in late.reason
    asked = [event for event in trial.all(e.ApprovalRequested) if event.by == trial.you]
    gaps = [decided.at_ms - request.at_ms for decided, request in zip((early, late), asked, strict=True)]
    assert max(gaps) <= MINUTE_MS


def test_a_calm_screen_gets_no_shutdown():
    """Where monitoring shows nothing, the CISO refuses and names the figure."""
    calm = SimpleNamespace(suspected_bypasses=0.0, level=2)

    granted, reason = _weighed(4, calm)

    assert not granted
    assert reason.startswith("Monitoring shows 0 suspected bypasses")


def test_a_message_you_ask_about_is_read():
    """Approval of a message is decided by somebody who may."""
    trial = Trial()
    request = trial.do(c.RequestApproval(about="message", audience="Journalist", text="We know of it."))
    trial.after(1)

    (decision,) = [item for item in trial.all(e.ApprovalDecided) if item.approval_id == request.approval_id]
    assert decision.granted
    assert decision.role == "Legal"


def test_whoever_is_told_answers_in_the_situation_log():
    """A role you tell answers once, with the severity where one was declared."""
    trial = Trial().after(1)
    trial.do(c.NotifyRole(role="Legal", text="Please join"))
    trial.after(1)
    trial.declare()
    trial.do(c.NotifyRole(role="Communications/PR", text="Please join"))
    trial.do(c.NotifyRole(role="The harbour master", text="Please join"))
    trial.after(3)

    answers = [item.text for item in trial.all(e.MessageSent) if item.audience == "Incident commander"]
    assert answers == ["Legal: understood.", "Communications/PR: understood, SEV1. We are on the bridge."]


def test_a_colleague_offers_to_contain_and_does_it_once_you_agree():
    """Security operations asks you for the level that is needed, and acts after you granted it."""
    trial = Trial().after(5)
    (offer,) = trial.all(e.ApprovalRequested)
    assert not trial.all(e.ContainmentApplied)
    trial.do(c.DecideApproval(approval_id=offer.approval_id, granted=True, reason="Go"))
    trial.after(3)

    (applied,) = trial.all(e.ContainmentApplied)
    assert (applied.by, applied.level) == (offer.by, trial.scenario.needed_level)


def test_somebody_asks_when_nothing_is_declared():
    """Six minutes after the first signal one colleague asks, once, whether this is an incident."""
    trial = Trial().after(12)

    asked = [item for item in trial.all(e.MessageSent) if item.audience == "Incident commander"]
    assert [item.at_ms // MINUTE_MS for item in asked] == [6]
    assert "Is this an incident?" in asked[0].text


def test_two_processes_react_once():
    """A second process that conducts the same trial adds nothing."""
    trial = Trial()
    trial.do(c.NotifyRole(role="Legal", text="Please join"))
    trial.after(5)
    other = Session(trial.session.store, clock=trial.clock)

    assert play_due(other, other.current(trial.id)) == ()


def test_whoever_cannot_be_reached_neither_decides_nor_answers():
    """A role that is away in the scenario stays silent in a trial too."""
    leak = next(path for path in exercises() if path.stem == "helpful-summary-leak")
    trial = Trial(load_exercise(leak, content()))
    trial.do(c.NotifyRole(role="VP Engineering", text="Please join"))
    trial.after(2)

    assert not [item for item in trial.all(e.MessageSent) if item.text.startswith("VP Engineering")]


def test_trials_are_listed_only_where_they_are_asked_for():
    """Lists of exercises leave trials out; a demonstration's exercise is no trial."""
    trial = Trial()
    real = trial.session.create(seed_exercise()).exercise_id

    assert [item.exercise_id for item in trial.session.exercises()] == [real]
    listed = {item.exercise_id for item in trial.session.exercises(with_trials=True)}
    assert listed == {trial.id, real}
    created = trial.state.created
    assert created is not None
    assert created.demo
    assert not created.organisation_team


def test_unlocking_leaves_no_trace():
    """Trying a secret on an exercise that has none writes nothing and opens nothing."""
    store = MemoryStore()
    trial = Trial(store=store)

    assert trial.session.unlock(trial.id, "") is None
    assert trial.session.unlock("x-none", "guess") is None
    assert store.setting("facilitator:x-none") is None
    assert store.setting(f"facilitator:{trial.id}") is None
