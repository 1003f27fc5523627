"""The mean-field limit: what the simulated AI system does when the pool is large and luck averages out."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.simulation.controls import Controls
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision, activations
from engine.simulation.run.switches import controls_in_force


@dataclass(frozen=True, slots=True)
class MeanField:
    """Expected figures from T+0 to the end."""

    harm_points: float
    attempts: float
    harmful: float
    active_attackers: float


def mean_field(
    system: AISystem, decisions: Sequence[Decision], until_ms: int, *, step_s: float = 1.0
) -> MeanField:
    """Awareness and harm by Euler steps of the two equations, each technique emerging at its mean time.

    unaware' = −unaware · (discovery + share per success · successes a minute)
    harm'    = successes a minute · harm of a success
    """
    attack = system.attack
    uses = activations(system, decisions)
    edges_ms = {use.from_ms for use in uses} | {use.until_ms for use in uses if use.until_ms is not None}
    emerges_min = [sum(technique.emerges_min) / 2.0 for technique in attack.techniques]
    controls, _ = controls_in_force(system, uses, 0)
    step_min, unaware = step_s / 60.0, 1.0
    harm = attempts = harmful = active = 0.0
    for number in range(round(until_ms / 1000.0 / step_s)):
        at_ms = round(number * step_s * 1000.0)
        if any(at_ms - step_s * 1000.0 < edge <= at_ms for edge in edges_ms):
            controls, _ = controls_in_force(system, uses, at_ms)
        active = attack.active_at_start + (attack.pool - attack.active_at_start) * (1.0 - unaware)
        tries = active * attack.attempts_per_min * step_min
        successes = tries * _reached(controls) * _chance(system, controls, emerges_min, at_ms / 60_000.0)
        harm += successes * _harm_of_success(system, controls)
        attempts, harmful = attempts + tries, harmful + successes
        told = attack.discovery_per_min * step_min + attack.share_per_success * successes
        unaware *= 1.0 - min(1.0, told)
    return MeanField(harm, attempts, harmful, active)


def _reached(controls: Controls) -> float:
    return controls.reaches_model * (1.0 - controls.user_coverage)


def _chance(system: AISystem, controls: Controls, emerges_min: Sequence[float], minute: float) -> float:
    known = [
        technique.success * controls.miss_of(v)
        for v, technique in enumerate(system.attack.techniques)
        if emerges_min[v] <= minute
    ]
    return max(known) * controls.success


def _harm_of_success(system: AISystem, controls: Controls) -> float:
    attack, weight = system.attack, system.harm_weights
    tokens = attack.tokens_per_request * attack.requests_per_attempt * controls.attack_tokens
    return (
        weight.outputs * attack.output_probability * controls.outputs
        + weight.records * attack.records_per_success * controls.records
        + weight.tools * attack.tool_probability * controls.tools
        + weight.kilotokens * tokens / 1000.0
    )
