"""How often two quarters of the same simulated team are called a change, and how often a change is seen.

Run it with ``python -m bench.noise [--days N] [--teams N] [--json]``. Reference teams play the shipped
scenarios under two laws of delay, each so many days; histories of two quarters are then drawn from these days
without putting one back, and judged as `scoring.history.change` judges any. Seeds are fixed,
so that it always prints the same.
"""

import json
import statistics
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from typing import Any

from engine.files.difficulty import load_difficulties
from engine.files.loader import exercises, load_content, load_exercise
from engine.rehearsal.reference import SKILLS, Law, Skill, exponential, log_normal
from engine.scenario.resolve import Scenario
from scoring.history.change import Change, compare, spread
from scoring.history.difficulty import Difficulty, library_from
from scoring.history.grade import Proof
from scoring.history.measured import played
from scoring.history.points import ReadinessPoint
from scoring.rubric import Rubric, rubric_from
from scoring.score import ExerciseScore

LAWS: Mapping[str, Law] = {"log-normal": log_normal, "exponential": exponential}
COUNTS = (1, 4)
"""Exercises a quarter."""

SHIFT = 1.5
"""Times the printed detectable change that a planted change is (docs/scoring.md)."""

GROWTH = (("novice", "trained"), ("trained", "expert"), ("novice", "expert"))
EARLIER, LATER = datetime(2026, 2, 2, 9, tzinfo=UTC), datetime(2026, 5, 4, 9, tzinfo=UTC)

Days = Sequence[ExerciseScore]


@dataclass(frozen=True, slots=True)
class World:
    """What reference teams reached on many days, and what they are judged by."""

    scenarios: tuple[Scenario, ...]
    rubric: Rubric
    measured: Mapping[str, Difficulty | None]
    """How hard each scenario is, by its id."""
    days: Mapping[tuple[str, str, str], Days]
    """By law, scenario and skill."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What came of the histories of one law, number of exercises a quarter and choice of scenarios."""

    law: str
    exercises: int
    is_same: bool
    """Whether both quarters play the same scenario."""
    clear: float
    """Share of constant teams' histories called a clear change: false."""
    likely: float
    """Share called likely or clear, false as well."""
    worst: float
    """The share called clear for the skill that fares worst."""
    detectable: float
    """Mean printed detectable change."""
    planted: float
    """Share of histories called likely or clear whose later quarter is raised by `SHIFT` times of it."""
    grown: Mapping[str, float]
    """Share called likely or clear when the skill really changed."""


def play_days(
    days: int, *, skills: Sequence[Skill] = SKILLS, laws: Mapping[str, Law] = LAWS, first: int = 1_001
) -> World:
    """Reference teams of these skills on so many days each, in both shipped scenarios."""
    content = load_content()
    rubric = rubric_from(content.rubric)
    scenarios = tuple(load_exercise(path, content).scenario for path in exercises())
    found = {
        (law, scenario.id, skill.name): tuple(
            played(scenario, rubric, skill, seed=first + day, law=laws[law]) for day in range(days)
        )
        for law, scenario, skill in product(laws, scenarios, skills)
    }
    library = library_from(load_difficulties())
    measured = {scenario.id: library.of(scenario, rubric.rubric_id) for scenario in scenarios}
    return World(scenarios, rubric, measured, found)


def quarter(
    world: World, scenario: Scenario, days: Days, *, team: str = "Blue team", is_later: bool
) -> Iterator[ReadinessPoint]:
    """The exercises of one team's quarter, on the readiness chart."""
    start = LATER if is_later else EARLIER
    for number, score in enumerate(days):
        yield ReadinessPoint(
            exercise_id=f"x-{is_later}-{number}",
            title=scenario.name,
            held_at=start + timedelta(days=number),
            scenario_id=scenario.id,
            incident_type=scenario.incident_type,
            difficulty=scenario.difficulty,
            organisation_team=team,
            is_demo=False,
            score=score,
            proof=Proof((), is_solo=False),
            measured=world.measured[scenario.id],
        )


def judged(world: World, points: Sequence[ReadinessPoint]) -> Change:
    """The two quarters as an organisation would read them, with the spread it would have measured."""
    table = world.rubric.standard_error
    return compare("2026-Q1", "2026-Q2", points, found=spread(points, table), table=table)


def history(
    world: World, law: str, skills: tuple[str, str], *, count: int, is_same: bool, chance: Random
) -> tuple[ReadinessPoint, ...]:
    """Two quarters of a team that was of the first skill and then of the second."""
    scenarios = list(world.scenarios)
    chance.shuffle(scenarios)
    pair = (scenarios[0], scenarios[0] if is_same else scenarios[1])
    if is_same and skills[0] == skills[1]:
        drawn = chance.sample(world.days[law, pair[0].id, skills[0]], 2 * count)
        halves = (drawn[:count], drawn[count:])
    else:
        first, second = (world.days[law, pair[n].id, skills[n]] for n in (0, 1))
        halves = (chance.sample(first, count), chance.sample(second, count))
    return (
        *quarter(world, pair[0], halves[0], is_later=False),
        *quarter(world, pair[1], halves[1], is_later=True),
    )


def raised(points: Sequence[ReadinessPoint], by: float) -> tuple[ReadinessPoint, ...]:
    """The same with the later quarter's readiness raised, beyond the scale where it comes to that."""
    return tuple(
        replace(item, score=replace(item.score, readiness=(item.readiness or 0.0) + by))
        if item.held_at >= LATER
        else item
        for item in points
    )


def cell(world: World, law: str, *, count: int, is_same: bool, teams: int, seed: int = 7) -> Cell:
    """What comes of so many histories of one kind for each skill."""
    chance = Random(f"{seed} {law} {count} {is_same}")
    how: dict[str, Any] = {"count": count, "is_same": is_same, "chance": chance}
    skills = sorted({skill for _, _, skill in world.days})
    false: dict[str, list[str]] = {skill: [] for skill in skills}
    planted, detectable = [], []
    for skill in skills:
        for _ in range(teams):
            points = history(world, law, (skill, skill), **how)
            change = judged(world, points)
            false[skill].append(change.verdict)
            detectable.append(change.smallest_detectable or 0.0)
            planted.append(judged(world, raised(points, SHIFT * detectable[-1])).verdict)
    grown = {
        f"{one} to {other}": _seen(
            judged(world, history(world, law, (one, other), **how)).verdict for _ in range(teams)
        )
        for one, other in GROWTH
        if {one, other} <= set(skills)
    }
    clear = {skill: sum(item == "clear change" for item in found) / teams for skill, found in false.items()}
    return Cell(
        law=law,
        exercises=count,
        is_same=is_same,
        clear=statistics.fmean(clear.values()),
        likely=_seen(item for found in false.values() for item in found),
        worst=max(clear.values()),
        detectable=statistics.fmean(detectable),
        planted=_seen(planted),
        grown=grown,
    )


def _seen(verdicts: Any) -> float:
    return statistics.fmean(item in ("likely change", "clear change") for item in verdicts)


def cells(world: World, *, teams: int) -> tuple[Cell, ...]:
    """Every law, number of exercises a quarter and choice of scenarios."""
    laws = sorted({law for law, _, _ in world.days}, reverse=True)
    return tuple(
        cell(world, law, count=count, is_same=is_same, teams=teams)
        for law, count, is_same in product(laws, COUNTS, (True, False))
    )


def as_json(world: World, found: Sequence[Cell], *, teams: int) -> dict[str, Any]:
    """The rates, and what they rest on."""
    fields = Cell.__slots__
    return {
        "days": len(next(iter(world.days.values()))),
        "teams": teams,
        "occasion": world.rubric.standard_error.occasion,
        "reached": {
            " / ".join(key): {
                "mean": round(statistics.fmean(_readiness(days)), 3),
                "sd": round(statistics.stdev(_readiness(days)), 3),
            }
            for key, days in world.days.items()
        },
        "cells": [{name: getattr(item, name) for name in fields} for item in found],
    }


def _readiness(days: Days) -> list[float]:
    return [item.readiness for item in days if item.readiness is not None]


def in_words(report: Mapping[str, Any]) -> Iterator[str]:
    """The rates as the table of docs/scoring.md, and the spread they come from."""
    yield (
        f"{report['days']} days of each team, {report['teams']} histories of each skill;"
        f" occasion {report['occasion']}"
    )
    for name, item in report["reached"].items():
        yield f"  {name}: {item['mean']:.2f}, standard deviation {item['sd']:.2f}"
    heads = ("law", "exercises", "scenario", "false clear", "worst skill", "false likely")
    yield _row(*heads, "detectable", "1.5 × seen", *(f"{one} to {other}" for one, other in GROWTH))
    yield _row(*["---"] * (len(heads) + 2 + len(GROWTH)))
    for item in report["cells"]:
        shares = (item["clear"], item["worst"], item["likely"])
        yield _row(
            item["law"],
            item["exercises"],
            "same" if item["is_same"] else "other",
            *(f"{share:.1%}" for share in shares),
            f"{item['detectable']:.2f}",
            f"{item['planted']:.0%}",
            *(f"{share:.0%}" for share in item["grown"].values()),
        )


def _row(*items: object) -> str:
    return f"| {' | '.join(map(str, items))} |"


def main() -> None:
    """Print the rates."""
    parser = ArgumentParser(description="False and true changes between two quarters.")
    parser.add_argument("--days", type=int, default=40, help="days each team plays (at least 8)")
    parser.add_argument("--teams", type=int, default=2_000, help="histories of each kind and skill")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    world = play_days(asked.days)
    report = as_json(world, cells(world, teams=asked.teams), teams=asked.teams)
    print(json.dumps(report, indent=2) if asked.json else "\n".join(in_words(report)))


if __name__ == "__main__":
    main()
