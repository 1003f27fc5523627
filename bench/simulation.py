"""The simulated AI system's speed: whole surfaces, one live exercise, and the same work request by request.

Run it with ``make bench`` or ``python -m bench.simulation``. Everything is measured in one run, on one core
where the system lets a process choose one; ratios travel, milliseconds do not.
"""

import os
import statistics
import time
from collections.abc import Callable

from bench import per_request_heap, per_request_simpy
from engine.files.loader import load_content
from engine.simulation.parameters import AISystem, merge
from engine.simulation.run import kept
from engine.simulation.run.decisions import Decision
from engine.simulation.run.trajectory import simulate
from engine.simulation.tape import World
from engine.simulation.worlds.draws import lay_out
from engine.simulation.worlds.surface import LEVELS, held, surface
from engine.timeline import Timeline

MINUTE_MS = 60_000
END_MS = 90 * MINUTE_MS
MINUTES = range(91)
SEEDS = 200
ROUNDS = 5
PEER_MINUTES = (10, 40, 70)
"""Minutes of the surface at which the peers play each level; their mean stands for all."""


def systems() -> dict[str, AISystem]:
    """The shipped parameter block of every incident type."""
    taxonomy = load_content().taxonomy
    return {
        item.id: AISystem.model_validate(merge(taxonomy.base, item.ai_system))
        for item in taxonomy.incident_types
    }


def seconds(work: Callable[[], object]) -> float:
    """How long one call took."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def surface_s(system: AISystem) -> tuple[float, float]:
    """Median seconds of tapes and surface together, and of the surface with tapes kept."""
    worlds = [World(seed, seed) for seed in range(SEEDS)]

    def whole() -> None:
        surface(lay_out(system, worlds, until_ms=END_MS), minutes=MINUTES)

    kept = lay_out(system, worlds, until_ms=END_MS)
    whole()
    together = statistics.median(seconds(whole) for _ in range(ROUNDS))
    return together, statistics.median(seconds(lambda: surface(kept, minutes=MINUTES)) for _ in range(ROUNDS))


def live_ms(system: AISystem) -> tuple[float, float]:
    """Median milliseconds of a whole timeline from scratch, and of one live tick with its dashboard."""
    decisions = (Decision(20 * MINUTE_MS, "set_mode"), Decision(35 * MINUTE_MS, "disable_tools"))
    whole = [
        seconds(lambda s=seed: simulate(system, seed=s, decisions=decisions, until_ms=END_MS))  # type: ignore[misc]
        for seed in range(20)
    ]
    return statistics.median(whole) * 1000, statistics.fmean(_ticks(system, decisions)) * 1000


def _ticks(system: AISystem, decisions: tuple[Decision, ...]) -> list[float]:
    """Seconds of every tick of a live exercise: a step further, on a fork after each decision, then read."""
    kept.forget()
    spent: list[float] = []
    for at_ms in range(0, END_MS + 1, system.tick_ms):
        now = tuple(decision for decision in decisions if decision.at_ms <= at_ms)
        timeline = Timeline(system, 3, now)
        spent.append(seconds(lambda t=timeline, at=at_ms: t.telemetry(at)))  # type: ignore[misc]
    return spent


def peer_s(run: Callable[..., object], system: AISystem) -> float:
    """Mean seconds of one exercise request by request, over a sample of the surface."""
    cells = [(level, minute) for level in LEVELS for minute in PEER_MINUTES]
    spent = [
        seconds(lambda c=cell, s=seed: run(system, s, held(c[0], c[1] * MINUTE_MS), END_MS))  # type: ignore[misc]
        for seed, cell in enumerate(cells)
    ]
    return statistics.fmean(spent)


def on_one_core() -> str:
    """Keep this process on one core, where that can be asked for; says which it is."""
    if not hasattr(os, "sched_setaffinity"):
        return "all cores"
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return "one core"


def main() -> None:
    """Print the table as Markdown."""
    exercises = len(LEVELS) * len(MINUTES) * SEEDS
    print(f"{exercises:,} exercises of 90 minutes each surface, {on_one_core()}, median of {ROUNDS} rounds\n")
    print(
        "| Incident | surface s | exercises/s | with tapes kept | SimPy /s | heap queue /s | × SimPy | × heap"
        " | one exercise ms | live tick ms |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, system in systems().items():
        together, kept = surface_s(system)
        whole_ms, tick_ms = live_ms(system)
        simpy_rate = 1 / peer_s(per_request_simpy.run, system)
        heap_rate = 1 / peer_s(per_request_heap.run, system)
        rate = exercises / together
        print(
            f"| {name} | {together:.2f} | {rate:,.0f} | {exercises / kept:,.0f} | {simpy_rate:.2f}"
            f" | {heap_rate:.1f} | {rate / simpy_rate:,.0f} | {rate / heap_rate:,.0f} | {whole_ms:.1f}"
            f" | {tick_ms:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
