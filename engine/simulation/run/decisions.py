"""Decisions, and the uses of actions that they open and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.simulation.action import ContainmentAction, Effect, check_params, with_defaults
from engine.simulation.parameters import AISystem, ControlEffect
from engine.simulation.run.catalogue import actions, preset


class UnknownAction(LookupError):
    """A decision names an action that the catalogue does not hold; what it did can't be computed."""


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
    effect: Effect = ()
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


def activations(system: AISystem, decisions: Sequence[Decision]) -> tuple[Activation, ...]:
    """Uses of actions by when they take effect; applying a use again that still holds changes nothing.

    An unapproved or ill-formed decision changes nothing either.

    Raises:
        UnknownAction: the catalogue lacks an action.

    """
    open_uses: dict[tuple[Any, ...], Activation] = {}
    closed: list[Activation] = []
    for decision in sorted(decisions, key=lambda d: d.at_ms):
        action = _known(decision.action)
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


def _known(action_id: str) -> ContainmentAction:
    action = actions().get(action_id)
    if action is None:
        raise UnknownAction(f"there is no action {action_id!r}; known are {', '.join(actions())}")
    return action


def _use(system: AISystem, action: ContainmentAction, decision: Decision) -> Activation:
    effect = system.effect(action.id)
    if decision.effect:
        effect = effect.model_copy(update=dict(decision.effect))
    lead_min = action.lead_min if effect.lead_min is None else effect.lead_min
    return Activation(
        action=action,
        params=with_defaults(action, dict(decision.params)),
        from_ms=decision.at_ms + int(lead_min) * 60_000,
        effect=effect,
        overwrites=action.overwrites if decision.overwrites is None else decision.overwrites,
        is_measured=any(name != "lead_min" for name, _ in decision.effect),
    )


def _lift(open_uses: dict[tuple[Any, ...], Activation], decision: Decision) -> list[Activation]:
    """The uses this decision ends, taken from those still open."""
    wanted = dict(decision.params)
    keys = [key for key, use in open_uses.items() if key[0] == decision.action and _matches(use, wanted)]
    return [replace(open_uses.pop(key), until_ms=decision.at_ms) for key in keys]


def _matches(use: Activation, wanted: Mapping[str, Any]) -> bool:
    return all(use.params.get(name) == value for name, value in wanted.items())


def preset_decisions(level: int, at_ms: int, system: AISystem | None = None) -> tuple[Decision, ...]:
    """Every containment action up to a level, applied at one time; level 4 carries a rehearsal approval."""
    approval = (("approval", "rehearsal"),)
    known = actions()
    return tuple(
        Decision(at_ms, name, approval if known[name].needs_approval else ())
        for name in preset(level, system)
    )
