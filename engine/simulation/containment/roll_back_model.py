"""Return to the last trusted model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect

OVERWRITES = ("guardrail_config", "model_identity", "system_prompt")
"""A roll-back redeploys the whole serving configuration, not the weights alone (assumption).

That it destroys the system prompt and the model's identity is what incident guides warn of.
"""


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(_params: Mapping[str, Any]) -> str:
    return "Rolled back model"


ACTION = ContainmentAction(
    id="roll_back_model",
    title="Roll back model",
    level=0,
    kind="recovery",
    summary="The last trusted model is deployed with its configuration, in effect 10 minutes later.",
    cost="Model, prompt and guardrail configuration are replaced; poisoning that goes on spoils it again.",
    overwrites=OVERWRITES,
    needs_approval=False,
    lead_min=10,
    parameters=(),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=False,
)
