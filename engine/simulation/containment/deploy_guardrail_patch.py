"""Deploy a tested guardrail patch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(_params: Mapping[str, Any]) -> str:
    return "Deployed guardrail patch"


ACTION = ContainmentAction(
    id="deploy_guardrail_patch",
    title="Deploy guardrail patch",
    level=0,
    kind="recovery",
    summary="A tested rule set against the known technique, in effect 15 minutes after the decision.",
    cost="A few customers are refused by mistake; a variant may still work.",
    overwrites=("guardrail_config",),
    needs_approval=False,
    lead_min=15,
    parameters=(),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=True,
)
