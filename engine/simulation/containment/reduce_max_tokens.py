"""Limit the length of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.controls import Controls, tighten
from engine.simulation.parameters import ControlEffect

STATED_LIMIT = 200
"""Token limit for which the effects in the parameter block are stated (seed document)."""

MOST_CUT = 0.9
"""Largest share of answers a very small limit cuts short (assumption)."""


def _switch(controls: Controls, effect: ControlEffect, params: Mapping[str, Any]) -> Controls:
    """Effects grow in proportion to the limit (assumption), and hold as stated at 200 tokens."""
    scale = params.get("limit", STATED_LIMIT) / STATED_LIMIT
    scaled = {
        name: min(1.0, getattr(effect, name) * scale) for name in ("attack_tokens", "legit_tokens", "records")
    }
    degrade = min(MOST_CUT, effect.degrade / scale)
    return tighten(controls, effect.model_copy(update={**scaled, "degrade": degrade}))


ACTION = ContainmentAction(
    id="reduce_max_tokens",
    title="Shorten answers",
    level=2,
    summary="Limits every answer to a number of tokens.",
    cost="Longer answers are cut short.",
    parameters=(
        Parameter("limit", "Tokens per answer", "integer", default=STATED_LIMIT, minimum=50, maximum=1000),
    ),
    switch=_switch,
    monitoring="Reduced answers to {limit} tokens",
)
