"""Take the AI system offline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(params: Mapping[str, Any]) -> str:
    return f"System shutdown, approval {params.get('approval', 'missing')}"


ACTION = ContainmentAction(
    id="shutdown",
    title="Shut down",
    level=4,
    kind="containment",
    summary="Every endpoint is off, keys are revoked and outgoing connections cut.",
    cost="No customer is served; session state and the loaded retrieval index are lost.",
    overwrites=("session_logs", "retrieval_index"),
    needs_approval=True,
    lead_min=0,
    parameters=(Parameter("approval", "Reference of the approval", "text", required=True),),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=True,
    ends=("restore_service",),
)
