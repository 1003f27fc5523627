"""Block one user, or every user seen attacking."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect

_ID = re.compile(r"(?:[uU]-?)?([0-9]{1,9})")
"""A user id, with or without what stands before its number."""


def _switch(controls: Controls, effect: ControlEffect, params: Mapping[str, Any]) -> Controls:
    user_id = params.get("user_id")
    if user_id is None:
        return tighten(controls, effect)
    listed = dict.fromkeys((*controls.blocked_users, _plain(str(user_id))))
    return replace(controls, blocked_users=tuple(sorted(listed)))


def _plain(user_id: str) -> str:
    """An id as the log writes it: ``u-1042``, however it was typed."""
    found = _ID.fullmatch(user_id.strip())
    return f"u-{int(found[1])}" if found else user_id.strip()


def _monitoring(params: Mapping[str, Any]) -> str:
    return f"Blocked user {params['user_id']}" if "user_id" in params else "Blocked every user seen attacking"


ACTION = ContainmentAction(
    id="block_user",
    title="Block user",
    level=1,
    summary="Refuses all requests of one user, or of every user seen attacking so far and from now on.",
    cost="Nothing for other customers; a blocked customer who did nothing wrong loses the service.",
    parameters=(
        Parameter("user_id", "The user to block; leave out to block every user seen attacking", "text"),
    ),
    switch=_switch,
    monitoring=_monitoring,
)
