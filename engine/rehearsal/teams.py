"""The teams a rehearsal can field: by the playbook, late with evidence, idle, or by chance."""

from dataclasses import replace
from typing import Any

from engine.rehearsal.plan import Planned, Team, in_order, seats
from engine.rehearsal.playbook import playbook_plan
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.simulation.tape import World

TEAMS = ("playbook", "clumsy", "nothing", "random")
"""Teams known by name."""

LATE_MS = 60 * MINUTE_MS
"""By how much the clumsy team collects evidence later than the playbook (assumption): after containment."""

KEEP_SHARE = 0.8
"""Share of the playbook's steps the random team takes at all (assumption)."""

LONGEST_DELAY_MS = 20 * MINUTE_MS
"""Longest delay of a step the random team takes (assumption)."""


def team(name: str, scenario: Scenario, *, seed: int) -> Team:
    """The team of that name for a scenario.

    Raises:
        KeyError: no team has this name; see `TEAMS`.

    """
    plans = {
        "playbook": playbook_plan,
        "clumsy": _clumsy,
        "nothing": lambda _scenario: (),
        "random": _random(seed),
    }
    return Team(name, seats(scenario), in_order(plans[name](scenario)))


def _clumsy(scenario: Scenario) -> tuple[Planned, ...]:
    """The playbook, with evidence only when its owners have long changed what it lay in."""
    return tuple(
        replace(step, at_ms=step.at_ms + LATE_MS) if step.topic == "evidence" else step
        for step in playbook_plan(scenario)
    )


def _random(seed: int) -> Any:
    """The playbook's steps, some left out and the rest delayed, by chance."""

    def plan(scenario: Scenario) -> tuple[Planned, ...]:
        steps = playbook_plan(scenario)
        chance = World.of(seed)
        keep = chance.uniforms("rehearsal.keep", len(steps)).tolist()
        delay = chance.uniforms("rehearsal.delay", len(steps)).tolist()
        return tuple(
            replace(step, at_ms=step.at_ms + int(delay[number] * LONGEST_DELAY_MS))
            for number, step in enumerate(steps)
            if keep[number] < KEEP_SHARE
        )

    return plan
