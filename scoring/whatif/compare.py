"""What other decisions would have done: exact counterfactuals in the same worlds.

A scenario is looked at in fresh worlds. An exercise keeps its world (who attacks, when, the traffic) and
re-rolls the model's luck, because user ids and moments mean nothing in another world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.errors import Refused
from engine.log.acts import AT_ONCE
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.schedule import msel
from engine.simulation.run.catalogue import actions
from engine.simulation.run.decisions import Decision
from engine.simulation.tape import World
from engine.simulation.worlds.batch import Policy, Timelines, timelines
from engine.simulation.worlds.draws import Floats, Worlds, lay_out
from engine.simulation.worlds.surface import Surface, surface
from engine.story import scripted
from scoring.case import Case
from scoring.courses import playbook_decisions, signal_ms
from scoring.whatif.band import Band, band

SEEDS = 200
"""Worlds, or rolls of luck, a comparison rests on unless told otherwise (simulation study: at least 200)."""

CHANNELS = ("outputs", "ambient", "records", "tool_actions", "attack_tokens")
"""What harm points are a weighted sum of."""

EARLIER_MIN = (5, 10, 15)
"""Minutes by which the team's own decisions are moved forward."""


@dataclass(frozen=True, slots=True)
class WhatIfQuestion:
    """What is compared, with which decisions, in which worlds."""

    scenario: Scenario
    worlds: tuple[World, ...]
    until_ms: int
    revealed_ms: int  # nobody could have acted before this moment
    team: Policy | None = None  # None: a scenario nobody has played
    story: Policy = ()  # decisions that the story takes whatever the team does
    played: World | None = None  # the world and luck the team really met
    now_ms: int | None = None  # how far a running exercise has come; None: it is over, or was never played

    @property
    def minutes(self) -> range:
        """Whole exercise minutes up to the end."""
        return range(self.until_ms // MINUTE_MS + 1)


@dataclass(frozen=True, slots=True)
class CourseOutcome:
    """Harm points and share of service kept at the end, and the mean of each channel behind the points."""

    harm_points: Band
    service: Band
    channels: dict[str, float]


@dataclass(frozen=True, slots=True)
class Change:
    """How the team's exercise would have ended otherwise, compared world by world."""

    outcome: CourseOutcome
    more_harm: Band  # harm points beyond the team's
    more_service: Band  # share of service beyond the team's


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One course of action minute by minute, [minute, world]."""

    harm_points: Floats
    service: Floats  # worth of the answers so far, as share of the requests
    served: Floats  # the same for the last five minutes


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """The answer."""

    question: WhatIfQuestion
    courses: dict[str, Course]  # nothing, playbook and, for an exercise, team
    outcomes: dict[str, CourseOutcome]
    actual: Course | None  # the team's exercise as it was, in the only world [minute, 1]
    surface: Surface
    earlier: tuple[tuple[int, Change], ...]  # the team's decisions so many minutes earlier
    left_out: tuple[tuple[Decision, Change], ...]  # all of the team's decisions but this one

    def to_json(self) -> dict[str, Any]:
        """Plain data in the form the terminal prints; means with 5th and 95th percentile."""
        asked = self.question
        return {
            "scenario_id": asked.scenario.id,
            "seeds": len(asked.worlds),
            "worlds": "same world, luck re-rolled" if asked.team is not None else "fresh worlds",
            "until_ms": asked.until_ms,
            "revealed_ms": asked.revealed_ms,
            "now_ms": asked.now_ms,
            "harm_points": self._outcomes("harm_points"),
            "service": self._outcomes("service"),
            "channels": {
                key: {name: round(mean, 2) for name, mean in outcome.channels.items()}
                for key, outcome in self.outcomes.items()
            },
            "actual": self._actual(),
            "surface": _surface_json(self.surface),
            "earlier": [{"minutes": minutes, **_change_json(item)} for minutes, item in self.earlier],
            "decisions": [_left_out_json(decision, item) for decision, item in self.left_out],
        }

    def _actual(self) -> dict[str, float] | None:
        if self.actual is None:
            return None
        figures = {name: float(getattr(self.actual, name)[-1, 0]) for name in ("harm_points", "service")}
        return {name: round(value, 4) for name, value in figures.items()}

    def _outcomes(self, name: str) -> dict[str, Any]:
        found = {key: getattr(outcome, name).to_json() for key, outcome in self.outcomes.items()}
        return {"nothing": None, "playbook": None, "team": None, **found}


def of_scenario(scenario: Scenario, *, seeds: int = SEEDS) -> WhatIf:
    """Do nothing, the playbook and each level at each minute, in fresh worlds."""
    worlds = tuple(World(seed, seed) for seed in range(seeds))
    story = scripted(scenario)
    return answer(WhatIfQuestion(scenario, worlds, scenario.duration_ms, signal_ms(scenario), story=story))


def of_exercise(case: Case, *, seeds: int = SEEDS) -> WhatIf:
    """The team's decisions beside all others, in the exercise's own world with its luck re-rolled.

    A running exercise is continued to its end as if nothing more were decided.

    Raises:
        Refused: the exercise has not started, so nothing has happened yet.

    """
    if not case.has_started:
        raise Refused("The exercise has not started, so there is nothing to compare yet.")
    state, world = case.state, case.timeline.world
    planned = () if case.has_ended else coming_story(case)
    until_ms = case.until_ms if case.has_ended else max(case.until_ms, state.end_ms)
    return answer(
        WhatIfQuestion(
            scenario=case.scenario,
            worlds=tuple(world._replace(chance_seed=luck) for luck in range(seeds)),
            until_ms=until_ms,
            revealed_ms=signal_ms(case.scenario) if case.signal_ms is None else case.signal_ms,
            team=state.ordered,
            story=state.story + planned,
            now_ms=None if case.has_ended else case.until_ms,
            played=world,
        )
    )


def coming_story(case: Case) -> Policy:
    """What injects that are still to come will do to the AI system."""
    entries = msel(case.scenario, case.state, case.until_ms)
    return tuple(
        Decision(max(entry.due_ms, case.until_ms), action, effect=AT_ONCE)
        for entry in entries
        if entry.standing in ("due", "coming") and entry.inject.when is None
        for action in entry.inject.applies or ()
    )


def answer(question: WhatIfQuestion) -> WhatIf:
    """Every comparison the question asks for; the worlds are drawn once."""
    system = question.scenario.ai_system
    if question.until_ms < system.tick_ms:
        raise Refused(
            "The exercise was over before the AI system's first step, so there is nothing to compare."
        )
    blocks = lay_out(system, question.worlds, until_ms=question.until_ms)
    named = _courses_of(question)
    lines = timelines(blocks, list(named.values()), every_tick=True)
    team = question.team or ()
    moved = [_moved(question, minutes) for minutes in EARLIER_MIN]
    changes = _changes(blocks, question, [*moved, *(team[:i] + team[i + 1 :] for i in range(len(team)))])
    return WhatIf(
        question=question,
        courses={name: _course(question, lines, row) for row, name in enumerate(named)},
        outcomes={name: _outcome(lines, row) for row, name in enumerate(named)},
        actual=_actual(question),
        surface=surface(blocks, minutes=question.minutes, given=question.story),
        earlier=tuple(zip(EARLIER_MIN, changes[: len(moved)], strict=False)),
        left_out=tuple(zip(team, changes[len(moved) :], strict=True)),
    )


def _actual(question: WhatIfQuestion) -> Course | None:
    if question.team is None or question.played is None:
        return None
    system = question.scenario.ai_system
    blocks = lay_out(system, (question.played,), until_ms=question.until_ms)
    return _course(question, timelines(blocks, [question.story + question.team], every_tick=True), 0)


def _courses_of(question: WhatIfQuestion) -> dict[str, Policy]:
    playbook = question.story + playbook_decisions(question.scenario, from_ms=question.revealed_ms)
    fixed: dict[str, Policy] = {"nothing": question.story, "playbook": playbook}
    return fixed if question.team is None else {**fixed, "team": question.story + question.team}


def _course(question: WhatIfQuestion, lines: Timelines, row: int) -> Course:
    per_minute = MINUTE_MS // lines.system.tick_ms
    at = [minute * per_minute for minute in question.minutes]
    before = [max(0, index - 5 * per_minute) for index in at]
    arrived, worth = (figure[:, row] for figure in (lines.figures["arrived"], lines.worth))
    asked = arrived[at] - arrived[before]
    served = np.where(asked > 0.0, (worth[at] - worth[before]) / np.maximum(1.0, asked), 1.0)
    return Course(lines.harm_points[at, row], lines.service[at, row], served)


def _outcome(lines: Timelines, row: int) -> CourseOutcome:
    return CourseOutcome(
        harm_points=band(lines.harm_points[-1, row]),
        service=band(lines.service[-1, row]),
        channels={name: float(lines.figures[name][-1, row].mean()) for name in CHANNELS},
    )


def _moved(question: WhatIfQuestion, minutes: int) -> Policy:
    """The team's decisions earlier, but none before anybody could know."""

    def moved(decision: Decision) -> Decision:
        earliest = max(_possible_from(question, decision), decision.at_ms - minutes * MINUTE_MS)
        return replace(decision, at_ms=earliest)

    return tuple(moved(decision) for decision in question.team or ())


def _possible_from(question: WhatIfQuestion, decision: Decision) -> int:
    """The first moment at which a decision made sense: after the signal, and after what it lifts."""
    told = [
        given.at_ms
        for given in question.story
        if decision.lifted and given.action == decision.action and given.at_ms <= decision.at_ms
    ]
    return max([min(decision.at_ms, question.revealed_ms), *told])


def _changes(
    blocks: Sequence[Worlds], question: WhatIfQuestion, other: Sequence[Policy]
) -> tuple[Change, ...]:
    """Each of the other policies beside the team's own, paired world by world."""
    if not question.team:
        return ()
    lines = timelines(blocks, [question.story + policy for policy in (question.team, *other)])
    harm, service = lines.harm_points[-1], lines.service[-1]
    return tuple(
        Change(_outcome(lines, row), band(harm[row] - harm[0]), band(service[row] - service[0]))
        for row in range(1, len(other) + 1)
    )


def _surface_json(cells: Surface) -> dict[str, Any]:
    return {
        "levels": list(cells.levels),
        "minutes": list(cells.minutes),
        "applied": "at that minute and held to the end",
        **{
            name + suffix: np.round(reduced, 4).tolist()
            for name in ("harm_points", "service")
            for suffix, reduced in _reduced(getattr(cells, name))
        },
    }


def _reduced(values: Floats) -> tuple[tuple[str, Floats], ...]:
    low, high = np.percentile(values, (5, 95), axis=2)
    return ("", values.mean(axis=2)), ("_p5", low), ("_p95", high)


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "harm_points": change.outcome.harm_points.to_json(),
        "service": change.outcome.service.to_json(),
        "more_harm_points": change.more_harm.to_json(),
        "more_service": change.more_service.to_json(),
    }


def _left_out_json(decision: Decision, change: Change) -> dict[str, Any]:
    return {
        "at_ms": decision.at_ms,
        "action": decision.action,
        "title": actions()[decision.action].title,
        "params": dict(decision.params),
        "lifted": decision.lifted,
        "without_it": _change_json(change),
    }
