"""Independent models of the same incident come to the same figures, within their noise."""

import statistics
from functools import cache

import pytest
from mutants import MUTANTS
from simulation_incidents import MINUTE_MS, SYSTEMS

from bench import per_request_heap, per_request_simpy
from bench.agreement import (
    POOLS,
    agreement,
    distance_from_mean_field,
    full_share,
    harm,
    in_bursts_of,
    ours,
    theirs,
    with_pool,
)
from engine.simulation.run.decisions import preset_decisions

pytestmark = pytest.mark.slow

SEEDS = 60
"""Enough for a standard error below 1 % of mean harm when nothing is done, and below 4 % under level 2."""

LEVELS = {"nothing": (), "level 2 at T+20": preset_decisions(2, 20 * MINUTE_MS)}


@cache
def per_request(words):
    """Harm of the jailbreak, request by request."""
    return harm(theirs(per_request_heap.run, SYSTEMS["jailbreak"], SEEDS, LEVELS[words]))


def jailbreak(words):
    """Agreement of our jailbreak with the per-request one."""
    return agreement(harm(ours(SYSTEMS["jailbreak"], SEEDS, LEVELS[words])), per_request(words))


@pytest.mark.parametrize("words", LEVELS)
def test_the_per_request_model_does_the_same_harm(words):
    """Mean harm differs by at most three combined standard errors and 3 %."""
    found = jailbreak(words)

    assert found.ours_error < 0.05 * found.ours
    assert found.theirs_error < 0.05 * found.theirs
    assert found.holds, found


def test_a_success_a_tenth_too_likely_is_noticed(monkeypatch):
    """With a planted success probability that is 10 % too high the models no longer agree."""
    assert MUTANTS["success_a_tenth_too_likely"].noticed_by == ("agreement",)
    MUTANTS["success_a_tenth_too_likely"].apply(monkeypatch)

    assert not jailbreak("nothing").holds


@pytest.mark.parametrize(
    ("name", "decisions"),
    [
        ("data_exfiltration", ()),
        ("model_manipulation", ()),
        ("supply_chain", preset_decisions(3, 20 * MINUTE_MS)),
    ],
)
def test_other_incidents_agree_too(name, decisions):
    """Records, drift, poison and a leak beside the model come out alike, and so does service."""
    mine = ours(SYSTEMS[name], SEEDS // 3, decisions)
    heap = theirs(per_request_heap.run, SYSTEMS[name], SEEDS // 3, decisions)

    assert agreement(harm(mine), harm(heap)).holds
    assert full_share(mine) == pytest.approx(full_share(heap), abs=0.01)


@pytest.mark.parametrize("times", [1 / 16, 1 / 8, 1 / 4, 1])
def test_service_agrees_for_single_requests_however_strong_the_flood(times):
    """From a flood below capacity to sixteen times that, full answers agree within two points."""
    flood = in_bursts_of(SYSTEMS["denial_of_service"], 1, times=times)
    mine, heap = ours(flood, 8), theirs(per_request_heap.run, flood, 8)

    assert agreement(harm(mine), harm(heap)).holds
    assert full_share(mine) == pytest.approx(full_share(heap), abs=0.02)


def test_service_agrees_once_a_flood_is_contained():
    """Under level 2 from the start the flood leaves full answers alike, within a point."""
    flood, contained = SYSTEMS["denial_of_service"], preset_decisions(2, 0)
    mine, heap = ours(flood, 8, contained), theirs(per_request_heap.run, flood, 8, contained)

    assert full_share(mine) == pytest.approx(full_share(heap), abs=0.01)


def test_an_attack_that_never_queues_is_noticed():
    """Without a place in line for attacking requests, customers would fare better than request by request."""
    flood = in_bursts_of(SYSTEMS["denial_of_service"], 1, times=1 / 8)
    service = flood.service.model_copy(update={"attack_waits": False})
    mine = ours(flood.model_copy(update={"service": service}), 8)
    heap = theirs(per_request_heap.run, flood, 8)

    assert full_share(mine) - full_share(heap) > 0.05


def test_an_overload_in_bursts_is_harsher_than_in_a_queue():
    """Caution: between bursts of eight a queue of single requests serves more than the fluid one."""
    flood = SYSTEMS["denial_of_service"]
    mine, heap = ours(flood, 8), theirs(per_request_heap.run, flood, 8)

    assert agreement(harm(mine), harm(heap)).holds
    assert 0.3 < full_share(heap) - full_share(mine) < 0.6


@pytest.mark.parametrize("words", LEVELS)
def test_simpy_and_the_heap_agree(words):
    """Two per-request models built differently do the same harm and leave the same service."""
    heap, simpy = (
        theirs(model.run, SYSTEMS["jailbreak"], 3, LEVELS[words])
        for model in (per_request_heap, per_request_simpy)
    )

    assert agreement(harm(heap), harm(simpy)).holds
    assert full_share(heap) == pytest.approx(full_share(simpy), abs=0.01)


@pytest.mark.parametrize("model", [per_request_heap, per_request_simpy], ids=["heap", "simpy"])
@pytest.mark.parametrize("level", [0, 3, 4])
def test_the_per_request_models_lose_no_request(model, level):
    """They too account for every request, and repeat themselves."""
    for outcome in theirs(model.run, SYSTEMS["jailbreak"], 1, preset_decisions(level, 20 * MINUTE_MS)):
        settled = outcome.full + outcome.degraded + outcome.refused + outcome.unserved + outcome.waiting

        assert settled == outcome.arrived > 10_000
        assert outcome == model.run(
            SYSTEMS["jailbreak"], 0, preset_decisions(level, 20 * MINUTE_MS), 90 * MINUTE_MS
        )


def test_the_mean_field_is_reached_as_the_pool_grows():
    """Mean harm is within 3 standard errors and 1 %; one exercise strays less the larger the pool."""
    found = [distance_from_mean_field(with_pool(SYSTEMS["jailbreak"], pool), 40) for pool in POOLS]

    assert all(abs(off) <= 3.0 * error + 0.01 for off, error, _ in found), found
    strays = [spread for _, _, spread in found]
    assert strays == sorted(strays, reverse=True)
    assert strays[-1] < 0.35 * strays[0]
    assert statistics.fmean(strays) < 0.1
