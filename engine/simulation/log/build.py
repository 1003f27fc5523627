"""The log of a timeline: customers' requests, attempts and history, each as the service logged it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.simulation.log.attempts import attempts_columns, history_columns
from engine.simulation.log.columns import (
    ANSWERED,
    BLOCK,
    BLOCKED,
    DEGRADED,
    HANDED_OVER,
    NONE,
    PASS,
    REFUSAL_TOKENS,
    REFUSED,
    SCRIPTED,
    UNSERVED,
    Columns,
    Log,
    joined,
)
from engine.simulation.log.force import Force, force_of
from engine.simulation.log.history import EarlierUse
from engine.simulation.log.requests import Chances, Numbers, Requests
from engine.simulation.parameters import AISystem
from engine.simulation.pattern import found_by_any
from engine.simulation.run.decisions import Activation
from engine.simulation.run.trajectory import Trajectory

ON_MODEL = np.array([BLOCKED, REFUSED, UNSERVED, DEGRADED, ANSWERED])
"""What became of a row on the model, by the number of edges its own number has passed."""

BY_SCRIPT = np.array([DEGRADED, HANDED_OVER, UNSERVED])
"""The same for a row off the model."""


def build(
    trajectory: Trajectory,
    uses: Sequence[Activation],
    *,
    requests: Requests,
    earlier: tuple[EarlierUse, ...],
) -> Log:
    """Every row from the look-back to the end of the timeline; none where the block has no texts."""
    system = trajectory.system
    force = force_of(trajectory, uses)
    parts = [
        _customers(system, requests, force),
        attempts_columns(trajectory, force),
        history_columns(system, trajectory.world, earlier),
    ]
    return Log(system.log, joined(parts))


def _customers(system: AISystem, requests: Requests, force: Force) -> Columns:
    place = requests.step + 1
    outcome, guardrail = _judged(system, requests, force, place)
    answers = (guardrail != NONE) & ((outcome == ANSWERED) | (outcome == DEGRADED))
    output = np.where(outcome == REFUSED, REFUSAL_TOKENS, np.where(answers, requests.output_tokens, 0))
    calls = np.array([system.service.tool_calls_per_answer * each.tools for each in force.controls])[place]
    return Columns(
        at_ms=requests.at_ms,
        user=requests.user,
        conversation=requests.conversation,
        text=requests.text,
        guardrail=guardrail,
        outcome=outcome,
        input_tokens=np.where(guardrail != NONE, requests.input_tokens, 0),
        output_tokens=np.minimum(output, force.limit[place]),
        tool_calls=(answers & (requests.tool < calls)).astype(np.int64),
        model=np.where(guardrail != NONE, force.model[place], SCRIPTED),
        config=force.config[place],
    )


def _judged(system: AISystem, requests: Requests, force: Force, place: Numbers) -> tuple[Numbers, Numbers]:
    """Outcome and guardrail of each customer's row."""
    is_routed = requests.route < force.on_model[place]
    is_hit = _hits(system, requests, force, place)
    model = np.where(is_hit, BLOCKED, ON_MODEL[_passed(requests.fate, force.edges[place])])
    script = BY_SCRIPT[_passed(requests.fate, force.script[place])]
    outcome = np.where(is_routed, model, np.where(force.is_off[place] == 1, UNSERVED, script))
    guardrail = np.where(is_routed, np.where(outcome == BLOCKED, BLOCK, PASS), NONE)
    return outcome, guardrail


def _passed(chance: Chances, edges: Chances) -> Numbers:
    """How many of its edges each number has reached."""
    passed: Numbers = (chance[:, None] >= edges).sum(axis=1).astype(np.int64)
    return passed


def _hits(system: AISystem, requests: Requests, force: Force, place: Numbers) -> np.ndarray:
    """Whether a written pattern, or a block of its user, stops a row."""
    found = np.stack([found_by_any(system.log, each) for each in force.patterns])
    hit = found[force.rules[place], requests.text]
    lists = [controls.blocked_users for controls in force.controls]
    for users in dict.fromkeys(each for each in lists if each):
        numbers = [int(user[2:]) for user in users if user[:2] == "u-" and user[2:].isdecimal()]
        steps = np.array([each == users for each in lists])
        hit |= steps[place] & np.isin(requests.user, numbers)
    return hit
