"""What must hold of every timeline: plain checks that raise AssertionError with a counterexample."""

import json
from itertools import pairwise

from engine.simulation.log import artifacts
from engine.simulation.model import Counts
from engine.simulation.run import decisions as deciding
from engine.simulation.run import trajectory as timeline

COUNTERS = Counts._fields
CHANNELS = ("outputs", "records", "tool_actions", "attack_tokens", "ambient", "harm_points")
FIGURES = (*COUNTERS, "harm_points", "waiting", "waiting_human", "utilisation", "active_attackers")
CONSERVED = 1e-12
"""Relative error allowed in the sum of what became of the requests: a few roundings of a double."""


def simulate(system, **how):
    """The engine's timeline, looked up when it is called, so that a planted mutant is seen."""
    return timeline.simulate(system, **how)


def place(run, tick):
    """Where in a timeline something was found."""
    techniques = run.system.attack.techniques[0].name
    return f"{techniques!r} at {tick.at_ms / 60_000:g} min"


def check_conservation(run):
    """Arrived requests are full, degraded, refused, unserved or waiting; an attempt ends in one way."""
    for tick in run.ticks:
        settled = tick.full + tick.degraded + tick.refused + tick.unserved + tick.waiting
        error = abs(settled - tick.arrived)
        assert error <= CONSERVED * tick.arrived, f"{place(run, tick)}: {error} requests are lost or made up"
        ended = tick.harmful + tick.blocked + tick.model_refused + tick.not_reached
        assert ended == tick.attempts, f"{place(run, tick)}: {tick.attempts} attempts ended {ended} times"


def check_nothing_negative(run):
    """No figure is below zero and no counter falls."""
    for before, tick in pairwise(run.ticks):
        for name in FIGURES:
            assert getattr(tick, name) >= 0, f"{place(run, tick)}: {name} is {getattr(tick, name)}"
        for name in COUNTERS:
            assert getattr(tick, name) >= getattr(before, name), f"{place(run, tick)}: {name} fell"
        assert 0 <= tick.false_positives <= tick.refused, f"{place(run, tick)}: false positives"
        assert 0 <= tick.out_of_band <= tick.records, f"{place(run, tick)}: records beside the model"


def check_queue_is_bounded(run):
    """Nobody waits longer than patience: a queue holds what its servers settle in that time."""
    service = run.system.service
    for tick in run.ticks[1:]:
        tokens = service.tokens_per_request * tick.controls.legit_tokens
        platform = service.capacity_tokens_per_min * service.max_wait_s / 60.0 / tokens
        agents = service.human_capacity_per_min * service.human_max_wait_min
        assert tick.waiting_human <= agents * (1 + CONSERVED), f"{place(run, tick)}: {tick.waiting_human}"
        assert tick.waiting - tick.waiting_human <= platform * (1 + CONSERVED), (
            f"{place(run, tick)}: {tick.waiting} wait where {platform} can be served in time"
        )


def check_dominates(contained, idle):
    """At every tick, in every channel, the timeline with more or earlier containment did no more harm."""
    for more, less in zip(contained.ticks, idle.ticks, strict=True):
        for name in CHANNELS:
            ours, theirs = getattr(more, name), getattr(less, name)
            assert ours <= theirs, f"{place(idle, less)}: {name} {ours} with containment, {theirs} without"


def check_levels(harm_by_level):
    """Each level does no more harm than the one below."""
    assert harm_by_level == sorted(harm_by_level, reverse=True), f"harm by level: {harm_by_level}"


def check_silence(run):
    """In every step at level 4 each channel adds exactly nothing."""
    acting = [tick for tick in run.ticks if tick.level == 4]
    assert acting, "the shutdown never took effect"
    for tick in acting:
        added = {name: getattr(tick.during, name) for name in CHANNELS[:-1]}
        assert not any(added.values()), f"{place(run, tick)}: after shutdown {added}"


def check_past(before, after, at_ms):
    """A decision at a time leaves every tick and every attempt up to then as it was."""
    known = before.index_at(at_ms) + 1
    assert before.ticks[:known] == after.ticks[:known], f"a decision at {at_ms} ms changed an earlier tick"
    made = [[a for a in run.attempts if a.at_ms < at_ms] for run in (before, after)]
    assert made[0] == made[1], f"a decision at {at_ms} ms changed an earlier attempt"


def check_prefix(short, longer):
    """The first part of a longer timeline is the shorter timeline, attempts included."""
    for tick, again in zip(short.ticks, longer.ticks, strict=False):
        assert tick == again, f"{place(short, tick)}: another tick in a longer exercise"
    assert longer.attempts[: len(short.attempts)] == short.attempts, "other attempts in a longer exercise"


def check_no_effect(plain, tried):
    """Every figure and every attempt is the same; only the list of switches may differ."""
    assert plain.attempts == tried.attempts, "an attempt ended differently"
    for tick, again in zip(plain.ticks, tried.ticks, strict=True):
        for name in FIGURES:
            assert getattr(tick, name) == getattr(again, name), f"{place(plain, tick)}: {name} changed"


def check_same(one, other):
    """Two timelines are equal to the last bit, switches included."""
    assert one.digest() == other.digest(), "two computations of one timeline differ"
    assert one.ticks == other.ticks, "two computations of one timeline differ in their switches"


def check_same_switches(one, other, at_ms):
    """The same actions in force give the same switches, whatever their order of decision."""
    switches = [run.at(at_ms).controls for run in (one, other)]
    assert switches[0] == switches[1], f"order of decision changes switches: {switches}"


def check_full_block(run, untouched):
    """Rules that stop everything leave no success, and nothing spreads that way."""
    last = run.ticks[-1]
    assert last.attempts > 0, "nobody attacked"
    assert (last.harmful, last.blocked) == (0, last.attempts), f"{last.harmful} attempts passed a full block"
    quiet = run.system.attack.share_per_success == 0.0
    assert quiet or last.active_attackers < untouched.ticks[-1].active_attackers, (
        "it spreads without a success"
    )


def check_nobody_attacks(run):
    """Nobody attacks who hasn't heard of the attack."""
    assert not run.attempts, f"{len(run.attempts)} attempts by people who have heard of nothing"


def check_overwritten(run, decisions, seed, action, artifact_id):
    """What an action overwrites differs from then on; captured before, it is what it always was."""
    uses = deciding.activations(run.system, decisions)
    written = artifacts.overwritten_at(uses, artifact_id)
    assert [by for _, by in written] == [action], f"{action} does not overwrite {artifact_id}"
    at_ms = max(use.from_ms for use in uses)
    untouched = simulate(run.system, seed=seed, decisions=(), until_ms=run.ticks[-1].at_ms)

    def content(of, under, moment):
        return json.loads(artifacts.artifact(of, under, artifact_id, at_ms=moment))

    snapshot = content(run, uses, at_ms - 1)
    assert snapshot == content(untouched, (), at_ms - 1), f"{artifact_id} changed before it was overwritten"
    original, present = content(untouched, (), at_ms), content(run, uses, at_ms)
    assert present["content"] != original["content"], f"{artifact_id} still holds what {action} overwrote"
    assert (present["version"], present["changed_by"]) == (2, action), f"{artifact_id}: {present}"


def check_band(value, low, high, what):
    """A measured figure lies in its band."""
    assert low <= value <= high, f"{what}: {value:.4f} is not between {low} and {high}"
