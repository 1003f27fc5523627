"""What holds of every timeline, over types, seeds and decisions; the theorems of docs/simulation.md."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from probes import NO_EFFECT, OVERWRITES, probe_refinement
from properties import (
    check_conservation,
    check_dominates,
    check_levels,
    check_no_effect,
    check_nothing_negative,
    check_overwritten,
    check_past,
    check_prefix,
    check_queue_is_bounded,
    check_same,
    check_silence,
)
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.action import check_params
from engine.simulation.run.catalogue import actions
from engine.simulation.run.decisions import Decision, preset_decisions
from engine.simulation.run.trajectory import simulate

SHORT_MS = 40 * MINUTE_MS
APPROVED = (("approval", "APP-7"),)
GRID = (0, 3, 8, 15, 25, 40, 60, 85)
"""Minutes of the grid on which levels and delays are compared."""

PAIRS = 85
"""Random pairs of decisions compared for each type: 425 in all."""

# Containment whose effect only tightens; a roll-back is none while poisoning runs, nor is any lift.
MONOTONE = (
    "block_user", "add_block_pattern", "disable_tools", "set_mode", "reduce_max_tokens",
    "enable_fallback_mode", "shutdown", "deploy_guardrail_patch", "rotate_keys", "rebuild_index",
)  # fmt: skip
incident = st.sampled_from(TYPES)
seeds = st.integers(0, 10_000)
moments = st.integers(0, SHORT_MS // 1000).map(lambda second: second * 1000)
any_moment = st.one_of(st.integers(0, 35).map(lambda minute: minute * MINUTE_MS), moments)
applied = st.builds(
    lambda at_ms, name: Decision(at_ms, name, APPROVED if name == "shutdown" else ()),
    any_moment,
    st.sampled_from(MONOTONE),
)
one_user = st.builds(
    lambda at_ms, number: Decision(at_ms, "block_user", (("user_id", f"attacker {number}"),)),
    any_moment,
    st.integers(0, 11),
)
measured = st.builds(
    lambda at_ms, block: Decision(at_ms, "add_block_pattern", effect=(("block", tuple(block)),)),
    any_moment,
    st.lists(st.floats(0, 1), max_size=3),
)
restored = st.builds(
    lambda at_ms, percent: Decision(at_ms, "restore_service", (("percent", percent),)),
    any_moment,
    st.sampled_from((10, 25, 50)),
)
containment = st.lists(st.one_of(applied, one_user, measured), max_size=6)
anything = st.lists(
    st.one_of(
        applied,
        measured,
        st.builds(lambda d: Decision(d.at_ms, d.action, lifted=True), applied),
        st.builds(Decision, any_moment, st.just("roll_back_model")),
        restored,
        st.sampled_from(NO_EFFECT),
    ),
    max_size=6,
)


def run(name, *, seed=1, decisions=(), until_ms=SHORT_MS):
    """A timeline of a shipped incident type, 40 minutes unless said; `attacker n` becomes their user id."""
    ids = simulate(SYSTEMS[name], seed=seed, decisions=(), until_ms=0).tape.user_ids
    named = [
        Decision(d.at_ms, d.action, (("user_id", ids[int(str(d.params[0][1]).split()[1])]),))
        if str(dict(d.params).get("user_id", "")).startswith("attacker")
        else d
        for d in decisions
    ]
    return simulate(SYSTEMS[name], seed=seed, decisions=named, until_ms=until_ms)


@settings(max_examples=60, deadline=None)
@given(incident, seeds, anything)
def test_every_request_is_accounted_for_at_every_tick(name, seed, decisions):
    """Arrived requests are full, degraded, refused, unserved or waiting; attempts end in exactly one way."""
    check_conservation(run(name, seed=seed, decisions=decisions))


@settings(max_examples=40, deadline=None)
@given(incident, seeds, anything)
def test_nothing_is_negative_and_counters_never_fall(name, seed, decisions):
    """Every figure is at least zero, every counter only grows, and queues stay within patience."""
    trajectory = run(name, seed=seed, decisions=decisions)

    check_nothing_negative(trajectory)
    check_queue_is_bounded(trajectory)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", TYPES)
def test_earlier_and_higher_containment_never_do_more_harm_on_a_grid(name, seed):
    """For each level a minute sooner, and at each minute a level more, never adds harm in any channel."""
    cells = {
        (level, minute): run(
            name, seed=seed, decisions=preset_decisions(level, minute * MINUTE_MS), until_ms=END_MS
        )
        for level in range(5)
        for minute in GRID
    }
    for level in range(1, 5):
        for sooner, later in pairwise(GRID):
            check_dominates(cells[level, sooner], cells[level, later])
    for minute in GRID:
        check_levels([cells[level, minute].ticks[-1].harm_points for level in range(5)])


@settings(max_examples=40, deadline=None)
@given(incident, seeds, st.integers(1, 4), moments, moments)
def test_earlier_containment_never_does_more_harm(name, seed, level, one, other):
    """The same level earlier never does more harm, at every tick and in every channel."""
    early, late = sorted((one, other))

    check_dominates(
        run(name, seed=seed, decisions=preset_decisions(level, early)),
        run(name, seed=seed, decisions=preset_decisions(level, late)),
    )


@settings(max_examples=30, deadline=None)
@given(incident, seeds, moments)
def test_a_higher_level_never_does_more_harm(name, seed, at_ms):
    """Each level holds the ones below, and does no more harm than they do, at every tick."""
    runs = [run(name, seed=seed, decisions=preset_decisions(level, at_ms)) for level in range(5)]

    for lower, higher in pairwise(runs):
        check_dominates(higher, lower)


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=PAIRS, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_superset_applied_earlier_dominates_at_every_tick(name, data):
    """More actions, each at least as early, never do more harm in any channel at any tick."""
    seed, decisions, extra = data.draw(seeds), data.draw(containment), data.draw(containment)
    sooner = [data.draw(st.integers(0, d.at_ms)) for d in decisions]
    moved = [
        Decision(at_ms, d.action, d.params, effect=d.effect)
        for at_ms, d in zip(sooner, decisions, strict=True)
    ]

    check_dominates(
        run(name, seed=seed, decisions=[*moved, *extra]), run(name, seed=seed, decisions=decisions)
    )


@settings(max_examples=30, deadline=None)
@given(incident, seeds, st.sampled_from((3, 4)), restored, restored)
def test_restoring_fewer_customers_later_never_does_more_harm(name, seed, level, one, other):
    """While the model is off, a smaller share of customers back, or back later, never adds harm."""
    percent = sorted(dict(each.params)["percent"] for each in (one, other))
    early, late = sorted(each.at_ms for each in (one, other))
    off = preset_decisions(level, 0)

    def back(at_ms, share):
        return run(
            name,
            seed=seed,
            decisions=[*off, Decision(at_ms, "restore_service", (("percent", share),))],
        )

    check_dominates(back(late, percent[0]), back(early, percent[1]))


@settings(max_examples=30, deadline=None)
@given(incident, seeds, moments)
def test_shutdown_ends_all_harm(name, seed, at_ms):
    """After an approved shutdown each channel adds exactly nothing."""
    until_ms = at_ms + 10 * MINUTE_MS

    check_silence(run(name, seed=seed, decisions=[Decision(at_ms, "shutdown", APPROVED)], until_ms=until_ms))


@settings(max_examples=40, deadline=None)
@given(incident, seeds, anything, st.one_of(applied, measured))
def test_a_later_decision_never_changes_the_past(name, seed, decisions, later):
    """Adding a decision leaves every tick and every attempt up to its time as it was."""
    check_past(
        run(name, seed=seed, decisions=decisions),
        run(name, seed=seed, decisions=[*decisions, later]),
        later.at_ms,
    )


@settings(max_examples=30, deadline=None)
@given(incident, seeds, anything, moments, moments)
def test_a_longer_exercise_repeats_the_shorter_one(name, seed, decisions, one, other):
    """The first part of a longer timeline is the shorter timeline, attempts included."""
    short_ms, long_ms = sorted((one, other))

    check_prefix(
        run(name, seed=seed, decisions=decisions, until_ms=short_ms),
        run(name, seed=seed, decisions=decisions, until_ms=long_ms),
    )


@pytest.mark.parametrize("name", TYPES)
def test_120_minutes_repeat_the_first_90(name):
    """A two-hour exercise begins with the 90-minute one."""
    decisions = preset_decisions(2, 30 * MINUTE_MS)

    check_prefix(
        run(name, decisions=decisions, until_ms=END_MS),
        run(name, decisions=decisions, until_ms=120 * MINUTE_MS),
    )


@pytest.mark.parametrize("decision", NO_EFFECT, ids=lambda d: f"{d.action}{d.params}{d.lifted}")
@settings(max_examples=8, deadline=None)
@given(name=incident, seed=seeds, decisions=containment)
def test_decisions_that_do_not_hold_change_nothing(decision, name, seed, decisions):
    """Unknown, unapproved and ill-formed decisions, needless lifts and blocking a stranger change nothing."""
    held = [d for d in decisions if d.action != "shutdown"]

    check_no_effect(run(name, seed=seed, decisions=held), run(name, seed=seed, decisions=[*held, decision]))


@settings(max_examples=10, deadline=None)
@given(incident, seeds, anything)
def test_the_same_exercise_repeats_bit_for_bit(name, seed, decisions):
    """The same seed and decisions give the same timeline to the last bit."""
    check_same(run(name, seed=seed, decisions=decisions), run(name, seed=seed, decisions=decisions))


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("action", OVERWRITES)
def test_evidence_is_overwritten_unless_captured_first(name, action):
    """An overwriting action destroys what an artifact held; a snapshot taken before holds it unchanged."""
    approval = APPROVED if actions()[action].needs_approval else ()
    decisions = (Decision(30 * MINUTE_MS, action, approval),)
    trajectory = run(name, seed=1, decisions=decisions, until_ms=50 * MINUTE_MS)
    for artifact_id in OVERWRITES[action]:
        if artifact_id == "model_identity" and name != "supply_chain":
            continue  # the weights were never exchanged: the same identity returns
        check_overwritten(trajectory, decisions, 1, action, artifact_id)


def test_the_list_of_what_is_overwritten_is_complete():
    """Every action that overwrites something is tested, with everything it overwrites."""
    declared = {name: action.overwrites for name, action in actions().items() if action.overwrites}

    assert declared == OVERWRITES
    assert not check_params(actions()["shutdown"], dict(APPROVED))


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPES)
def test_finer_steps_change_little(name):
    """Over 40 seeds, mean harm with steps of 20, 30 and 60 s is within 2 % (5 %) of that with 10 s."""
    probe_refinement(name, seeds=40)
