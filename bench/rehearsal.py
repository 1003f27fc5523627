"""What a rehearsed and scored exercise costs, beside the plain way: every timeline from StartEx.

Run it with ``make bench`` or ``python -m bench.rehearsal``. An exercise is played by a simulated team and
scored, with its own world re-rolled a hundred times. The plain way computes each timeline from StartEx to the
end and draws its tape each time. Beside it, seven policies over a hundred re-rolled worlds: laid out afresh,
and by expected values in one world. Both run in turn in one process, on one core where the system lets a
process choose one; ratios travel, milliseconds do not.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.simulation import on_one_core
from engine import timeline
from engine.commands import ApplyContainment, CreateExercise
from engine.decide import decide
from engine.evidence import first_signal_ms
from engine.files.loader import LoadedScenario, exercises, load_content, load_exercise
from engine.log.events import ClockStarted, ContainmentApplied
from engine.log.state import State, fold
from engine.rehearsal.play import Rehearsal, lobby, rehearse
from engine.rehearsal.teams import TEAMS, team
from engine.scenario.resolve import Scenario
from engine.scenario.times import HOUR_MS, MINUTE_MS
from engine.simulation import pattern
from engine.simulation.parameters import AISystem
from engine.simulation.run import kept, telemetry
from engine.simulation.run.decisions import Decision, preset_decisions
from engine.simulation.run.switches import Changes
from engine.simulation.run.trajectory import Trajectory, begun, continued
from engine.simulation.tape import World, draw_tape, reel
from engine.simulation.worlds import luck
from engine.simulation.worlds.batch import timelines
from engine.simulation.worlds.draws import lay_out
from scoring import luck as scoring_luck
from scoring.case import Case
from scoring.courses import playbook_decisions
from scoring.rubric import rubric_from
from scoring.score import score

SEED = 11
ROUNDS = 7
WORLDS = 100
SEED_EXERCISE = Path(__file__).parents[1] / "tests" / "seed" / "tabletop_scenario_1.yml"
LEVEL_AFTER_MS = 5 * MINUTE_MS
"""How long after the first signal each level is held from."""

ORDERED_MS = 40 * MINUTE_MS
"""When the first of many patterns is ordered."""

Policies = Mapping[str, tuple[Decision, ...]]


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of one exercise, done in three ways."""

    scenario: str
    team: str
    plain: float
    cold: float
    warm: float


def policies(scenario: Scenario, state: State) -> Policies:
    """What a team is compared with: its own decisions, none, the playbook, each level held."""
    story, signal_ms = state.story, first_signal_ms(scenario, state) or 0
    levels = {f"level {n}": (*story, *preset_decisions(n, signal_ms + LEVEL_AFTER_MS)) for n in (1, 2, 3, 4)}
    playbook = (*story, *playbook_decisions(scenario, from_ms=signal_ms))
    return {"team": state.decisions, "nothing": story, "playbook": playbook, **levels}


def whole_exercise(loaded: LoadedScenario, name: str) -> dict[str, Any]:
    """One exercise played and scored; its scores."""
    scenario, played = loaded.scenario, _played(loaded, name)
    return score(Case(scenario, played.events, rubric_from(load_rubric(), scenario.rubric))).to_json()


@lru_cache(maxsize=1)
def load_rubric() -> Mapping[str, Any]:
    """The shipped rubric."""
    return load_content().rubric


def _played(loaded: LoadedScenario, name: str) -> Rehearsal:
    return rehearse(_create(loaded), loaded.scenario, team(name, loaded.scenario, seed=SEED))


def _create(loaded: LoadedScenario) -> CreateExercise:
    return CreateExercise(
        scenario_sha256=loaded.sha256,
        scenario_text=loaded.text,
        scenario=loaded.scenario.model_dump(mode="json"),
        seed=SEED,
        title=loaded.scenario.name,
    )


def by_forks(scenario: Scenario, state: State) -> object:
    """The policies over re-rolled worlds, as they are computed now."""
    return state.timeline(scenario).rerolled(policies(scenario, state), state.at_ms, lucks=WORLDS)


def afresh(scenario: Scenario, state: State) -> object:
    """The policies over worlds that are laid out for them."""
    worlds = [World(state.seed, number) for number in range(WORLDS)]
    blocks = lay_out(scenario.ai_system, worlds, until_ms=state.at_ms)
    return timelines(blocks, list(policies(scenario, state).values()), every_tick=True)


@contextmanager
def from_start(duration_ms: int) -> Iterator[None]:
    """Every timeline is computed from StartEx to the end, and kept only for the very same decisions."""

    @lru_cache(maxsize=64)
    def whole(system: AISystem, world: World, plan: Changes, until_ms: int) -> Trajectory:
        steps = until_ms // system.tick_ms
        tape = reel(draw_tape(system, world, ticks=steps))
        return continued(begun(system, world, tape), tape, plan, steps)

    @lru_cache(maxsize=64)
    def heard(run: Trajectory) -> telemetry.Signals:
        return telemetry.listen(run)

    def trajectory(system: AISystem, world: World, plan: Changes, *, until_ms: int) -> Trajectory:
        return whole(system, world, plan, max(duration_ms, -(-until_ms // HOUR_MS) * HOUR_MS))

    def observed(system: AISystem, world: World, plan: Changes, *, until_ms: int) -> kept.Course:
        run = trajectory(system, world, plan, until_ms=until_ms)
        return kept.Course(plan, run, heard(run))

    with patch.multiple(kept, trajectory=trajectory, observed=observed):
        yield


def forget(*, tapes: bool) -> None:
    """Forget every timeline and score; and the chance of every world, with what is known of the texts."""
    kept.forget(tapes=tapes)
    scoring_luck._team.cache_clear()
    if tapes:
        scoring_luck._compared.cache_clear()
    made = [timeline._uses, timeline._first_alert, timeline._log]
    drawn = [timeline._earlier, timeline._before, timeline._requests, luck._drawn, telemetry._chances]
    judged = [pattern.found_in, pattern.found_by_any, pattern._measured]
    for memory in (*made, *((*drawn, *judged) if tapes else ())):
        memory.cache_clear()


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call took."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def measured(loaded: LoadedScenario, name: str) -> Spent:
    """One exercise in three ways, in turn, with the median of the rounds; all three score alike."""
    spent: dict[str, list[float]] = {"plain": [], "cold": [], "warm": []}
    scores = []
    for _ in range(ROUNDS):
        forget(tapes=True)
        with from_start(loaded.scenario.duration_ms):
            spent["plain"].append(milliseconds(lambda: scores.append(whole_exercise(loaded, name))))
        for way, tapes in (("cold", True), ("warm", False)):
            forget(tapes=tapes)
            spent[way].append(milliseconds(lambda: scores.append(whole_exercise(loaded, name))))
    assert all(found == scores[0] for found in scores)
    return Spent(loaded.scenario.id, name, **{way: statistics.median(times) for way, times in spent.items()})


def compared_ms(loaded: LoadedScenario) -> tuple[float, float]:
    """Milliseconds of comparing the playbook team with six other policies, in both ways."""
    played = _played(loaded, "playbook")
    spent: dict[str, list[float]] = {"laid out": [], "expected": []}
    for _ in range(ROUNDS):
        for way, compare in (("laid out", afresh), ("expected", by_forks)):
            forget(tapes=True)
            spent[way].append(milliseconds(lambda compare=compare: compare(loaded.scenario, played.state)))  # type: ignore[misc]
    return statistics.median(spent["laid out"]), statistics.median(spent["expected"])


def crowded(loaded: LoadedScenario, patterns: int) -> State:
    """An exercise at T+40 in which so many written patterns are in force."""
    create, fielded = _create(loaded), team("nothing", loaded.scenario, seed=SEED)
    opening = lobby(create, loaded.scenario, fielded)
    started = ClockStarted(at_ms=0, seq=len(opening) + 1)
    orders = [
        ContainmentApplied(
            at_ms=ORDERED_MS + number * 1_000,
            by=fielded.seats[0][0],
            seq=started.seq + 1 + number,
            action="add_block_pattern",
            level=1,
            params={"pattern": f"words of rule {number}"},
            effect={"block": [0.001 * number, 0.0, 0.0], "false_positive": 0.0},
            monitoring="Added block pattern",
            controls_after={},
            telemetry={},
        )
        for number in range(patterns)
    ]
    return fold((*opening, started, *orders))


def patterns_ms(loaded: LoadedScenario, patterns: int) -> tuple[float, float]:
    """Milliseconds of the telemetry of one more tick, and of an order, with so many patterns in force."""
    scenario, state = loaded.scenario, crowded(loaded, patterns)
    tick_ms = scenario.ai_system.tick_ms
    order = ApplyContainment(by=state.actions[0].by, action="set_mode", reason="Too many got through.")
    forget(tapes=False)
    state.timeline(scenario).telemetry(ORDERED_MS + 10 * tick_ms)
    ticks = [
        milliseconds(lambda at=ORDERED_MS + number * tick_ms: state.timeline(scenario).telemetry(at))  # type: ignore[misc]
        for number in range(11, 31)
    ]
    ordered_ms = ORDERED_MS + 30 * tick_ms
    orders = []
    for _ in range(ROUNDS):
        forget(tapes=False)
        state.timeline(scenario).telemetry(ordered_ms)
        orders.append(milliseconds(lambda: decide(scenario, state, order, ordered_ms)))
    return statistics.median(ticks), statistics.median(orders)


def main() -> None:
    """Print the tables as Markdown."""
    content = load_content()
    loaded = [load_exercise(path, content) for path in (SEED_EXERCISE, *exercises())]
    print(f"Milliseconds of a whole exercise of 90 minutes, {on_one_core()}, median of {ROUNDS} rounds\n")
    print("| Scenario | Team | from StartEx | from nothing | tapes at hand | times faster |")
    print("|---|---|---|---|---|---|")
    rows = [measured(scenario, name) for scenario in loaded for name in TEAMS]
    for row in rows:
        _print_row(row)
    means = {way: statistics.median(getattr(row, way) for row in rows) for way in ("plain", "cold", "warm")}
    _print_row(Spent("median", "", **means))
    print("\n| Seven policies over a hundred re-rolled worlds | laid out afresh, ms | expected values, ms |")
    print("|---|---|---|")
    for scenario in loaded:
        laid_out, expected = compared_ms(scenario)
        print(f"| {scenario.scenario.id} | {laid_out:.0f} | {expected:.0f} |", flush=True)
    print("\n| Written patterns in force | telemetry of a tick, ms | an order, ms |\n|---|---|---|")
    for patterns in (50, 200):
        tick_ms, order_ms = patterns_ms(loaded[0], patterns)
        print(f"| {patterns} | {tick_ms:.1f} | {order_ms:.1f} |", flush=True)


def _print_row(row: Spent) -> None:
    times = " | ".join(f"{value:.0f}" for value in (row.plain, row.cold, row.warm))
    print(f"| {row.scenario} | {row.team} | {times} | {row.plain / row.warm:.1f} |", flush=True)


if __name__ == "__main__":
    main()
