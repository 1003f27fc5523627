"""The timeline: exact repetition, conservation, and what decisions can and cannot change."""

import json
import os
import subprocess
import sys
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.model import Counts
from engine.simulation.parameters import AISystem
from engine.simulation.run import Decision, preset_decisions, simulate
from engine.simulation.tape import ENGINE_VERSION

SHORT_MS = 40 * MINUTE_MS
COUNTERS = [field.name for field in fields(Counts)]
APPROVED = (("approval", "APP-7"),)

applied = st.builds(
    lambda minute, name: Decision(minute * MINUTE_MS, name, APPROVED if name == "shutdown" else ()),
    st.integers(0, 35),
    st.sampled_from(
        [
            "block_user",
            "add_block_pattern",
            "disable_tools",
            "set_mode",
            "reduce_max_tokens",
            "enable_fallback_mode",
            "shutdown",
            "deploy_guardrail_patch",
            "rotate_keys",
        ]
    ),
)
some_decisions = st.lists(applied, max_size=6)
incident = st.sampled_from(TYPES)
seeds = st.integers(0, 10_000)

GOLDEN = (1, "5e479e45dd8492a637fb2e1e10f7f17f6feae634f29c30db52d6a805df7e02aa")


def run(name, *, seed=1, decisions=(), until_ms=SHORT_MS, **more):
    """A timeline of an incident type, 40 minutes unless said."""
    return simulate(SYSTEMS[name], seed=seed, decisions=decisions, until_ms=until_ms, **more)


@pytest.mark.parametrize("name", TYPES)
def test_same_seed_and_decisions_repeat_bit_for_bit(name):
    """The same seed and decisions give the same timeline to the last bit."""
    decisions = preset_decisions(2, 7 * MINUTE_MS)

    assert run(name, decisions=decisions).digest() == run(name, decisions=decisions).digest()


def test_golden_digest_of_this_engine_version():
    """Whatever changes a figure changes ENGINE_VERSION too; the parameters are the test's own."""
    block = json.loads((Path(__file__).parent / "golden_system.json").read_text(encoding="utf-8"))
    decisions = (
        Decision(20 * MINUTE_MS, "add_block_pattern"),
        Decision(30 * MINUTE_MS, "set_mode"),
        Decision(35 * MINUTE_MS, "disable_tools"),
        Decision(40 * MINUTE_MS, "roll_back_model"),
        Decision(55 * MINUTE_MS, "enable_fallback_mode"),
        Decision(65 * MINUTE_MS, "enable_fallback_mode", lifted=True),
        Decision(80 * MINUTE_MS, "shutdown", APPROVED),
    )
    trajectory = simulate(AISystem.model_validate(block), seed=1, decisions=decisions, until_ms=END_MS)

    assert (ENGINE_VERSION, trajectory.digest()) == GOLDEN


def test_another_process_with_another_hash_seed_agrees():
    """A process with other string hashes computes the same timeline."""
    script = (
        "from test_simulation_timeline import preset_decisions, run;"
        "print(run('jailbreak', decisions=preset_decisions(2, 600_000)).digest())"
    )
    here = str(Path(__file__).parent)
    paths = os.pathsep.join([here, *sys.path])
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed in ("1", "2")
    }

    assert digests == {run("jailbreak", decisions=preset_decisions(2, 600_000)).digest()}


@pytest.mark.parametrize("name", TYPES)
def test_other_seeds_are_other_worlds_and_other_luck(name):
    """Another seed changes the world; another chance seed keeps the world and changes the luck."""
    here, there, lucky = (
        run(name, decisions=preset_decisions(1, 0), **seeds)
        for seeds in ({"seed": 1}, {"seed": 2}, {"seed": 1, "chance_seed": 2})
    )

    assert here.digest() != there.digest()
    assert here.digest() != lucky.digest()
    assert [tick.arrived for tick in here.ticks] == [tick.arrived for tick in lucky.ticks]
    assert here.tape.thresholds == lucky.tape.thresholds


@settings(max_examples=40, deadline=None)
@given(incident, seeds, some_decisions)
def test_every_request_is_accounted_for_at_every_tick(name, seed, decisions):
    """Arrived requests are full, degraded, refused, unserved or waiting; attempts end in exactly one way."""
    for tick in run(name, seed=seed, decisions=decisions).ticks:
        settled = tick.full + tick.degraded + tick.refused + tick.unserved + tick.waiting

        assert settled == pytest.approx(tick.arrived, rel=1e-12, abs=1e-9)
        assert tick.attempts == tick.harmful + tick.blocked + tick.model_refused + tick.not_reached


@settings(max_examples=40, deadline=None)
@given(incident, seeds, some_decisions)
def test_nothing_is_negative_and_no_counter_falls(name, seed, decisions):
    """Every figure of a step is at least zero, so no counter ever falls."""
    ticks = run(name, seed=seed, decisions=decisions).ticks
    for before, tick in pairwise(ticks):
        for counter in COUNTERS:
            assert getattr(tick.during, counter) >= -1e-9
            assert getattr(tick, counter) >= getattr(before, counter) - 1e-9
        assert tick.harm_points >= before.harm_points
        assert tick.waiting >= 0
        assert tick.active_attackers >= before.active_attackers


@settings(max_examples=40, deadline=None)
@given(incident, seeds, st.integers(0, 4), st.integers(0, 39), st.integers(0, 39))
def test_earlier_containment_never_does_more_harm(name, seed, level, one, other):
    """The same level applied earlier does no more harm, at every tick."""
    early, late = sorted((one, other))
    sooner = run(name, seed=seed, decisions=preset_decisions(level, early * MINUTE_MS))
    later = run(name, seed=seed, decisions=preset_decisions(level, late * MINUTE_MS))

    assert all(a.harm_points <= b.harm_points for a, b in zip(sooner.ticks, later.ticks, strict=True))


@settings(max_examples=40, deadline=None)
@given(incident, seeds, st.integers(0, 39))
def test_a_higher_level_never_does_more_harm(name, seed, minute):
    """Each level holds the ones below, and does no more harm than they do."""
    harm = [
        run(name, seed=seed, decisions=preset_decisions(level, minute * MINUTE_MS)).ticks[-1].harm_points
        for level in range(5)
    ]

    assert harm == sorted(harm, reverse=True)


@settings(max_examples=60, deadline=None)
@given(incident, seeds, some_decisions, some_decisions, st.integers(0, 10))
def test_a_superset_applied_earlier_dominates_at_every_tick(name, seed, decisions, extra, earlier):
    """More actions, each at least as early, never do more harm at any tick."""
    moved = [Decision(max(0, d.at_ms - earlier * MINUTE_MS), d.action, d.params) for d in decisions] + extra
    less, more = run(name, seed=seed, decisions=decisions), run(name, seed=seed, decisions=moved)

    assert all(a.harm_points <= b.harm_points for a, b in zip(more.ticks, less.ticks, strict=True))


@settings(max_examples=30, deadline=None)
@given(incident, seeds, st.integers(0, 39 * 60))
def test_shutdown_ends_all_harm(name, seed, second):
    """After an approved shutdown not one more harm point is added, in any channel."""
    shutdown = Decision(second * 1000, "shutdown", APPROVED)
    trajectory = run(name, seed=seed, decisions=[shutdown])
    acting = [tick for tick in trajectory.ticks if tick.level == 4]

    assert acting
    for tick in acting:
        during = tick.during
        assert during.harm_points(trajectory.system) == 0
        assert (during.outputs, during.records, during.tool_actions, during.attack_tokens) == (0, 0, 0, 0)


@settings(max_examples=40, deadline=None)
@given(incident, seeds, some_decisions, applied)
def test_a_later_decision_never_changes_the_past(name, seed, decisions, later):
    """Adding a decision leaves every tick up to its time as it was."""
    before = run(name, seed=seed, decisions=decisions)
    after = run(name, seed=seed, decisions=[*decisions, later])
    known = before.index_at(later.at_ms) + 1

    assert before.ticks[:known] == after.ticks[:known]


@settings(max_examples=30, deadline=None)
@given(incident, seeds, some_decisions, st.integers(0, 2400), st.integers(0, 2400))
def test_a_longer_run_repeats_the_shorter_one(name, seed, decisions, one, other):
    """The first part of a longer timeline is the shorter timeline, attempts included."""
    short_s, long_s = sorted((one, other))
    short = run(name, seed=seed, decisions=decisions, until_ms=short_s * 1000)
    longer = run(name, seed=seed, decisions=decisions, until_ms=long_s * 1000)

    assert longer.ticks[: len(short.ticks)] == short.ticks
    assert longer.attempts[: len(short.attempts)] == short.attempts


def test_an_action_acts_from_the_next_step():
    """A decision in the middle of a step acts when the next one begins; on the border it acts at once."""
    middle = run("jailbreak", decisions=[Decision(45_000, "enable_fallback_mode")])
    border = run("jailbreak", decisions=[Decision(60_000, "enable_fallback_mode")])

    assert [tick.level for tick in middle.ticks[:4]] == [0, 0, 0, 3]
    assert middle.digest() == border.digest()


@pytest.mark.parametrize(
    "decision",
    [
        Decision(0, "shutdown"),
        Decision(0, "shutdown", (("approval", " "),)),
        Decision(0, "no_such_action"),
        Decision(0, "set_mode", (("mode", "chaos"),)),
        Decision(0, "block_user", (("user_id", "u-999"),)),
        Decision(0, "shutdown", lifted=True),
    ],
)
def test_decisions_that_do_not_hold_change_no_harm(decision):
    """Unapproved, unknown and ill-formed decisions, and blocking a stranger, change no outcome."""
    plain, tried = run("jailbreak"), run("jailbreak", decisions=[decision])

    assert plain.attempts == tried.attempts
    assert [t.harm_points for t in plain.ticks] == [t.harm_points for t in tried.ticks]


def test_blocking_one_user_stops_exactly_that_user():
    """Blocking an attacker by id blocks all later attempts of that attacker."""
    user = run("jailbreak").attempts[0].user_id
    blocked = run("jailbreak", decisions=[Decision(0, "block_user", (("user_id", user),))])

    assert {a.outcome for a in blocked.attempts if a.user_id == user} == {"blocked"}
    assert "harmful" in {a.outcome for a in blocked.attempts if a.user_id != user}


def test_lifting_restores_the_untouched_system():
    """A lifted action no longer acts; a lift without parameters lifts every use of it."""
    decisions = [
        Decision(0, "block_user", (("user_id", "u-1"),)),
        Decision(0, "block_user", (("user_id", "u-2"),)),
        Decision(5 * MINUTE_MS, "block_user", (("user_id", "u-1"),), lifted=True),
        Decision(10 * MINUTE_MS, "block_user", lifted=True),
    ]
    trajectory = run("jailbreak", decisions=decisions)

    blocked = [trajectory.at(minute * MINUTE_MS).controls.blocked_users for minute in (4, 9, 12)]
    assert blocked == [("u-1", "u-2"), ("u-2",), ()]
    assert trajectory.at(12 * MINUTE_MS).level == 0


def test_a_recovery_takes_its_lead_time():
    """A guardrail patch changes the odds 15 minutes after the decision, and the variant still works."""
    trajectory = run(
        "jailbreak", decisions=[Decision(45 * MINUTE_MS, "deploy_guardrail_patch")], until_ms=END_MS
    )
    before = trajectory.technique_success(60 * MINUTE_MS)
    after = trajectory.technique_success(61 * MINUTE_MS)

    assert before["published prompt"] == 0.6
    assert after["published prompt"] < 0.02
    assert after["reworded variant"] > 0.2


def test_the_seed_documents_facts_hold_about_right():
    """By T+15 about 47 users have tried the technique, in the middle of twenty worlds."""
    counts = sorted(
        len(run("jailbreak", seed=seed, until_ms=15 * MINUTE_MS).attackers(15 * MINUTE_MS))
        for seed in range(20)
    )

    assert 42 <= counts[10] <= 52


def test_helpers_agree_with_the_ticks():
    """Harm, its rate, its beginning and the summary are read off the same ticks."""
    trajectory = run("data_exfiltration")
    at_ms = 20 * MINUTE_MS
    rate = (trajectory.harm_points(at_ms) - trajectory.harm_points(at_ms - 5 * MINUTE_MS)) / 5

    assert trajectory.harm_rate_per_min(at_ms) == rate
    first = trajectory.first_harm_ms
    assert trajectory.harm_points(first) > 0 == trajectory.harm_points(first - 1)
    assert trajectory.summary()["harm_points"] == round(trajectory.ticks[-1].harm_points, 1)
    assert trajectory.summary(at_ms)["attempts"] == trajectory.at(at_ms).attempts
