"""Old exercises stay what they were: played again from what their log recorded, or refused in a sentence."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine import commands as c
from engine import replay, timeline
from engine.decide import clock, decide
from engine.errors import Unplayable
from engine.log import state as present
from engine.log.canonical import from_text
from engine.log.state import State, fold
from engine.running.conductor import Conductor
from engine.running.session import Session, snapshot_of
from engine.scenario.resolve import scenario_from_stored
from engine.simulation import tape
from engine.simulation.log.search import Query
from engine.simulation.run import catalogue, kept
from engine.simulation.run.decisions import Decision, UnknownAction, activations
from engine.simulation.run.trajectory import simulate
from engine.timeline import Timeline
from scoring.case import Case
from scoring.rubric import rubric_from
from scoring.score import score
from tests.world import Room, create_command, played, rubric, seed_exercise
from ui.news.feed import Feed

MINUTE_MS = 60_000
GOLDEN = Path(__file__).parents[1] / "golden"
LOGS = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted(GOLDEN.glob("*.jsonl"))}
RUBRIC = rubric_from(json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))["rubric"])
SYSTEM = seed_exercise().scenario.ai_system


def numbers(name):
    """Everything a golden log is scored with."""
    events = tuple(from_text(line) for line in LOGS[name])
    return score(Case(scenario_from_stored(events[0].scenario), events, RUBRIC)).to_json()


def put(monkeypatch, actions):
    """Let these be all the actions there are."""
    monkeypatch.setattr(catalogue, "_found", lambda: tuple(actions))
    kept.forget()
    timeline._uses.cache_clear()


@pytest.mark.parametrize("gone", catalogue.actions())
@pytest.mark.parametrize("name", LOGS)
def test_an_action_that_is_gone_changes_no_number(name, gone, monkeypatch):
    """Without the file of an action an old log scores as it did, or is refused with the action's name."""
    before = numbers(name)
    put(monkeypatch, [action for action in catalogue._found() if action.id != gone])
    try:
        after = numbers(name)
    except Unplayable as refused:
        after = str(refused)

    assert after == before or f"the action '{gone}', which this Tplus has not" in after


def test_the_refusal_names_the_event():
    """A log that holds an action of another Tplus is refused with the event's number and time."""
    events = played("playbook").events
    (first, *_) = [event for event in events if event.kind == "containment_applied"]
    foreign = [event.model_copy(update={"action": "unplug"}) if event is first else event for event in events]
    case = Case(seed_exercise().scenario, tuple(foreign), rubric())

    with pytest.raises(
        Unplayable, match=rf"Event {first.seq} \(T\+05:00\) applied or lifted the action 'unplug'"
    ):
        _ = case.timeline


def test_parameters_that_no_longer_fit_are_told():
    """An order whose parameters the action does not take any more is refused rather than left out."""
    events = played("playbook").events
    changed = [
        event.model_copy(update={"params": {"mode": "chaos"}})
        if getattr(event, "action", "") == "set_mode"
        else event
        for event in events
    ]

    with pytest.raises(Unplayable, match=r"set_mode: mode 'chaos' is not known; choose restricted"):
        replay.check_actions(seed_exercise().scenario, fold(changed))


def test_no_unknown_action_is_passed_over():
    """What nobody checked before fails loudly when it is computed."""
    with pytest.raises(UnknownAction, match="'no_such_action'"):
        activations(SYSTEM, [Decision(0, "no_such_action", lifted=True)])


@pytest.mark.parametrize("name", LOGS)
def test_a_released_log_plays_again_as_it_was(name):
    """Switches and telemetry that a released version recorded are what is computed today."""
    snapshot = snapshot_of("x-1", LOGS[name])

    assert list(replay.problems(snapshot.scenario, snapshot.state, snapshot.events)) == []


def test_an_action_that_does_something_else_is_found(monkeypatch):
    """An action whose switches were changed without a new engine version is named with the event."""
    snapshot = snapshot_of("x-1", LOGS["0.1.0-playbook"])
    known = catalogue.actions()
    weaker = replace(known["set_mode"], switch=lambda controls, _effect, _params: controls)
    put(monkeypatch, {**known, "set_mode": weaker}.values())
    found = list(replay.problems(snapshot.scenario, snapshot.state, snapshot.events))

    assert any("recorded other switches after 'set_mode'" in problem for problem in found)
    assert any("recorded other telemetry" in problem for problem in found)


def everything_drawn(timeline):
    """What a timeline shows in every way there is, which draws from every stream."""
    at_ms = 30 * MINUTE_MS
    kept.forget()
    return (
        timeline.trajectory(at_ms).digest(),
        timeline.telemetry(at_ms),
        timeline.affected_users(at_ms),
        timeline.search(Query(), at_ms).rows,
        timeline.evidence("session_logs", at_ms),
    )


def test_every_stream_belongs_to_the_engine_version(monkeypatch):
    """Nothing random in a timeline is drawn without the version of its exercise."""
    drawn = []
    real = tape._raw
    monkeypatch.setattr(
        tape, "_raw", lambda version, *rest: drawn.append((version, rest[1])) or real(version, *rest)
    )
    everything_drawn(Timeline(SYSTEM, 41, engine_version=7))

    assert {version for version, _ in drawn} == {7}
    assert {name.split(".")[0] for _, name in drawn} == {"world", "chance", "detector", "log"}


def test_another_engine_version_is_another_world():
    """The same seed under version 2 gives other users, other luck and other instruments."""
    first, second = (everything_drawn(Timeline(SYSTEM, 41, engine_version=version)) for version in (1, 2))

    assert all(mine != theirs for mine, theirs in zip(first, second, strict=True))
    assert first[0] == simulate(SYSTEM, seed=41, decisions=(), until_ms=30 * MINUTE_MS).digest()


def test_an_exercise_keeps_the_version_it_was_created_with(monkeypatch):
    """Once the engine has a second version, new exercises get it and old ones score as before."""
    before = numbers("0.1.0-playbook")
    for module in (clock, present, replay):
        monkeypatch.setattr(module, "ENGINE_VERSION", 2)
    kept.forget()
    (created,) = decide(seed_exercise().scenario, State(), create_command(seed_exercise()), 0)

    assert numbers("0.1.0-playbook") == before
    assert created.engine_version == 2
    assert fold([created]).timeline(seed_exercise().scenario).world.version == 2


def newer(line, **fields):
    """The first event of a log as a later Tplus would have written it."""
    return json.dumps({**json.loads(line), **fields})


@pytest.mark.parametrize("fields", [{"engine_version": 2}, {"format_version": 9}, {"engine_version": 0}])
def test_a_log_of_a_later_tplus_is_refused_in_words(fields):
    """Its events need not even be readable for the reason to be told."""
    first, *_ = LOGS["0.1.0-playbook"]

    with pytest.raises(Unplayable, match=r"knows (log format|engine version) 1 at most"):
        snapshot_of("x-1", [newer(first, **fields), '{"kind":"not_invented_yet"}'])


def test_what_cannot_be_played_is_left_alone_and_told_of(monkeypatch, caplog):
    """Lists go without it, opening it says why, and the conductor looks at it once."""
    room = Room().start()
    other = Room(store=room.session.store)
    monkeypatch.setattr(replay, "ENGINE_VERSION", 0)
    session = Session(room.session.store, clock=room.clock)
    conductor = Conductor(session, Feed(session))
    conductor._open = [room.id, other.id]
    conductor.conduct()

    assert session.exercises() == ()
    assert conductor._open == []
    assert caplog.text.count("is left alone: The exercise has engine version 1") == 2
    with pytest.raises(Unplayable, match="open it with the Tplus that created it"):
        session.execute(room.id, c.PauseClock(by=room.facilitator))
