"""Random commands against several stores: they agree, time and numbers only go up, the end is the end."""

import tempfile
from itertools import takewhile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from engine import commands as c
from engine.errors import Refused
from engine.log.fact import SYSTEM
from engine.running.session import Session
from engine.store import chain_problems
from engine.store.memory import MemoryStore
from engine.store.sql import SqlStore
from tests.world import ManualClock, create_command, rich_exercise

MINUTE = 60_000
EXERCISE = "x-agree"
AFTER_END = {"observation_recorded", "criterion_rated"}
SCENARIO = rich_exercise().scenario
PEOPLE = st.sampled_from(["fay", "sam", "cleo", "eve", "stranger"])
INJECTS = st.sampled_from([inject.id for inject in SCENARIO.injects])
APPROVALS = st.sampled_from(["", "APP-1", "APP-2"])
KEYS = st.sampled_from([None, "key-1", "key-2"])
TEXT = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20)
ACTIONS = st.sampled_from(
    ["disable_tools", "block_user", "set_mode", "enable_fallback_mode", "shutdown", "x"]
)


def commands():
    """Any command anybody may try, sensible or not."""
    by = {"by": PEOPLE, "key": KEYS}
    return st.one_of(
        st.builds(c.StartClock, rate=st.sampled_from([0.5, 1.0, 60.0, 99.0]), **by),
        st.builds(c.PauseClock, lost_ms=st.sampled_from([0, 40 * MINUTE]), **by),
        st.builds(c.PauseClock, lost_ms=st.sampled_from([0, 40 * MINUTE]), by=st.just(SYSTEM)),
        st.builds(c.ResumeClock, counts_lost=st.booleans(), **by),
        st.builds(c.CorrectClock, by=PEOPLE | st.just(SYSTEM)),
        st.builds(c.ReopenExercise, **by),
        st.builds(c.SetRate, rate=st.sampled_from([0.5, 2.0, 60.0]), **by),
        st.builds(c.SkipTo, to_ms=st.none() | st.integers(0, 100 * MINUTE), **by),
        st.builds(c.DeliverInject, inject_id=INJECTS, manner=st.sampled_from(["due", "manual"]), **by),
        st.builds(
            c.AdjustSchedule,
            change=st.sampled_from(["move", "add", "hold", "release", "drop", "end"]),
            inject_id=INJECTS,
            due_ms=st.none() | st.integers(0, 100 * MINUTE),
            text=st.sampled_from(["", "News."]),
            end_ms=st.none() | st.integers(0, 120 * MINUTE),
            **by,
        ),
        st.builds(
            c.SubmitAnswer,
            inject_id=INJECTS,
            question_id=st.sampled_from(["q", "inject-1-q1"]),
            text=TEXT,
            **by,
        ),
        st.builds(
            c.DeclareIncident,
            incident_type=st.sampled_from(["jailbreak", "supply_chain", "gremlins"]),
            severity=st.sampled_from(["SEV1", "SEV2"]),
            **by,
        ),
        st.builds(c.NotifyRole, role=st.sampled_from(["Legal", "Journalist"]), **by),
        st.builds(c.RequestApproval, about=st.just("containment"), level=st.integers(0, 4), **by),
        st.builds(c.DecideApproval, approval_id=APPROVALS.filter(bool), granted=st.booleans(), **by),
        st.builds(c.ApplyContainment, action=ACTIONS, approval_id=APPROVALS, **by),
        st.builds(c.LiftContainment, action=ACTIONS, **by),
        st.builds(
            c.CollectEvidence, artifact=st.sampled_from(["inference_logs", "system_prompt", "x"]), **by
        ),
        st.builds(c.SendMessage, audience=st.sampled_from(["Legal", "Journalist"]), text=TEXT, **by),
        st.builds(
            c.TakeRecoveryStep,
            step_id=st.sampled_from([step.id for step in SCENARIO.recovery]),
            owner=TEXT,
            **by,
        ),
        st.builds(c.RunVerification, check_id=st.sampled_from([i.id for i in SCENARIO.verification]), **by),
        st.builds(c.ResolveIncident, **by),
        st.builds(
            c.RecordObservation,
            text=st.just("") | TEXT,
            completes=st.none() | st.integers(1, 40),
            **by,
        ),
        st.builds(
            c.RateCriterion, criterion=st.just("recovery"), value=st.integers(1, 5), cites=st.just((1,)), **by
        ),
        st.builds(c.ReconcileRating, criterion=st.just("recovery"), value=st.just(3), reason=TEXT, **by),
        st.builds(c.EndExercise, **by),
    )


class Agreement(RuleBasedStateMachine):
    """The same commands in the same order against memory and SQLite."""

    @initialize()
    def open(self):
        """Two stores, one clock, four people."""
        self.folder = tempfile.TemporaryDirectory()
        self.clock = ManualClock()
        url = f"sqlite:///{Path(self.folder.name) / 'agree.db'}"
        self.stores = [MemoryStore(), SqlStore(url)]
        self.doors = [Session(store, clock=self.clock) for store in self.stores]
        self.all(create_command(rich_exercise()))
        for name, app_role, roles in (
            ("fay", "facilitator", ()),
            ("sam", "participant", ("Security operations", "Incident commander")),
            ("cleo", "participant", ("CISO",)),
            ("eve", "evaluator", ()),
        ):
            self.all(c.JoinExercise(by=name, participant_id=name, app_role=app_role, roles=roles))

    def all(self, command):
        """Give a command at every door; every door answers alike."""
        answers = []
        for door in self.doors:
            try:
                answers.append(door.execute(EXERCISE, command))
            except Refused as refused:
                answers.append(str(refused))
        assert answers[0] == answers[1]

    @rule(command=commands())
    def command(self, command):
        """Somebody asks for something."""
        self.all(command)

    @rule(command=commands())
    def start_first(self, command):
        """The same, in an exercise that runs: otherwise most examples stay in the lobby."""
        if self.doors[0].current(EXERCISE).state.phase == "lobby":
            self.all(c.StartClock(by="fay"))
        self.all(command)

    @rule(seconds=st.sampled_from([1, 30, 600, 3000]))
    def pass_time(self, seconds):
        """Time passes and what is due is delivered."""
        self.clock.advance(seconds=seconds)
        delivered = [door.conduct(EXERCISE) for door in self.doors]
        assert delivered[0] == delivered[1]

    @rule()
    def restart(self):
        """A door is closed and another opened on the same store."""
        self.doors = [Session(store, clock=self.clock) for store in self.stores]

    @invariant()
    def stores_agree(self):
        """Both stores hold the same rows, and their chain is whole."""
        rows = [store.rows(EXERCISE) for store in self.stores]
        assert rows[0] == rows[1]
        assert chain_problems(rows[0]) == ()

    @invariant()
    def numbers_and_time_go_up(self):
        """Sequence numbers count from one, exercise time never falls, and no number is used twice."""
        events = self.doors[0].current(EXERCISE).events
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        times = [event.at_ms for event in events]
        assert times == sorted(times)
        assert self.doors[0].at_ms(EXERCISE) >= times[-1]

    @invariant()
    def the_end_is_the_end(self):
        """After EndEx there are only notes and ratings, unless it came by itself and was taken back."""
        events = self.doors[0].current(EXERCISE).events
        for place, event in enumerate(events):
            if event.kind == "exercise_ended":
                rest = list(takewhile(lambda later: later.kind in AFTER_END, events[place + 1 :]))
                after = events[place + 1 + len(rest) :]
                if after:
                    assert event.by == SYSTEM
                    assert [later.kind for later in after[:2]] == ["schedule_adjusted", "clock_paused"]
                    assert after[1].reopens

    @invariant()
    def injects_are_delivered_once(self):
        """No inject is delivered twice."""
        events = self.doors[0].current(EXERCISE).events
        delivered = [event.inject_id for event in events if event.kind == "inject_delivered"]
        assert len(delivered) == len(set(delivered))

    def teardown(self):
        """Close the files."""
        if hasattr(self, "folder"):
            self.stores[1].close()
            self.folder.cleanup()


Agreement.TestCase.settings = settings(
    max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAgreement = Agreement.TestCase
