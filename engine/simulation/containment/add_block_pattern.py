"""Add a block pattern to the input guardrail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect
from engine.simulation.pattern import measured


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(_params: Mapping[str, Any]) -> str:
    return "Added block pattern"


ACTION = ContainmentAction(
    id="add_block_pattern",
    title="Add block pattern",
    level=1,
    kind="containment",
    summary="Adds a rule to the input guardrail that stops requests matching a pattern.",
    cost="Some customers whose requests look alike are refused; a variant can pass.",
    overwrites=("guardrail_config",),
    needs_approval=False,
    lead_min=0,
    parameters=(Parameter("pattern", "The words or pattern to block", "text", default="known technique"),),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=True,
    measure=measured,
)
