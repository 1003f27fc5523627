"""Each property over a few fixed cases, without arguments: what a planted mutant must turn red."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from properties import (
    check_band,
    check_conservation,
    check_dominates,
    check_full_block,
    check_levels,
    check_no_effect,
    check_nobody_attacks,
    check_nothing_negative,
    check_overwritten,
    check_past,
    check_prefix,
    check_queue_is_bounded,
    check_same,
    check_same_switches,
    check_silence,
    simulate,
)
from simulation_incidents import END_MS, MINUTE_MS, SYSTEMS, TYPES

from engine.simulation.run import decisions as deciding
from engine.simulation.run import trajectory as timeline
from engine.simulation.run.decisions import Decision

APPROVED = (("approval", "APP-7"),)
HALF_MS = 45 * MINUTE_MS
SEEDS = (1, 2, 3)
OVERWRITES = {
    "set_mode": ("system_prompt",),
    "add_block_pattern": ("guardrail_config",),
    "disable_tools": ("tool_audit",),
    "enable_fallback_mode": ("session_logs",),
    "shutdown": ("session_logs", "retrieval_index"),
    "deploy_guardrail_patch": ("guardrail_config",),
    "rebuild_index": ("retrieval_index",),
    "roll_back_model": ("guardrail_config", "model_identity", "system_prompt"),
    "rotate_keys": ("access_logs",),
    "ask_agent": ("context_window",),
    "clear_memory": ("agent_memory",),
    "disconnect_tools": ("tool_audit",),
    "kill_agent": ("context_window", "agent_plan", "session_logs"),
    "purge_calls": ("agent_plan",),
    "restart_agent": ("context_window", "agent_plan"),
}
"""What each action destroys, written down a second time on purpose."""

MIXED = (
    Decision(5 * MINUTE_MS, "reduce_max_tokens"),
    Decision(8 * MINUTE_MS, "block_user"),
    Decision(12 * MINUTE_MS, "enable_fallback_mode"),
    Decision(15 * MINUTE_MS, "restore_service", (("percent", 25),)),
    Decision(20 * MINUTE_MS, "enable_fallback_mode", lifted=True),
    Decision(25 * MINUTE_MS, "shutdown", APPROVED),
    Decision(30 * MINUTE_MS, "shutdown", lifted=True),
)
NO_EFFECT = (
    Decision(0, "shutdown"),
    Decision(0, "shutdown", (("approval", " "),)),
    Decision(0, "set_mode", (("mode", "chaos"),)),
    Decision(0, "block_user", (("user_id", "nobody"),)),
    Decision(60_000, "shutdown", lifted=True),
)
"""Decisions that do not hold, or hold and touch nobody."""

TICKS_S = (10, 20, 30, 60)
REFINED = {"data_exfiltration": 0.05}
"""Largest relative difference of mean harm from that with 10 s steps, by type; 0.02 where none is named."""

FULL_BLOCK = (("block", (1.0, 1.0, 1.0)),)


def presets(level, minute):
    """A level applied at a minute, looked up when it is called."""
    return deciding.preset_decisions(level, minute * MINUTE_MS)


def play(name, *, seed=1, decisions=(), until_ms=HALF_MS):
    """A timeline of a shipped incident type, 45 minutes unless said."""
    return simulate(SYSTEMS[name], seed=seed, decisions=decisions, until_ms=until_ms)


def variant(name, part, **changes):
    """A shipped incident type with some parameters of one part changed."""
    system = SYSTEMS[name]
    return system.model_copy(update={part: getattr(system, part).model_copy(update=changes)})


def probe_conservation():
    """Every type, under decisions that open and close every path."""
    for name in TYPES:
        check_conservation(play(name, decisions=MIXED))
    check_conservation(play("denial_of_service", decisions=presets(3, 30)))


def probe_nothing_negative():
    """As above."""
    for name in TYPES:
        check_nothing_negative(play(name, decisions=MIXED))


def probe_queue_is_bounded():
    """The flood, which is what fills the queues."""
    check_queue_is_bounded(play("denial_of_service"))
    check_queue_is_bounded(play("denial_of_service", decisions=MIXED))


def probe_earlier():
    """Every level at four minutes."""
    for name in TYPES:
        for seed in SEEDS:
            for level in (1, 2, 3):
                runs = [play(name, seed=seed, decisions=presets(level, m)) for m in (0, 7, 20, 45)]
                for sooner, later in pairwise(runs):
                    check_dominates(sooner, later)


def probe_higher():
    """Every level at two minutes."""
    for name in TYPES:
        for seed in SEEDS:
            for minute in (0, 15):
                runs = [play(name, seed=seed, decisions=presets(level, minute)) for level in range(5)]
                check_levels([run.ticks[-1].harm_points for run in runs])


def probe_superset():
    """One action more, and all of them earlier."""
    less = (Decision(15 * MINUTE_MS, "add_block_pattern"), Decision(25 * MINUTE_MS, "rotate_keys"))
    more = (*(Decision(d.at_ms - 10 * MINUTE_MS, d.action) for d in less), Decision(0, "set_mode"))
    for name in TYPES:
        for seed in SEEDS:
            check_dominates(play(name, seed=seed, decisions=more), play(name, seed=seed, decisions=less))


def probe_restoring():
    """In fallback, a tenth, a quarter and half of the customers back after 10 minutes."""
    for name in TYPES:
        for seed in SEEDS:
            runs = [
                play(
                    name,
                    seed=seed,
                    decisions=(
                        *presets(3, 0),
                        Decision(10 * MINUTE_MS, "restore_service", (("percent", percent),)),
                    ),
                )
                for percent in (10, 25, 50)
            ]
            for fewer, more in pairwise(runs):
                check_dominates(fewer, more)


def probe_shutdown():
    """An approved shutdown in the middle of the step."""
    for name in TYPES:
        check_silence(play(name, decisions=[Decision(615_000, "shutdown", APPROVED)]))


def probe_past():
    """A decision in the middle of a step, on top of others."""
    for name in TYPES:
        base = (Decision(5 * MINUTE_MS, "add_block_pattern"),)
        for at_ms in (10 * MINUTE_MS, 10 * MINUTE_MS + 29_000):
            later = (*base, Decision(at_ms, "shutdown", APPROVED))
            check_past(play(name, decisions=base), play(name, decisions=later), at_ms)


def probe_longer():
    """20 and 45 minutes of one exercise."""
    for name in TYPES:
        check_prefix(play(name, decisions=MIXED, until_ms=20 * MINUTE_MS), play(name, decisions=MIXED))


def probe_no_effect():
    """Decisions that do not hold, on top of one that does."""
    base = (Decision(0, "add_block_pattern"), Decision(0, "block_user"))
    for name in TYPES:
        plain = play(name, decisions=base)
        for decision in NO_EFFECT:
            check_no_effect(plain, play(name, decisions=(*base, decision)))


def probe_repeat():
    """The same exercise twice."""
    for name in TYPES:
        check_same(play(name, decisions=MIXED), play(name, decisions=MIXED))


def probe_threads():
    """The same exercises in four threads at once."""
    alone = [play(name, decisions=MIXED) for name in TYPES]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda name: play(name, decisions=MIXED), TYPES))
    for one, other in zip(alone, together, strict=True):
        check_same(one, other)


def probe_order():
    """The same actions decided in two orders, at different times and at one time."""
    users = [(("user_id", f"u-{number}"),) for number in (2000, 1000)]
    wanted = [("block_user", users[0]), ("block_user", users[1]), ("set_mode", ()), ("disable_tools", ()),
              ("reduce_max_tokens", (("limit", 150),)), ("deploy_guardrail_patch", ()),
              ("add_block_pattern", ())]  # fmt: skip
    effects = {  # three factors in one product: their order shows in the last bit
        name: (("degrade", share),)
        for name, share in (("set_mode", 0.2), ("disable_tools", 0.3), ("deploy_guardrail_patch", 0.7))
    }
    for name in TYPES:
        runs = []
        for order in (wanted, wanted[::-1]):
            decisions = [
                Decision(i * MINUTE_MS, action, params, effect=effects.get(action, ()))
                for i, (action, params) in enumerate(order)
            ]
            runs.append(play(name, decisions=decisions))
        check_same_switches(*runs, at_ms=30 * MINUTE_MS)


def probe_full_block():
    """A pattern measured to stop everything."""
    for name in ("jailbreak", "model_manipulation", "denial_of_service"):
        block = Decision(0, "add_block_pattern", effect=FULL_BLOCK)
        check_full_block(play(name, decisions=[block]), play(name))


def probe_nobody_attacks():
    """Nobody knows and nobody finds out, with thresholds down to exactly zero."""
    system = variant("jailbreak", "attack", active_at_start=0, discovery_per_min=0.0)
    real = timeline.reel

    def coarse(tape):
        reel = real(tape)
        return replace(reel, thresholds=tuple(int(t * 10) / 10 for t in reel.thresholds))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline, "reel", coarse)
        check_nobody_attacks(simulate(system, seed=1, decisions=(), until_ms=HALF_MS))


def probe_overwritten():
    """Every action that overwrites something, half an hour in."""
    system = SYSTEMS["supply_chain"]
    for action, lost in OVERWRITES.items():
        decisions = (
            Decision(30 * MINUTE_MS, action, APPROVED if action in ("shutdown", "kill_agent") else ()),
        )
        run = simulate(system, seed=1, decisions=decisions, until_ms=END_MS)
        for artifact_id in lost:
            check_overwritten(run, decisions, 1, action, artifact_id)


def mean_harm(system, tick_s, seeds):
    """Mean harm of doing nothing for 90 minutes, with steps of a length."""
    clock = system.clock.model_copy(update={"tick_s": tick_s})
    finer = system.model_copy(update={"clock": clock})
    runs = (simulate(finer, seed=seed, decisions=(), until_ms=END_MS) for seed in range(seeds))
    return float(np.mean([run.ticks[-1].harm_points for run in runs]))


def probe_refinement(name="denial_of_service", seeds=8):
    """Mean harm hardly depends on the length of a step."""
    band, finest = REFINED.get(name, 0.02), mean_harm(SYSTEMS[name], TICKS_S[0], seeds)
    for tick_s in TICKS_S[1:]:
        off = mean_harm(SYSTEMS[name], tick_s, seeds) / finest - 1.0
        check_band(off, -band, band, f"{name}, {tick_s} s steps against {TICKS_S[0]} s")


PROBES = {
    "conservation": probe_conservation,
    "nothing negative": probe_nothing_negative,
    "bounded queue": probe_queue_is_bounded,
    "earlier": probe_earlier,
    "higher": probe_higher,
    "superset": probe_superset,
    "restoring": probe_restoring,
    "shutdown": probe_shutdown,
    "past": probe_past,
    "longer": probe_longer,
    "no effect": probe_no_effect,
    "repeat": probe_repeat,
    "threads": probe_threads,
    "order": probe_order,
    "full block": probe_full_block,
    "unaware": probe_nobody_attacks,
    "overwritten": probe_overwritten,
    "refinement": probe_refinement,
}
