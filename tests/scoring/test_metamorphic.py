"""How scores answer to a changed log: better acts never cost, and what is not scored changes nothing."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from itertools import groupby
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from engine import commands as c
from engine.files.loader import load_exercise
from engine.log import events as e
from engine.log.describe import lines
from engine.scenario.resolve import Scenario
from engine.simulation.run.catalogue import actions
from scoring.case import Case
from scoring.criteria import escalation, evidence
from scoring.scale import BEST, by_time
from scoring.score import score
from tests.scoring.plans import little_luck
from tests.scoring.play import collect, contain, declare, log, send, step, tell
from tests.world import SHIPPED, content, create_command, rich_exercise, rubric, seed_exercise

MINUTE = 60_000
EXAMPLES = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True, scope="module")
def luck_is_cheap():
    """What is compared rests on the same few rolls of the model's luck."""
    with little_luck():
        yield


PLAYED_IN = (
    "customer-chatbot-jailbreak",
    "helpful-summary-leak",
    "the-wrong-account",
    "the-night-invoice",
    "three-hours-on-the-index",
    "the-eager-claims-agent",
)


@cache
def scenarios():
    """The published exercise, and one of each incident type."""
    shipped = (load_exercise(SHIPPED / f"{name}.yml", content()) for name in PLAYED_IN)
    return (seed_exercise(), *shipped)


loaded_scenarios = st.sampled_from(scenarios())
minutes = st.sampled_from((0.0, 8.0, 8.5, 20.0, 41.0))
"""Few enough that much happens at the same moment."""


def _people(loaded):
    """Everybody who can be told: required, forbidden and needless."""
    scenario = loaded.scenario
    named = [item.role for item in (*scenario.escalations, *scenario.restrictions)]
    return sorted({*named, "The neighbours"})


def _declarations():
    kinds = st.sampled_from(("jailbreak", "data_exfiltration"))
    return st.builds(declare, minutes, kinds, st.sampled_from(("SEV1", "SEV2", "SEV3")))


def _tellings(loaded):
    givers = st.sampled_from(loaded.scenario.role_names())
    told = st.sampled_from(_people(loaded))
    return st.builds(lambda at, giver, role: step(at, giver, c.NotifyRole, role=role), minutes, givers, told)


def _containments():
    return st.builds(contain, minutes, st.sampled_from(sorted(actions())))


def _collections(loaded):
    return st.builds(collect, minutes, st.sampled_from([item.id for item in loaded.scenario.evidence]))


def _messages(loaded):
    audience = st.sampled_from([item.audience for item in loaded.scenario.messages] or ["Executives"])
    text = st.sampled_from(("We are aware of it.", "Next update at 3 PM. Your data is safe.", "47 users"))
    return st.builds(send, minutes, audience, text)


def _recoveries(loaded):
    steps = st.sampled_from([item.id for item in loaded.scenario.recovery])
    checks = st.sampled_from([item.id for item in loaded.scenario.verification])
    taken = st.builds(
        lambda at, name: step(at, "Incident commander", c.TakeRecoveryStep, step_id=name, owner="X"),
        minutes,
        steps,
    )
    run = st.builds(
        lambda at, name: step(at, "Security operations", c.RunVerification, check_id=name), minutes, checks
    )
    return st.one_of(taken, run)


@st.composite
def plans(draw):
    """A scenario, and up to sixteen acts of a team in it, mostly telling people."""
    loaded = draw(loaded_scenarios)
    acts = st.one_of(
        _declarations(),
        _tellings(loaded),
        _tellings(loaded),
        _containments(),
        _collections(loaded),
        _messages(loaded),
        _recoveries(loaded),
    )
    return loaded, draw(st.lists(acts, min_size=draw(st.sampled_from((0, 6, 12))), max_size=16))


@st.composite
def logs(draw):
    """A scenario and the log of a whole exercise in it."""
    loaded, acts = draw(plans())
    return Played(loaded.scenario, log(*acts, loaded=loaded))


@dataclass(frozen=True)
class Played:
    """A scenario and a log of it, shown short where a property fails."""

    scenario: Scenario = field(repr=False)
    events: tuple[e.Event, ...] = field(repr=False)
    told: tuple[str, ...] = ()

    def __post_init__(self):
        """Keep the log in words, without what every exercise has."""
        told = lines(self.scenario, self.events)
        acts = (f"{line.at_ms} {line.text}" for line in told if line.by != "system" and line.at_ms)
        object.__setattr__(self, "told", (self.scenario.id, *acts))

    def _repr_pretty_(self, printer, _cycle):
        printer.text("\n".join(self.told))

    def __iter__(self):
        """Scenario and events."""
        return iter((self.scenario, self.events))


def outcome(scenario, events):
    """Everything scored but the numbers of events, which name them and measure nothing."""
    found = score(Case(scenario, tuple(events), rubric())).to_json()
    for finding in found["scores"].values():
        for part in (finding, *finding["parts"]):
            part.pop("evidence")
    return found


def renumbered(events):
    """The events as a log: numbered from 1, references to observations following."""
    numbers = {event.seq: number for number, event in enumerate(events, start=1)}
    return tuple(_moved(event, numbers) for event in events)


def _moved(event, numbers):
    update = {"seq": numbers[event.seq]}
    if getattr(event, "copy_seq", None) is not None:
        update["copy_seq"] = numbers[event.copy_seq]
    return event.model_copy(update=update)


@st.composite
def two_tellings(draw):
    """A plan in which somebody who must be told is told, and the same told earlier."""
    loaded = draw(loaded_scenarios)
    role = draw(st.sampled_from([item.role for item in loaded.scenario.escalations]))
    acts = [
        draw(_declarations()),
        *draw(st.lists(st.one_of(_tellings(loaded), _messages(loaded)), max_size=8)),
    ]
    early, late = sorted((draw(st.integers(0, 89)), draw(st.integers(0, 89))))
    plans_of = ([*acts, tell(at, role)] for at in (early, late))
    return tuple(Played(loaded.scenario, log(*plan, loaded=loaded)) for plan in plans_of)


def credit(finding):
    """The credit of everything a criterion looked at, before it is cut off at nothing."""
    return round(sum(detail.credit or 0.0 for detail in finding.details), 9)


@given(cases=two_tellings())
@EXAMPLES
@pytest.mark.slow
def test_telling_who_must_be_told_earlier_never_lowers_escalation(cases):
    """Whatever else is told to whom and whenever it is declared, earlier is at least as good."""
    sooner, later = (escalation.score(Case(*case, rubric())) for case in cases)

    assert sooner.exact >= later.exact
    assert (sooner.most or 5.0) >= (later.most or 5.0)
    assert credit(sooner) >= credit(later)


@st.composite
def one_more_artifact(draw):
    """A plan with containment and evidence, and the same with one more artifact collected in time."""
    loaded = draw(loaded_scenarios)
    item = draw(st.sampled_from(loaded.scenario.evidence))
    acts = draw(st.lists(st.one_of(_containments(), _collections(loaded)), max_size=8))
    at = draw(st.integers(0, 89))
    fewer, more = (
        Played(loaded.scenario, log(*plan, loaded=loaded)) for plan in (acts, [*acts, collect(at, item.id)])
    )
    case = Case(*more, rubric())
    assume(at * MINUTE <= (case.signal_ms or 0) + item.window_ms)
    assume(not any(event.artifact == item.id and event.overwritten_by for event in case.state.evidence))
    return fewer, more


@given(cases=one_more_artifact())
@EXAMPLES
@pytest.mark.slow
def test_one_more_artifact_in_time_never_lowers_evidence(cases):
    """Whatever was ordered and collected besides, one more whole copy in its window costs nothing."""
    fewer, more = (evidence.score(Case(*case, rubric())) for case in cases)

    assert (more.exact or 0) >= (fewer.exact or 0)
    assert more.figures.get("share", 0) >= fewer.figures.get("share", 0)


@given(played=logs(), days=st.integers(-4000, 4000), seconds=st.floats(0, 86_400))
@EXAMPLES
@pytest.mark.slow
def test_wall_time_changes_nothing(played, days, seconds):
    """The same exercise held on another day and hour scores the same."""
    scenario, events = played
    shift = timedelta(days=days, seconds=seconds)
    moved = [event.model_copy(update={"recorded_at": event.recorded_at + shift}) for event in events]

    assert outcome(scenario, moved) == outcome(scenario, events)


@given(played=logs(), order=st.randoms(use_true_random=False))
@EXAMPLES
@pytest.mark.slow
def test_renaming_people_changes_nothing(played, order):
    """Whoever is called what, also where the names sort in another order, scores the same."""
    scenario, events = played
    people = sorted({event.participant_id for event in events if isinstance(event, e.ParticipantJoined)})
    shuffled = list(people)
    order.shuffle(shuffled)
    names = {old: f"renamed {new}" for old, new in zip(people, shuffled, strict=True)}

    renamed = [
        event.model_copy(
            update={
                field: names.get(getattr(event, field), getattr(event, field))
                for field in ("by", "participant_id")
                if hasattr(event, field)
            }
        )
        for event in events
    ]

    assert outcome(scenario, renamed) == outcome(scenario, events)


BOUND = (
    e.ExerciseCreated,
    e.ParticipantJoined,
    e.ClockStarted,
    e.InjectDelivered,
    e.ExerciseEnded,
    e.IncidentDeclared,
    e.ApprovalRequested,
    e.ApprovalDecided,
    e.ContainmentApplied,
    e.ContainmentRefused,
    e.ContainmentLifted,
    e.EvidenceCollected,
    e.RecoveryStepTaken,
    e.VerificationRun,
)
"""Events that tell what came of those before them; among themselves they have one order only."""


def reordered(events, order):
    """The log with events of one moment in another order, as far as none rests on another."""
    found = []
    for _, group in groupby(events, key=lambda event: event.at_ms):
        same = list(group)
        shuffled = list(same)
        order.shuffle(shuffled)
        bound = iter([event for event in same if isinstance(event, BOUND)])
        found += [next(bound) if isinstance(event, BOUND) else event for event in shuffled]
    head = [event for event in found if isinstance(event, e.ExerciseCreated)]
    start = [event for event in found if isinstance(event, e.ParticipantJoined | e.ClockStarted)]
    end = [event for event in found if isinstance(event, e.ExerciseEnded)]
    middle = [event for event in found if event not in (*head, *start, *end)]
    return renumbered([*head, *start, *middle, *end])


@given(played=logs(), order=st.randoms(use_true_random=False))
@EXAMPLES
@pytest.mark.slow
def test_the_order_of_simultaneous_events_changes_nothing(played, order):
    """Tellings, messages and decisions of one moment score the same in whatever order they were stored."""
    scenario, events = played

    assert outcome(scenario, reordered(events, order)) == outcome(scenario, events)


@given(loaded=loaded_scenarios, people=st.integers(0, 40), notes=st.integers(0, 5))
@EXAMPLES
@pytest.mark.slow
def test_a_log_without_a_start_scores_nothing(loaded, people, notes):
    """An empty log, a lobby full of people and notes in it: no criterion has a value, each says why."""
    command = create_command(loaded)
    created = e.ExerciseCreated(
        at_ms=0,
        seq=1,
        engine_version=1,
        scenario_id=loaded.scenario.id,
        scenario_sha256=loaded.sha256,
        scenario_text=command.scenario_text,
        scenario=command.scenario,
        seed=1,
    )
    joined = [
        e.ParticipantJoined(
            at_ms=0, seq=2 + n, participant_id=f"p{n}", app_role="participant", roles=("Legal",)
        )
        for n in range(people)
    ]
    noted = [e.ObservationRecorded(at_ms=0, seq=2 + people + n, by="p0", text="Early.") for n in range(notes)]

    for events in ((), (created,), (created, *joined, *noted)):
        found = score(Case(loaded.scenario, tuple(events), rubric()))

        assert [finding.value for finding in found.findings] == [None] * 6
        assert all(finding.why for finding in found.findings)
        assert (found.readiness, found.standard_error) == (None, None)


@st.composite
def noted(draw):
    """A log, and the same with notes, marks, words for them and answers strewn in."""
    scenario, events = draw(logs())
    added = draw(st.lists(st.integers(1, len(events) - 1), min_size=1, max_size=12))
    kinds = st.sampled_from(("", "They were calm.", "Evidence preserved, Legal told, contained."))
    merged = list(events)
    for number, place in enumerate(sorted(added, reverse=True)):
        fact = e.ObservationRecorded(
            at_ms=events[place - 1].at_ms,
            seq=10_000 + number,
            by="eve",
            text=draw(kinds),
            criterion="evidence",
        )
        merged.insert(place, fact)
    return Played(scenario, events), Played(scenario, renumbered(merged))


@given(found=noted())
@EXAMPLES
@pytest.mark.slow
def test_more_notes_change_nothing(found):
    """A room of which more is noted, at whatever moments, is not readier."""
    before, after = found

    assert outcome(*after) == outcome(*before)


def _sooner_is_hasty(taken_ms: int, allowed_ms: int) -> float:
    return by_time(taken_ms, allowed_ms) if taken_ms >= allowed_ms / 2 else 0.5


def _fewer_copies(case, item, signal_ms):
    copies = sum(event.artifact == item.id for event in case.all(e.EvidenceCollected))
    detail = JUDGE(case, item, signal_ms)
    return replace(detail, credit=max(0.0, (detail.credit or 0.0) - 0.1 * max(0, copies - 1)))


def _says(tell_more):
    """The reasons of a criterion with something in them that it must not look at."""

    def caps(case, early, needless):
        yield from CAPS(case, early, needless)
        yield BEST, str(tell_more(case))

    return caps


JUDGE, CAPS = evidence._judge, escalation._caps
_with_notes = _says(lambda case: len(case.all(e.ObservationRecorded)))
_in_the_order_told = _says(lambda case: [event.role for event in case.all(e.RoleNotified)])
_by_the_clock = _says(lambda case: case.events[0].recorded_at)
_by_name = _says(lambda case: case.all(e.RoleNotified) and case.all(e.RoleNotified)[0].by)
RANDOM = st.randoms(use_true_random=False)
MUTANTS = {
    "haste costs": (
        test_telling_who_must_be_told_earlier_never_lowers_escalation,
        {"cases": two_tellings()},
        (escalation, "by_time", _sooner_is_hasty),
    ),
    "a copy more costs": (
        test_one_more_artifact_in_time_never_lowers_evidence,
        {"cases": one_more_artifact()},
        (evidence, "_judge", _fewer_copies),
    ),
    "the hour is told": (
        test_wall_time_changes_nothing,
        {"played": logs(), "days": st.integers(-4000, 4000), "seconds": st.floats(0, 86_400)},
        (escalation, "_caps", _by_the_clock),
    ),
    "people are told apart": (
        test_renaming_people_changes_nothing,
        {"played": logs(), "order": RANDOM},
        (escalation, "_caps", _by_name),
    ),
    "tellings as they are stored": (
        test_the_order_of_simultaneous_events_changes_nothing,
        {"played": logs(), "order": RANDOM},
        (escalation, "_caps", _in_the_order_told),
    ),
    "notes are counted": (
        test_more_notes_change_nothing,
        {"found": noted()},
        (escalation, "_caps", _with_notes),
    ),
}
"""By name: the property that must fail, what it is given, and what is put in place of what."""


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_each_property_fails_on_a_planted_mistake(name):
    """With a mistake put into the scoring, the property finds it within its examples."""
    prop, strategies, (place, what, mistake) = MUTANTS[name]

    @seed(1)
    @given(**strategies)
    @settings(EXAMPLES, phases=(Phase.generate,), database=None)
    def search(**drawn):
        prop.hypothesis.inner_test(**drawn)

    with patch.object(place, what, mistake), pytest.raises(AssertionError):
        search()


def test_the_plans_reach_what_they_are_meant_to():
    """Among the plans' logs are all kinds of act, so that the properties are about something."""
    rich = rich_exercise()
    acts = (
        declare(3),
        tell(3, "Legal"),
        contain(3, "set_mode"),
        collect(3, "session_logs"),
        send(3, "Executives", "x"),
    )
    kinds = {event.kind for event in log(*acts, loaded=rich)}

    assert kinds >= {
        "incident_declared", "role_notified", "containment_applied", "evidence_collected", "message_sent",
    }  # fmt: skip
