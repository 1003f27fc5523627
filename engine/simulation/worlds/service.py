"""What becomes of customers' requests in one step of many timelines; `service.serve` for arrays."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from engine.simulation.controls import Controls
from engine.simulation.parameters import AISystem
from engine.simulation.worlds.draws import Floats


class QueuesByWorld(NamedTuple):
    """Customers' requests and attack tokens that wait, [policy, world]; None where none can."""

    llm: Floats | None = None
    human: Floats | None = None
    attack: Floats | None = None  # tokens


class ServedMany(NamedTuple):
    """What became of customers' requests in one step, [policy, world] or one for each world; None: none."""

    full: Floats | None = None
    degraded: Floats | None = None
    refused: Floats | None = None
    unserved: Floats | None = None
    false_positives: Floats | None = None
    waiting: QueuesByWorld = QueuesByWorld()
    model_answers: Floats | None = None


def serve(
    system: AISystem, arrived: Floats, tokens: Floats | None, *, controls: Controls, queues: QueuesByWorld
) -> ServedMany:
    """What becomes of customers' requests, [world], on the path in force."""
    if controls.path == "llm":
        model = _platform(system, arrived, tokens, controls, queues)
        return _together(model, _agents(system, queues.human))
    if controls.restored > 0.0:
        to_model = arrived * controls.restored
        model = _platform(system, to_model, tokens, controls, queues)
        closed, left = replace(controls, restored=0.0), QueuesByWorld(human=queues.human)
        return _together(model, serve(system, arrived - to_model, None, controls=closed, queues=left))
    waiting = _sum(queues.human, queues.llm)
    if controls.path == "off":
        unserved = arrived if queues.llm is None else arrived + queues.llm
        return ServedMany(unserved=_sum(unserved, queues.human))
    degraded = arrived * system.service.faq_share
    return _agents(system, _sum(waiting, arrived - degraded))._replace(degraded=degraded)


def _together(model: ServedMany, rest: ServedMany) -> ServedMany:
    """What the model did and what others did beside it."""
    return model._replace(
        full=_sum(model.full, rest.full),
        degraded=_sum(model.degraded, rest.degraded),
        unserved=_sum(model.unserved, rest.unserved),
        waiting=model.waiting._replace(human=rest.waiting.human),
    )


def _platform(
    system: AISystem, arrived: Floats, tokens: Floats | None, controls: Controls, queues: QueuesByWorld
) -> ServedMany:
    """Customers share the platform's tokens with the attack; who waits too long leaves."""
    service, tick_s = system.service, system.clock.tick_s
    let_through = arrived * (1.0 - service.guard_false_positive) * controls.passed
    accepted = let_through * controls.in_scope
    demand = accepted if queues.llm is None else queues.llm + accepted
    attack = _sum(tokens, queues.attack)
    capacity = service.capacity_tokens_per_min * tick_s / 60.0
    load = demand * service.tokens_per_request * controls.legit_tokens
    if attack is not None:
        load = load + attack
    answers, still, unserved, backlog = demand, None, None, None
    if float(load.max()) > capacity:
        share = np.where(load <= capacity, 1.0, capacity / load)
        answers = demand * share
        rest = demand - answers
        still = np.minimum(rest, answers * service.max_wait_s / tick_s)
        unserved = rest - still
        if attack is not None and service.attack_waits:
            burnt = attack * share
            backlog = np.minimum(attack - burnt, burnt * (service.max_wait_s / tick_s))
    intact = answers if controls.intact == 1.0 else answers * controls.intact
    return ServedMany(
        full=intact,
        degraded=None if controls.intact == 1.0 else answers - intact,
        refused=arrived - accepted,
        unserved=unserved,
        false_positives=arrived - let_through,
        waiting=QueuesByWorld(llm=still, attack=backlog),
        model_answers=answers,
    )


def _agents(system: AISystem, demand: Floats | None) -> ServedMany:
    """Requests support agents answer in one step, those that keep waiting, and those that give up."""
    if demand is None:
        return ServedMany()
    service = system.service
    answered = np.minimum(demand, service.human_capacity_per_min * system.clock.tick_s / 60.0)
    rest = demand - answered
    waiting = np.minimum(rest, service.human_capacity_per_min * service.human_max_wait_min)
    return ServedMany(full=answered, unserved=rest - waiting, waiting=QueuesByWorld(human=waiting))


def _sum(one: Floats | None, other: Floats | None) -> Floats | None:
    """The sum of what there is, in this order."""
    if one is None or other is None:
        return other if one is None else one
    return one + other
