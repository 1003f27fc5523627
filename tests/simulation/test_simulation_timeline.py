"""The timeline: what decisions do, when they act, and how its figures are read."""

import pytest
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.run.decisions import Decision, preset_decisions
from engine.simulation.run.trajectory import simulate

SHORT_MS = 40 * MINUTE_MS


def run(name, *, seed=1, decisions=(), until_ms=SHORT_MS, **more):
    """A timeline of an incident type, 40 minutes unless said."""
    return simulate(SYSTEMS[name], seed=seed, decisions=decisions, until_ms=until_ms, **more)


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


def test_an_action_acts_from_the_next_step():
    """A decision in the middle of a step acts when the next one begins; on the border it acts at once."""
    middle = run("jailbreak", decisions=[Decision(45_000, "enable_fallback_mode")])
    border = run("jailbreak", decisions=[Decision(60_000, "enable_fallback_mode")])

    assert [tick.level for tick in middle.ticks[:4]] == [0, 0, 0, 3]
    assert middle.digest() == border.digest()


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
    """Harm, its beginning and the summary are read off the same ticks."""
    trajectory = run("data_exfiltration")
    at_ms = 20 * MINUTE_MS

    first = trajectory.first_harm_ms
    assert trajectory.harm_points(first) > 0 == trajectory.harm_points(first - 1)
    assert trajectory.summary()["harm_points"] == round(trajectory.ticks[-1].harm_points, 1)
    assert trajectory.summary(at_ms)["attempts"] == trajectory.at(at_ms).attempts
