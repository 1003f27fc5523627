"""Put the model into restricted mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(params: Mapping[str, Any]) -> str:
    return f"Degraded to {params.get('mode', 'restricted')} mode"


ACTION = ContainmentAction(
    id="set_mode",
    title="Restrict mode",
    level=2,
    kind="containment",
    summary="A strict system prompt: a narrow list of topics, and refusal when in doubt.",
    cost="Questions outside the list are refused; the system prompt in use is replaced.",
    overwrites=("system_prompt",),
    needs_approval=False,
    lead_min=0,
    parameters=(Parameter("mode", "The mode", "choice", default="restricted", choices=("restricted",)),),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=True,
)
