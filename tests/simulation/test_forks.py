"""Timelines that go on from what is known: the same bits as from nothing, and only the new steps computed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.run import kept, trajectory
from engine.simulation.run.decisions import Decision, activations, preset_decisions
from engine.simulation.run.switches import changes
from engine.simulation.run.telemetry import observe
from engine.simulation.run.trajectory import simulate
from engine.timeline import Timeline

END_MIN = 40
APPROVED = (("approval", "APP-7"),)
NAMES = (
    "add_block_pattern", "block_user", "deploy_guardrail_patch", "disable_tools", "enable_fallback_mode",
    "reduce_max_tokens", "restore_service", "roll_back_model", "rotate_keys", "set_mode", "shutdown",
)  # fmt: skip
PATTERNS = ("pretend * no rules", "act as", "/(role|story).*(rules|limits)/", "where is order")
moments = st.integers(0, END_MIN * 60).map(lambda second: second * 1000)
ordered = st.builds(
    lambda at_ms, name: Decision(at_ms, name, APPROVED if name == "shutdown" else ()),
    moments,
    st.sampled_from(NAMES),
)
lifted = st.builds(lambda at_ms, name: Decision(at_ms, name, lifted=True), moments, st.sampled_from(NAMES))
told = st.builds(lambda at_ms: Decision(at_ms, "deploy_guardrail_patch", effect=(("lead_min", 0),)), moments)
written = st.builds(
    lambda at_ms, text, share: Decision(
        at_ms,
        "add_block_pattern",
        (("pattern", text),),
        effect=(("block", (share,)), ("false_positive", 0.01)),
    ),
    moments,
    st.sampled_from(PATTERNS),
    st.floats(0, 1),
)
decisions = st.lists(st.one_of(ordered, lifted, told, written), max_size=7).map(tuple)
asked = st.lists(st.tuples(decisions, st.integers(0, END_MIN)), min_size=1, max_size=6)


def check_as_from_nothing(timeline, minute):
    """Raise where a timeline, however it was come by, differs from the one computed from StartEx."""
    until_ms = minute * MINUTE_MS
    plain = simulate(timeline.system, seed=timeline.seed, decisions=timeline.decisions, until_ms=until_ms)
    found = timeline.trajectory(until_ms).until(len(plain.ticks) - 1)

    assert found.digest() == plain.digest()
    assert found.ticks == plain.ticks
    assert timeline.telemetry(until_ms) == observe(plain, until_ms)


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=25, deadline=None)
@given(courses=asked)
def test_a_forked_timeline_equals_one_computed_from_nothing(name, courses):
    """Whatever was asked before, in whatever order and however far, every figure is the same bit for bit."""
    kept.forget()
    for chosen, minute in courses:
        check_as_from_nothing(Timeline(SYSTEMS[name], 3, chosen), minute)


@settings(max_examples=30, deadline=None)
@given(chosen=decisions, minutes=st.lists(st.integers(0, END_MIN), min_size=1, max_size=5))
def test_a_live_exercise_sees_what_a_replay_sees(chosen, minutes):
    """Decisions that arrive one by one, each with a look at the dashboard, leave no trace in the figures."""
    kept.forget()
    played = sorted(chosen, key=lambda decision: decision.at_ms)
    for count, decision in enumerate(played):
        Timeline(SYSTEMS["jailbreak"], 5, tuple(played[:count])).telemetry(decision.at_ms)
    for minute in minutes:
        check_as_from_nothing(Timeline(SYSTEMS["jailbreak"], 5, tuple(played)), minute)


def steps_of(monkeypatch):
    """The numbers of the steps computed from now on, as they are computed."""
    computed = []
    real = trajectory.step
    monkeypatch.setattr(
        trajectory, "step", lambda *args, **how: computed.append(args[2]) or real(*args, **how)
    )
    return computed


def test_a_decision_costs_a_fork_and_not_a_replay(monkeypatch):
    """Only steps that nobody knows yet are computed: those after the decision, as far as somebody asks."""
    system, known = SYSTEMS["jailbreak"], (Decision(10 * MINUTE_MS, "set_mode"),)
    kept.forget()
    Timeline(system, 1, known).telemetry(60 * MINUTE_MS)
    computed = steps_of(monkeypatch)
    later = (*known, Decision(30 * MINUTE_MS, "disable_tools"))
    Timeline(system, 1, later).telemetry(35 * MINUTE_MS)
    Timeline(system, 1, later).telemetry(40 * MINUTE_MS)
    Timeline(system, 1, known).telemetry(60 * MINUTE_MS)

    assert computed == list(range(60, 80))


def test_a_decision_that_sets_no_switch_costs_nothing(monkeypatch):
    """What an order leaves as it was, such as a mode that is set already, is not computed again."""
    system, known = SYSTEMS["jailbreak"], (Decision(10 * MINUTE_MS, "set_mode"),)
    kept.forget()
    Timeline(system, 1, known).telemetry(60 * MINUTE_MS)
    computed = steps_of(monkeypatch)
    again = (
        *known,
        Decision(30 * MINUTE_MS, "set_mode"),
        Decision(31 * MINUTE_MS, "rotate_keys", lifted=True),
    )

    assert Timeline(system, 1, again).harm_points(60 * MINUTE_MS) > 0
    assert computed == []


def test_what_is_kept_is_bounded():
    """However many exercises and decisions there are, so many tapes and timelines are held and no more."""
    system = SYSTEMS["supply_chain"]
    kept.forget()
    for seed in range(kept.WORLDS + 3):
        Timeline(system, seed).telemetry(MINUTE_MS)
    for minute in range(kept.COURSES + 5):
        Timeline(system, 0, (Decision(minute * MINUTE_MS, "set_mode"),)).telemetry(20 * MINUTE_MS)

    assert len(kept._kept) == kept.WORLDS
    assert max(len(world.courses) for world in kept._kept.values()) == kept.COURSES


@settings(max_examples=60, deadline=None)
@given(chosen=decisions)
def test_a_plan_that_grows_equals_one_made_at_once(chosen):
    """Decision after decision, in any order of time, the switches are those of all of them together."""
    system = SYSTEMS["jailbreak"]
    kept.forget()
    for count in range(len(chosen) + 1):
        known = chosen[:count]

        assert kept.plan_of(system, known) == changes(system, activations(system, known))


def test_threads_that_fork_the_same_world_agree():
    """Several threads that ask for many timelines of one world at once get what each would get alone."""
    system = SYSTEMS["data_exfiltration"]
    courses = [
        preset_decisions(level, minute * MINUTE_MS) for level in (0, 1, 3) for minute in (3, 9, 18)
    ] * 3
    kept.forget()
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda each: Timeline(system, 2, each).harm_points(30 * MINUTE_MS), courses))

    assert found == [
        simulate(system, seed=2, decisions=each, until_ms=30 * MINUTE_MS).ticks[-1].harm_points
        for each in courses
    ]
