"""What was in force in each step, as the log needs it: patterns, chances of a customer's row, names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.simulation.controls import NEUTRAL, Controls
from engine.simulation.corpus import corpus_of
from engine.simulation.log.requests import Chances, Numbers
from engine.simulation.model import Counts
from engine.simulation.parameters import AISystem
from engine.simulation.pattern import compile_pattern, found_by_any, share
from engine.simulation.run.decisions import Activation
from engine.simulation.run.trajectory import Trajectory

CONFIGURATION = frozenset({"guardrail_config", "system_prompt", "model_identity"})
"""Artifacts whose overwriting gives the configuration a new version."""

NO_LIMIT = 1_000_000
"""More tokens than any answer has."""


@dataclass(frozen=True, slots=True)
class Force:
    """One entry a step, the first for the time before StartEx: index it with step + 1."""

    controls: tuple[Controls, ...]
    rules: Numbers  # number of the set of patterns in force, in `patterns`
    patterns: tuple[tuple[str, ...], ...]
    limit: Numbers  # most tokens of an answer
    config: Numbers
    model: Numbers
    on_model: Chances  # share of customers whose requests reach the model
    is_off: Numbers
    edges: Chances  # per step: shares below which a row on the model is blocked, refused, unserved, degraded
    script: Chances  # per step: shares below which a row off the model is answered by script, by an agent


@dataclass(frozen=True, slots=True)
class _Step:
    """What happened to customers in one step."""

    system: AISystem
    controls: Controls
    during: Counts

    @property
    def asked_of_model(self) -> float:
        """Requests that the model was to answer."""
        return self.during.arrived * self.controls.reaches_model - self.during.refused

    @property
    def lost_by_model(self) -> float:
        """Share of these that nobody answered."""
        if self.asked_of_model <= 0.0:
            return 0.0
        if self.controls.path == "llm":
            return min(1.0, self.during.unserved / self.asked_of_model)
        answered = self.during.full + self.during.degraded - self._beside_model()
        return min(1.0, max(0.0, 1.0 - answered / self.asked_of_model))

    def _beside_model(self) -> float:
        """Customers whom scripted answers and agents serve while the rest is back at the model."""
        if self.controls.path == "off":
            return 0.0
        service, rest = self.system.service, self.during.arrived * (1.0 - self.controls.restored)
        agents = service.human_capacity_per_min * self.system.clock.tick_s / 60.0
        return rest * service.faq_share + min(agents, rest * (1.0 - service.faq_share))


def force_of(trajectory: Trajectory, uses: Sequence[Activation]) -> Force:
    """What was in force in each step of a timeline."""
    system, ticks = trajectory.system, trajectory.ticks[1:]
    controls = (NEUTRAL, *(tick.controls for tick in ticks))
    moments = [number * system.tick_ms for number in range(len(ticks))]
    patterns = [(), *(_patterns(uses, at_ms) for at_ms in moments)]
    distinct = tuple(dict.fromkeys(patterns))
    hits = [share(corpus_of(system.log).customers, found_by_any(system.log, each)) for each in distinct]
    rules = [distinct.index(each) for each in patterns]
    steps = [
        _Step(system, NEUTRAL, Counts()),
        *(_Step(system, tick.controls, tick.during) for tick in ticks),
    ]
    return Force(
        controls=controls,
        rules=np.array(rules, np.int64),
        patterns=distinct,
        limit=np.array([NO_LIMIT, *(_limit(uses, at_ms) for at_ms in moments)], np.int64),
        config=np.array([1, *(_config(uses, at_ms) for at_ms in moments)], np.int64),
        model=np.array([int(each.poison_cured or each.drift_reset) for each in controls], np.int64),
        on_model=np.array([each.reaches_model for each in controls], np.float64),
        is_off=np.array([int(each.path == "off") for each in controls], np.int64),
        edges=np.array(
            [_edges(step, hits[rule]) for step, rule in zip(steps, rules, strict=True)], np.float64
        ),
        script=np.array([_script(step) for step in steps], np.float64),
    )


def _patterns(uses: Sequence[Activation], at_ms: int) -> tuple[str, ...]:
    """Patterns written by the team that are in force, oldest first."""
    written = (str(use.params["pattern"]) for use in uses if "pattern" in use.params and use.covers(at_ms))
    return tuple(dict.fromkeys(text for text in written if _is_pattern(text)))


def _is_pattern(text: str) -> bool:
    try:
        compile_pattern(text)
    except ValueError:
        return False
    return True


def _limit(uses: Sequence[Activation], at_ms: int) -> int:
    return min(
        (int(use.params["limit"]) for use in uses if "limit" in use.params and use.covers(at_ms)),
        default=NO_LIMIT,
    )


def _config(uses: Sequence[Activation], at_ms: int) -> int:
    """Version of the configuration: one more for each change of guardrail, prompt or model."""
    changing = [use for use in uses if CONFIGURATION & set(use.overwrites)]
    begun = sum(use.from_ms <= at_ms for use in changing)
    return 1 + begun + sum(use.until_ms is not None and use.until_ms <= at_ms for use in changing)


def _edges(step: _Step, hits: float) -> tuple[float, ...]:
    """Shares of the customers that no written pattern stops; one number of a row decides among them."""
    controls = step.controls
    passed = (1.0 - step.system.service.guard_false_positive) * controls.passed
    admitted = min(1.0, passed / (1.0 - hits)) if hits < 1.0 else 1.0
    in_scope = admitted * controls.in_scope
    served = in_scope * (1.0 - step.lost_by_model)
    return 1.0 - admitted, 1.0 - in_scope, 1.0 - served, 1.0 - served * controls.intact


def _script(step: _Step) -> tuple[float, float]:
    """Shares of the customers off the model: answered by script, and those plus whom agents take."""
    faq = step.system.service.faq_share
    waiting = step.during.arrived * (1.0 - step.controls.reaches_model) * (1.0 - faq)
    left = step.during.unserved - step.lost_by_model * step.asked_of_model
    lost = min(1.0, max(0.0, left) / waiting) if waiting > 0.0 else 0.0
    return faq, faq + (1.0 - faq) * (1.0 - lost)
