"""What a containment or recovery action is: words for people, and a function that sets switches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import AISystem, ControlEffect

Switch = Callable[[Controls, ControlEffect, Mapping[str, Any]], Controls]
Monitoring = Callable[[Mapping[str, Any]], str]
Effect = tuple[tuple[str, float | tuple[float, ...]], ...]
"""Fields of `ControlEffect` as sorted pairs, as `Decision.effect` holds them."""
Measure = Callable[[AISystem, Sequence[Mapping[str, Any]]], Effect]
"""The effect of one more use, from the parameters of every use then in force, the new one last."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing the person who applies an action gives."""

    name: str
    label: str
    kind: Literal["text", "integer", "choice"]
    default: str | int | None = None  # None: left out
    required: bool = False
    choices: tuple[str | int, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


def by_effect(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    """Every switch at the stricter of its position and the effect's, whatever the parameters."""
    return tighten(controls, effect)


@dataclass(frozen=True, slots=True)
class ContainmentAction:
    """One action of the catalogue."""

    id: str
    title: str
    level: int  # containment level 1 … 4; 0 for recovery, and for what contains nothing
    summary: str
    cost: str
    monitoring: str | Monitoring  # the entry it leaves in monitoring; a text may name parameters in braces
    kind: Literal["containment", "recovery"] = "containment"
    overwrites: tuple[str, ...] = ()  # ids of evidence artifacts whose earlier content is lost
    needs_approval: bool = False
    lead_min: int = 0  # minutes from decision to effect
    parameters: tuple[Parameter, ...] = ()
    switch: Switch = by_effect
    is_reversible: bool = True  # whether it can be lifted; an irreversible one has replaced what was there
    ends: tuple[str, ...] = ()  # ids of actions that ordering this one takes back
    returns_service: bool = False  # whether it lets customers back to the model, and attackers with them
    measure: Measure | None = None  # for an action whose effect depends on what the person writes
    is_specific: bool = False  # whether it is offered only where the AI system's parameters name it
    is_advised: bool = True  # whether it contains anything; one that doesn't tempts, and is of no level

    def entry(self, params: Mapping[str, Any]) -> str:
        """What monitoring shows of a use with these parameters."""
        if isinstance(self.monitoring, str):
            return self.monitoring.format_map(_Given(params))
        return self.monitoring(params)


class _Given(dict[str, Any]):
    """Parameters by name, where one that was left out is called missing."""

    def __missing__(self, _name: str) -> str:
        return "missing"


def with_defaults(action: ContainmentAction, params: Mapping[str, Any]) -> dict[str, Any]:
    """The given parameters, completed by the action's defaults."""
    defaults = {p.name: p.default for p in action.parameters if p.default is not None}
    return {**defaults, **params}


def check_params(action: ContainmentAction, params: Mapping[str, Any]) -> list[str]:
    """Problems of the given parameters in plain words; an empty list means they fit."""
    known = {parameter.name: parameter for parameter in action.parameters}
    problems = [
        f"{action.id} takes no {name!r}; it takes {', '.join(known) or 'nothing'}"
        for name in params
        if name not in known
    ]
    for parameter in action.parameters:
        if parameter.name in params:
            problems += _check_value(action.id, parameter, params[parameter.name])
        elif parameter.required:
            problems.append(f"{action.id} needs {parameter.name!r}: {parameter.label}")
    return problems


def _check_value(action_id: str, parameter: Parameter, value: Any) -> list[str]:
    place = f"{action_id}: {parameter.name} {value!r}"
    match parameter.kind:
        case "choice":
            allowed = ", ".join(map(str, parameter.choices))
            return [] if value in parameter.choices else [f"{place} is not known; choose {allowed}"]
        case "integer":
            return _check_integer(place, parameter, value)
        case "text":
            if not isinstance(value, str) or not value.strip():
                return [f"{place} is empty; write {parameter.label.lower()}"]
            return (
                []
                if len(value) <= 500
                else [f"{action_id}: {parameter.name} is longer than 500 characters; shorten it"]
            )


def _check_integer(place: str, parameter: Parameter, value: Any) -> list[str]:
    if not isinstance(value, int) or isinstance(value, bool):
        return [f"{place} is not a whole number; write one, for example {parameter.default}"]
    if parameter.minimum is not None and value < parameter.minimum:
        return [f"{place} is too small; the least is {parameter.minimum}"]
    if parameter.maximum is not None and value > parameter.maximum:
        return [f"{place} is too large; the most is {parameter.maximum}"]
    return []
