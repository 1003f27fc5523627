"""Block one user, or every user seen attacking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect


def _switch(controls: Controls, effect: ControlEffect, params: Mapping[str, Any]) -> Controls:
    user_id = params.get("user_id")
    if user_id is None:
        return tighten(controls, effect)
    listed = dict.fromkeys((*controls.blocked_users, str(user_id)))
    return replace(controls, blocked_users=tuple(sorted(listed)))


def _monitoring(params: Mapping[str, Any]) -> str:
    return f"Blocked user {params['user_id']}" if "user_id" in params else "Blocked every user seen attacking"


ACTION = ContainmentAction(
    id="block_user",
    title="Block user",
    level=1,
    kind="containment",
    summary="Refuses all requests of one user, or of every user seen attacking so far and from now on.",
    cost="Nothing for other customers; a blocked customer who did nothing wrong loses the service.",
    overwrites=(),
    needs_approval=False,
    lead_min=0,
    parameters=(
        Parameter("user_id", "The user to block; leave out to block every user seen attacking", "text"),
    ),
    switch=_switch,
    monitoring=_monitoring,
    is_reversible=True,
)
