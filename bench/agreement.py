"""How far the simulated AI system, two per-request models and the mean field agree; the tables of the docs.

Run it with ``python -m bench.agreement``. Seeds are fixed, so that it always prints the same.
"""

import math
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench import per_request_heap, per_request_simpy
from bench.mean_field import mean_field
from bench.numpy_versions import blocks
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision, preset_decisions
from engine.simulation.run.trajectory import simulate

MINUTE_MS = 60_000
END_MS = 90 * MINUTE_MS
ERRORS = 3.0
"""Combined standard errors by which two means may differ."""

ALLOWANCE = 0.03
"""Relative difference allowed beyond that: steps of 30 s and fluid requests are approximations."""

POOLS = (150, 450, 1500, 4500)
STEPS_S = (10, 20, 30, 60)
Figures = Sequence[float]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two means with their standard errors."""

    ours: float
    ours_error: float
    theirs: float
    theirs_error: float

    @property
    def holds(self) -> bool:
        """Whether they differ by no more than errors and allowance explain."""
        noise = ERRORS * math.hypot(self.ours_error, self.theirs_error)
        return abs(self.ours - self.theirs) <= noise + ALLOWANCE * self.theirs

    def __str__(self) -> str:
        return f"{self.ours:.0f} ± {self.ours_error:.0f} | {self.theirs:.0f} ± {self.theirs_error:.0f}"


def agreement(ours: Figures, theirs: Figures) -> Agreement:
    """Compare two samples by their means."""
    errors = [statistics.stdev(sample) / math.sqrt(len(sample)) for sample in (ours, theirs)]
    return Agreement(statistics.fmean(ours), errors[0], statistics.fmean(theirs), errors[1])


def systems() -> dict[str, AISystem]:
    """The shipped incident types."""
    return {name: AISystem.model_validate(block) for name, block in blocks().items()}


def with_attack(system: AISystem, **changes: Any) -> AISystem:
    """The incident under another attack."""
    return system.model_copy(update={"attack": system.attack.model_copy(update=changes)})


def in_bursts_of(system: AISystem, burst: int, times: float = 1.0) -> AISystem:
    """The same flood in bursts of another size, and some times as strong."""
    attack = system.attack
    rate = attack.attempts_per_min * attack.requests_per_attempt / burst * times
    return with_attack(system, requests_per_attempt=burst, attempts_per_min=rate)


def with_pool(system: AISystem, pool: int) -> AISystem:
    """The incident with a larger pool that hears of it as fast: each success tells a smaller share."""
    attack = system.attack
    times = pool / attack.pool
    return with_attack(
        system,
        pool=pool,
        active_at_start=round(attack.active_at_start * times),
        share_per_success=attack.share_per_success / times,
    )


def ours(system: AISystem, seeds: int, decisions: Sequence[Decision] = ()) -> list[Any]:
    """Our timelines' last ticks, one a seed."""
    return [
        simulate(system, seed=seed, decisions=decisions, until_ms=END_MS).ticks[-1] for seed in range(seeds)
    ]


def theirs(
    run: Callable[..., Any], system: AISystem, seeds: int, decisions: Sequence[Decision] = ()
) -> list[Any]:
    """Outcomes of a per-request model, one a seed."""
    return [run(system, seed, decisions, END_MS) for seed in range(seeds)]


def harm(results: Sequence[Any]) -> list[float]:
    """Harm points of each."""
    return [result.harm_points for result in results]


def full_share(results: Sequence[Any]) -> float:
    """Mean share of requests that got their full answer."""
    return statistics.fmean(result.full / result.arrived for result in results)


def distance_from_mean_field(system: AISystem, seeds: int) -> tuple[float, float, float]:
    """Relative difference of mean harm from the mean field, its standard error, and its root mean square."""
    expected = mean_field(system, (), END_MS).harm_points
    off = [points / expected - 1.0 for points in harm(ours(system, seeds))]
    return (
        statistics.fmean(off),
        statistics.stdev(off) / math.sqrt(seeds),
        math.sqrt(statistics.fmean(x * x for x in off)),
    )


def refinement(system: AISystem, seeds: int) -> list[float]:
    """Relative difference of mean harm from that with the finest steps, for each longer step."""

    def mean(tick_s: int) -> float:
        clock = system.clock.model_copy(update={"tick_s": tick_s})
        return statistics.fmean(harm(ours(system.model_copy(update={"clock": clock}), seeds)))

    finest = mean(STEPS_S[0])
    return [mean(tick_s) / finest - 1.0 for tick_s in STEPS_S[1:]]


def main(seeds: int) -> None:
    """Print the tables."""
    types = systems()
    print(f"{seeds} seeds; mean ± standard error\n")
    print("| Incident type | Decisions | Harm: ours | per request | Full answers: ours | per request |")
    print("|---|---|---|---|---|---|")
    for name, system in types.items():
        for words, decisions in (("none", ()), ("level 2 at T+20", preset_decisions(2, 20 * MINUTE_MS))):
            mine = ours(system, seeds, decisions)
            heap = theirs(per_request_heap.run, system, seeds, decisions)
            shares = f"{full_share(mine):.3f} | {full_share(heap):.3f}"
            print(f"| {name} | {words} | {agreement(harm(mine), harm(heap))} | {shares} |")
    few = max(2, seeds // 10)
    heap, simpy = (
        harm(theirs(model.run, types["jailbreak"], few)) for model in (per_request_heap, per_request_simpy)
    )
    print(
        f"\n| Jailbreak, {few} seeds | Heap | SimPy |\n|---|---|---|\n| harm | {agreement(heap, simpy)} |\n"
    )
    print("| Flood | Bursts of | Full answers: ours | per request |\n|---|---|---|---|")
    for times, burst in (
        (0.0625, 1),
        (0.125, 1),
        (0.25, 1),
        (0.5, 1),
        (1.0, 1),
        (1.0, 2),
        (1.0, 4),
        (1.0, 8),
    ):
        flood = in_bursts_of(types["denial_of_service"], burst, times)
        heap = theirs(per_request_heap.run, flood, few)
        print(f"| {times:.4g} × | {burst} | {full_share(ours(flood, few)):.3f} | {full_share(heap):.3f} |")
    print("\n| Pool | Mean harm against the mean field | Root mean square of one exercise |\n|---|---|---|")
    for pool in POOLS:
        off, error, spread = distance_from_mean_field(with_pool(types["jailbreak"], pool), seeds)
        print(f"| {pool} | {off:+.1%} ± {error:.1%} | {spread:.1%} |")
    print("\n| Mean harm against steps of 10 s | 20 s | 30 s | 60 s |\n|---|---|---|---|")
    for name, system in types.items():
        print(f"| {name} | {' | '.join(f'{off:+.1%}' for off in refinement(system, seeds))} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
