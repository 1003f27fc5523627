"""Return to the last trusted model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(_params: Mapping[str, Any]) -> str:
    return "Rolled back model"


ACTION = ContainmentAction(
    id="roll_back_model",
    title="Roll back model",
    level=0,
    kind="recovery",
    summary="The last trusted model and its index are deployed, in effect 10 minutes after the decision.",
    cost="The present model is replaced; if poisoning still runs it spoils the old one again.",
    overwrites=("model_identity",),
    needs_approval=False,
    lead_min=10,
    parameters=(),
    switch=_switch,
    monitoring=_monitoring,
)
