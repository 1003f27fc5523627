"""Rotate keys and tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(_params: Mapping[str, Any]) -> str:
    return "Rotated keys"


ACTION = ContainmentAction(
    id="rotate_keys",
    title="Rotate keys",
    level=0,
    kind="recovery",
    summary="Keys and tokens are replaced, in effect 5 minutes after the decision; stolen ones stop working.",
    cost="Connected systems drop for a moment; the record of the old keys' use is lost unless exported.",
    overwrites=("access_logs",),
    needs_approval=False,
    lead_min=5,
    parameters=(),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=False,
)
