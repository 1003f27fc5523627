"""Bring customers back to the model in steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.controls import Controls
from engine.simulation.parameters import ControlEffect

STEPS = (10, 25, 50)
"""Shares of customers, in per cent, that come back one after the other (assumption)."""


def _switch(controls: Controls, _effect: ControlEffect, params: Mapping[str, Any]) -> Controls:
    return replace(controls, restored=max(controls.restored, params["percent"] / 100.0))


ACTION = ContainmentAction(
    id="restore_service",
    title="Restore service in steps",
    level=0,
    kind="recovery",
    summary=(
        "While fallback or shutdown is in force, this share of customers is back at the model; the last step"
        " is to lift the containment itself. It does nothing while the model answers everybody."
    ),
    cost="Attackers among these customers are back as well, against whatever else is in force.",
    parameters=(Parameter("percent", "Share of customers, in %", "choice", default=STEPS[0], choices=STEPS),),
    switch=_switch,
    monitoring="Restored service to {percent} % of customers",
    returns_service=True,
)
