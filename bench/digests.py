"""Digests of whole exercises: the proof that the same figures come out elsewhere, to the last bit.

Give it parameter blocks by incident type as JSON on its input; it prints their digests. It needs numpy and
pydantic only, so that ``bench/numpy_versions.py`` can run it beside other versions of numpy.
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision
from engine.simulation.run.trajectory import simulate

MINUTE_MS = 60_000
END_MS = 90 * MINUTE_MS
SEED = 1
APPROVED = (("approval", "APP-7"),)

DECISIONS = (
    Decision(10 * MINUTE_MS, "block_user"),
    Decision(15 * MINUTE_MS, "rebuild_index"),
    Decision(20 * MINUTE_MS, "add_block_pattern"),
    Decision(30 * MINUTE_MS, "set_mode"),
    Decision(34 * MINUTE_MS + 17_000, "reduce_max_tokens", (("limit", 150),)),
    Decision(35 * MINUTE_MS, "disable_tools"),
    Decision(40 * MINUTE_MS, "roll_back_model"),
    Decision(42 * MINUTE_MS, "add_block_pattern", effect=(("block", (0.97, 0.6)), ("false_positive", 0.013))),
    Decision(45 * MINUTE_MS, "rotate_keys"),
    Decision(48 * MINUTE_MS, "deploy_guardrail_patch"),
    Decision(55 * MINUTE_MS, "enable_fallback_mode"),
    Decision(57 * MINUTE_MS, "restore_service", (("percent", 10),)),
    Decision(61 * MINUTE_MS, "restore_service", (("percent", 50),)),
    Decision(65 * MINUTE_MS, "enable_fallback_mode", lifted=True),
    Decision(80 * MINUTE_MS, "shutdown", APPROVED),
)
"""Every action that each system offers once or twice, one lifted, one in the middle of a step."""

OF_AGENTS = (
    Decision(6 * MINUTE_MS, "ask_agent"),
    Decision(9 * MINUTE_MS, "restart_agent"),
    Decision(12 * MINUTE_MS, "revoke_identity"),
    Decision(26 * MINUTE_MS, "kill_agent", APPROVED),
    Decision(28 * MINUTE_MS, "kill_agent", lifted=True),
    Decision(33 * MINUTE_MS, "disconnect_tools"),
    Decision(37 * MINUTE_MS, "disconnect_tools", lifted=True),
    Decision(50 * MINUTE_MS, "suspend_agent"),
    Decision(52 * MINUTE_MS, "clear_memory"),
    Decision(54 * MINUTE_MS, "purge_calls"),
    Decision(66 * MINUTE_MS, "suspend_agent", lifted=True),
)
"""Those that only an agent offers, in the same exercise."""


def decisions_for(system: AISystem) -> tuple[Decision, ...]:
    """Every action there is for a system."""
    return (*DECISIONS, *OF_AGENTS) if system.calls else DECISIONS


def digests(blocks: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of a 90-minute exercise of each type, every figure and attempt in it to the last bit."""
    systems = {name: AISystem.model_validate(block) for name, block in blocks.items()}
    return {
        name: simulate(system, seed=SEED, decisions=decisions_for(system), until_ms=END_MS).digest()
        for name, system in sorted(systems.items())
    }


if __name__ == "__main__":
    print(json.dumps(digests(json.load(sys.stdin))))
