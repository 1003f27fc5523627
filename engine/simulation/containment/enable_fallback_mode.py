"""Replace the model by scripted answers and agents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(_params: Mapping[str, Any]) -> str:
    return "Switched to fallback mode"


ACTION = ContainmentAction(
    id="enable_fallback_mode",
    title="Switch to fallback",
    level=3,
    kind="containment",
    summary="Scripted answers and support agents take over; no request reaches the model.",
    cost="Only common questions are settled; the rest waits for agents, and session state is lost.",
    overwrites=("session_logs",),
    needs_approval=False,
    lead_min=0,
    parameters=(),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=True,
    ends=("restore_service",),
)
