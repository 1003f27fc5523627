"""Rebuild the retrieval index from checked documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect

LEAD_MIN = 20
"""Minutes a rebuild takes until the new index answers (assumption)."""


def _switch(controls: Controls, effect: ControlEffect, _params: Mapping[str, Any]) -> Controls:
    return tighten(controls, effect)


def _monitoring(_params: Mapping[str, Any]) -> str:
    return "Rebuilt retrieval index"


ACTION = ContainmentAction(
    id="rebuild_index",
    title="Re-index",
    level=0,
    kind="recovery",
    summary="The retrieval index is built anew from checked documents, in effect 20 minutes later.",
    cost="The present index is gone, with every trace of what was planted in it; it can't be brought back.",
    overwrites=("retrieval_index",),
    needs_approval=False,
    lead_min=LEAD_MIN,
    parameters=(),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=False,
)
