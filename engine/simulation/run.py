"""A timeline: decisions laid over a tape, step after step."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from engine.simulation.action import ContainmentAction, check_params, with_defaults
from engine.simulation.catalogue import actions, preset
from engine.simulation.controls import NEUTRAL, Controls, combine
from engine.simulation.model import Attempt, Counts, SystemState, Tick, step
from engine.simulation.parameters import AISystem, ControlEffect
from engine.simulation.service import Served
from engine.simulation.tape import Reel, draw_tape, reel

_FIGURES = (
    *Counts.__slots__, "harm_points", "waiting", "waiting_human", "utilisation", "active_attackers",
)  # fmt: skip
"""Figures of a tick since T+0, in the order of the digest."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An action applied or lifted at an exercise time; a lift without parameters lifts every use of it.

    `effect` holds fields of `ControlEffect` that were measured for this very use, such as what a written
    pattern stops; they replace those of the incident's parameter block.
    """

    at_ms: int
    action: str
    params: tuple[tuple[str, str | int | float], ...] = ()
    lifted: bool = False
    effect: tuple[tuple[str, float | tuple[float, ...]], ...] = ()
    overwrites: tuple[str, ...] | None = None  # artifacts it was recorded to overwrite; None: the action's


@dataclass(frozen=True, slots=True)
class Activation:
    """One use of an action: from when it is in effect until when."""

    action: ContainmentAction
    params: Mapping[str, Any]
    from_ms: int
    until_ms: int | None = None
    effect: ControlEffect = field(default_factory=ControlEffect)
    overwrites: tuple[str, ...] = ()  # ids of the evidence artifacts whose earlier content it loses
    is_measured: bool = False  # whether the effect was measured for this very use

    def covers(self, at_ms: int) -> bool:
        """Whether it is in effect at a time."""
        return self.from_ms <= at_ms and (self.until_ms is None or at_ms < self.until_ms)


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """One timeline; `ticks[0]` is T+0, `ticks[k]` the end of step k. Equal if they are one object."""

    system: AISystem
    ticks: tuple[Tick, ...]
    attempts: tuple[Attempt, ...]
    tape: Reel = field(repr=False)

    def index_at(self, at_ms: int) -> int:
        """Number of the last tick completed at a time."""
        return max(0, min(at_ms // self.system.tick_ms, len(self.ticks) - 1))

    def at(self, at_ms: int) -> Tick:
        """The last tick completed at a time."""
        return self.ticks[self.index_at(at_ms)]

    def harm_points(self, at_ms: int) -> float:
        """Harm points since T+0."""
        return self.at(at_ms).harm_points

    def harm_rate_per_min(self, at_ms: int, window_min: int = 5) -> float:
        """Harm points a minute over the window that ends at a time."""
        return (self.harm_points(at_ms) - self.harm_points(at_ms - window_min * 60_000)) / window_min

    def technique_success(self, at_ms: int) -> dict[str, float]:
        """Probability that an attempt does harm under the controls in force, by technique; 0: unknown yet."""
        controls = self.at(at_ms).controls
        reached = controls.reaches_model
        return {
            technique.name: technique.success * controls.miss_of(v) * controls.success * reached
            if self.tape.emerges_ms[v] <= at_ms
            else 0.0
            for v, technique in enumerate(self.system.attack.techniques)
        }

    @property
    def first_harm_ms(self) -> int | None:
        """End of the first step that did harm."""
        return next((tick.at_ms for tick in self.ticks if tick.harm_points > 0.0), None)

    def attackers(self, at_ms: int) -> tuple[str, ...]:
        """Ids of the users who made an attempt until a time, in order of appearance (the true answer)."""
        return tuple(dict.fromkeys(a.user_id for a in self.attempts if a.at_ms < self.at(at_ms).at_ms))

    def summary(self, at_ms: int | None = None) -> dict[str, float]:
        """Rounded figures at a time, or at the end; outputs include wrong answers to customers."""
        tick = self.ticks[-1] if at_ms is None else self.at(at_ms)
        return {
            "harm_points": round(tick.harm_points, 1),
            "outputs": tick.outputs + tick.ambient,
            "records": tick.records,
            "tool_actions": tick.tool_actions,
            "attack_ktokens": round(tick.attack_tokens / 1000.0, 1),
            "attempts": tick.attempts,
            "served_full": round(tick.full),
            "degraded": round(tick.degraded),
            "refused": round(tick.refused),
            "unserved": round(tick.unserved),
            "requests": round(tick.arrived),
            "distinct_attackers": len(self.attackers(tick.at_ms)),
        }

    def digest(self) -> str:
        """SHA-256 of every figure to the last bit; the names of the figures are no part of it."""
        rows = [
            (tick.at_ms, _values(tick.during), tick.level, *(getattr(tick, name) for name in _FIGURES))
            for tick in self.ticks
        ]
        return sha256(repr((rows, [tuple(attempt) for attempt in self.attempts])).encode()).hexdigest()


def _values(counts: Counts) -> tuple[float, ...]:
    return tuple(getattr(counts, name) for name in Counts.__slots__)


def simulate(
    system: AISystem,
    *,
    seed: int,
    decisions: Sequence[Decision],
    until_ms: int,
    chance_seed: int | None = None,
) -> Trajectory:
    """The timeline up to a time; unknown, unapproved or ill-formed decisions change nothing."""
    count = max(0, until_ms // system.tick_ms)
    luck = seed if chance_seed is None else chance_seed
    tape = reel(draw_tape(system, seed=seed, chance_seed=luck, ticks=count))
    uses = activations(system, decisions)
    due = dict(changes(system, uses, count))
    ranked = sorted(tape.thresholds)
    state, ticks, attempts = (
        SystemState(),
        [Tick(at_ms=0, during=Counts(), active_attackers=bisect_left(ranked, 0.0))],
        [],
    )
    controls, level = NEUTRAL, 0
    for number in range(count):
        controls, level = due.get(number, (controls, level))
        state, counts, served, made = step(system, tape, number, state=state, controls=controls)
        active = bisect_left(ranked, 1.0 - state.unaware)
        ticks.append(_tick(system, ticks[-1], counts, served=served, active=active, force=(controls, level)))
        attempts += made
    return Trajectory(system=system, ticks=tuple(ticks), attempts=tuple(attempts), tape=tape)


def activations(system: AISystem, decisions: Sequence[Decision]) -> tuple[Activation, ...]:
    """Uses of actions in order of decision; applying a use again that still holds changes nothing."""
    open_uses: dict[tuple[Any, ...], Activation] = {}
    closed: list[Activation] = []
    for decision in sorted(decisions, key=lambda d: d.at_ms):
        action = actions().get(decision.action)
        if action is None:
            continue
        if decision.lifted:
            closed += _lift(open_uses, decision)
        elif not check_params(action, dict(decision.params)):
            for ended in action.ends:
                closed += _lift(open_uses, Decision(decision.at_ms, ended, lifted=True))
            use = _use(system, action, decision)
            open_uses.setdefault((action.id, tuple(sorted(use.params.items())), decision.effect), use)
    lasting = [
        use for use in [*closed, *open_uses.values()] if use.until_ms is None or use.from_ms < use.until_ms
    ]
    return tuple(
        sorted(lasting, key=lambda use: (use.from_ms, use.action.id, repr(sorted(use.params.items()))))
    )


def _use(system: AISystem, action: ContainmentAction, decision: Decision) -> Activation:
    effect = system.effect(action.id).model_copy(update=dict(decision.effect))
    lead_min = action.lead_min if effect.lead_min is None else effect.lead_min
    start_ms = decision.at_ms + int(lead_min) * 60_000
    params = with_defaults(action, dict(decision.params))
    lost = action.overwrites if decision.overwrites is None else decision.overwrites
    is_measured = any(name != "lead_min" for name, _ in decision.effect)
    return Activation(action, params, start_ms, effect=effect, overwrites=lost, is_measured=is_measured)


def _lift(open_uses: dict[tuple[Any, ...], Activation], decision: Decision) -> list[Activation]:
    """The uses this decision ends, taken from those still open."""
    wanted = dict(decision.params)
    keys = [key for key, use in open_uses.items() if key[0] == decision.action and _matches(use, wanted)]
    return [replace(open_uses.pop(key), until_ms=decision.at_ms) for key in keys]


def controls_in_force(system: AISystem, uses: Sequence[Activation], at_ms: int) -> tuple[Controls, int]:
    """The switches and the containment level at a time."""
    held = [use for use in uses if use.covers(at_ms)]
    parts: dict[str, Controls] = {}
    for use in held:
        for effect in (use.effect, *_joint(system, use, held)):
            before = parts.get(use.action.id, NEUTRAL)
            parts[use.action.id] = use.action.switch(before, effect, use.params)
    return combine(parts), max((use.action.level for use in held), default=0)


def _joint(system: AISystem, use: Activation, held: Sequence[Activation]) -> tuple[ControlEffect, ...]:
    """What several measured uses of one action do together beside what each does; never less than each."""
    alike = [other.params for other in held if other.action.id == use.action.id and other.is_measured]
    if not use.is_measured or len(alike) < 2 or use.action.measure is None:
        return ()
    return (use.effect.model_copy(update=dict(use.action.measure(system, alike))),)


def preset_decisions(level: int, at_ms: int) -> tuple[Decision, ...]:
    """Every containment action up to a level, applied at one time; level 4 carries a rehearsal approval."""
    approval = (("approval", "rehearsal"),)
    known = actions()
    return tuple(
        Decision(at_ms, name, approval if known[name].needs_approval else ()) for name in preset(level)
    )


def _matches(use: Activation, wanted: Mapping[str, Any]) -> bool:
    return all(use.params.get(name) == value for name, value in wanted.items())


def changes(
    system: AISystem, uses: Sequence[Activation], count: int
) -> list[tuple[int, tuple[Controls, int]]]:
    """Steps from which other switches hold, with these and the level; the first is step 0.

    An action acts from the first step that begins once it is due.
    """
    edges = [use.from_ms for use in uses] + [use.until_ms for use in uses if use.until_ms is not None]
    first = sorted(dict.fromkeys([0, *(-(-edge // system.tick_ms) for edge in edges)]))
    return [
        (number, controls_in_force(system, uses, number * system.tick_ms))
        for number in first
        if number < count
    ]


def _tick(
    system: AISystem, before: Tick, now: Counts, *, served: Served, active: int, force: tuple[Controls, int]
) -> Tick:
    total = Counts(
        arrived=before.arrived + now.arrived,
        full=before.full + now.full,
        degraded=before.degraded + now.degraded,
        refused=before.refused + now.refused,
        unserved=before.unserved + now.unserved,
        false_positives=before.false_positives + now.false_positives,
        attempts=before.attempts + now.attempts,
        harmful=before.harmful + now.harmful,
        blocked=before.blocked + now.blocked,
        model_refused=before.model_refused + now.model_refused,
        not_reached=before.not_reached + now.not_reached,
        outputs=before.outputs + now.outputs,
        records=before.records + now.records,
        out_of_band=before.out_of_band + now.out_of_band,
        tool_actions=before.tool_actions + now.tool_actions,
        attack_tokens=before.attack_tokens + now.attack_tokens,
        ambient=before.ambient + now.ambient,
    )
    return Tick(
        at_ms=before.at_ms + system.tick_ms,
        during=now,
        **{name: getattr(total, name) for name in Counts.__slots__},
        harm_points=total.harm_points(system),
        waiting=served.waiting_llm + served.waiting_human,
        waiting_human=served.waiting_human,
        utilisation=served.utilisation,
        active_attackers=active,
        level=force[1],
        controls=force[0],
    )
