"""What becomes of customers in one world under many lucks, for the whole of one policy.

Luck reaches customers only through the tokens that the attack burns. Where the platform has room for all of
them, every luck serves alike, and whole stretches of steps are one product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.simulation.controls import Controls
from engine.simulation.parameters import AISystem
from engine.simulation.run.switches import Changes, stretches
from engine.simulation.service import Queues
from engine.simulation.service import serve as serve_one
from engine.simulation.worlds.draws import Floats
from engine.simulation.worlds.service import QueuesByWorld
from engine.simulation.worlds.service import serve as serve_many


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """Answers in each step, [step, luck], or [step, 1] where all lucks are alike."""

    full: Floats
    degraded: Floats
    by_model: Floats  # of the model, whatever they were worth


def answered(system: AISystem, arrivals: Floats, tokens: Floats, plan: Changes) -> Answered:
    """What customers get, [step], while the attack burns these tokens, [step, luck]."""
    if _is_ample(system, arrivals, tokens, plan):
        return _alike(system, arrivals, plan)
    return _apart(system, arrivals, tokens, plan)


def _to_model(system: AISystem, arrivals: Floats, controls: Controls) -> Floats:
    """Requests that the model is to answer."""
    sent = arrivals if controls.path == "llm" else arrivals * controls.restored
    let_through: Floats = sent * (1.0 - system.service.guard_false_positive) * controls.passed
    return let_through * controls.in_scope


def _is_ample(system: AISystem, arrivals: Floats, tokens: Floats, plan: Changes) -> bool:
    """Whether the platform never has more to do than it can, under any luck."""
    service, most = system.service, tokens.max(axis=1, initial=0.0)
    capacity = service.capacity_tokens_per_min * system.clock.tick_s / 60.0
    for first, last, controls in stretches(plan, len(arrivals)):
        customers = _to_model(system, arrivals[first:last], controls)
        load = customers * service.tokens_per_request * controls.legit_tokens + most[first:last]
        if (load > capacity).any():
            return False
    return True


def _alike(system: AISystem, arrivals: Floats, plan: Changes) -> Answered:
    """The same under every luck: step by step where agents have a queue, all at once where nobody waits."""
    full, degraded, by_model = (np.zeros(len(arrivals)) for _ in range(3))
    waiting = 0.0
    for first, last, controls in stretches(plan, len(arrivals)):
        step = first
        while step < last and (controls.path != "llm" or waiting > 0.0):
            queues = Queues(0.0, waiting, 0.0)
            served = serve_one(system, float(arrivals[step]), 0, controls=controls, queues=queues)
            full[step], degraded[step], by_model[step] = served.full, served.degraded, served.model_answers
            waiting, step = served.waiting_human, step + 1
        by_model[step:last] = _to_model(system, arrivals[step:last], controls)
        full[step:last] = by_model[step:last] * controls.intact
        degraded[step:last] = by_model[step:last] - full[step:last]
    return Answered(full[:, None], degraded[:, None], by_model[:, None])


def _apart(system: AISystem, arrivals: Floats, tokens: Floats, plan: Changes) -> Answered:
    """Each luck by itself, step by step."""
    shape = tokens.shape
    full, degraded, by_model = (np.zeros(shape) for _ in range(3))
    waiting = QueuesByWorld()
    for first, last, controls in stretches(plan, len(arrivals)):
        for step in range(first, last):
            arrived = np.full(shape[1], arrivals[step])
            served = serve_many(system, arrived, tokens[step], controls=controls, queues=waiting)
            waiting = served.waiting
            for into, amount in (
                (full, served.full),
                (degraded, served.degraded),
                (by_model, served.model_answers),
            ):
                if amount is not None:
                    into[step] = amount
    return Answered(full, degraded, by_model)
