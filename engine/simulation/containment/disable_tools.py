"""Take every tool away from the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(_params: Mapping[str, Any]) -> str:
    return "Disabled tools"


ACTION = ContainmentAction(
    id="disable_tools",
    title="Disable tools",
    level=2,
    kind="containment",
    summary="The model answers without tools: no look-ups, no orders, no refunds.",
    cost="Answers that need a tool lose value; tool sessions in flight end.",
    overwrites=("tool_audit",),
    needs_approval=False,
    lead_min=0,
    parameters=(),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=True,
)
