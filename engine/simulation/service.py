"""What becomes of customers' requests in one step: the model's platform, scripted answers, agents, nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from engine.simulation.controls import Controls
from engine.simulation.parameters import AISystem


class Served(NamedTuple):
    """What became of customers' requests in one step."""

    full: float
    degraded: float
    refused: float
    unserved: float
    false_positives: float
    waiting_llm: float
    waiting_human: float
    waiting_attack: float  # tokens
    model_answers: float
    utilisation: float


class Queues(NamedTuple):
    """What waits at the beginning of a step."""

    llm: float  # customers' requests
    human: float  # customers' requests
    attack: float  # tokens of attacking requests


class _Answered(NamedTuple):
    """What the model's platform did with the requests sent to it."""

    intact: float
    degraded: float
    refused: float
    unserved: float
    false_positives: float
    waiting: float
    waiting_attack: float
    answers: float
    utilisation: float


def serve(
    system: AISystem, arrived: float, attack_tokens: int, *, controls: Controls, queues: Queues
) -> Served:
    """What becomes of customers' requests on the path in force."""
    if controls.path == "llm":
        return _by_model(system, arrived, attack_tokens, controls, queues)
    if controls.restored > 0.0:
        return _in_part(system, arrived, attack_tokens, controls, queues)
    if controls.path == "off":
        unserved = arrived + queues.llm + queues.human
        return Served(0.0, 0.0, 0.0, unserved, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    degraded = arrived * system.service.faq_share
    demand = queues.human + queues.llm + (arrived - degraded)
    answered, waiting = _agents(system, demand)
    return Served(answered, degraded, 0.0, demand - answered - waiting, 0.0, 0.0, waiting, 0.0, 0.0, 0.0)


def _by_model(
    system: AISystem, arrived: float, attack_tokens: int, controls: Controls, queues: Queues
) -> Served:
    """The model answers; agents work off whoever still waits for them."""
    model = _platform(system, arrived, attack_tokens, controls, queues)
    answered, waiting = _agents(system, queues.human)
    return Served(
        model.intact + answered,
        model.degraded,
        model.refused,
        model.unserved + (queues.human - answered - waiting),
        model.false_positives,
        model.waiting,
        waiting,
        model.waiting_attack,
        model.answers,
        model.utilisation,
    )


def _in_part(
    system: AISystem, arrived: float, attack_tokens: int, controls: Controls, queues: Queues
) -> Served:
    """The restored share of customers is back at the model; the rest stays on the fallback, or unserved."""
    to_model = arrived * controls.restored
    model = _platform(system, to_model, attack_tokens, controls, queues)
    closed, left = replace(controls, restored=0.0), Queues(0.0, queues.human, 0.0)
    rest = serve(system, arrived - to_model, 0, controls=closed, queues=left)
    return Served(
        model.intact + rest.full,
        model.degraded + rest.degraded,
        model.refused,
        model.unserved + rest.unserved,
        model.false_positives,
        model.waiting,
        rest.waiting_human,
        model.waiting_attack,
        model.answers,
        model.utilisation,
    )


def _platform(
    system: AISystem, arrived: float, attack_tokens: int, controls: Controls, queues: Queues
) -> _Answered:
    """Customers share the platform's tokens with the attack; who waits too long leaves."""
    service = system.service
    tick_s = system.clock.tick_s
    let_through = arrived * (1.0 - service.guard_false_positive) * controls.passed
    accepted = let_through * controls.in_scope
    demand = queues.llm + accepted
    attack = attack_tokens + queues.attack
    capacity = service.capacity_tokens_per_min * tick_s / 60.0
    load = demand * service.tokens_per_request * controls.legit_tokens + attack
    share = 1.0 if load <= capacity else capacity / load
    answers = demand * share
    burnt = attack * share
    patience = service.max_wait_s / tick_s if service.attack_waits else 0.0
    waiting = min(demand - answers, answers * service.max_wait_s / tick_s)
    intact = answers * controls.intact
    return _Answered(
        intact=intact,
        degraded=answers - intact,
        refused=arrived - accepted,
        unserved=demand - answers - waiting,
        false_positives=arrived - let_through,
        waiting=waiting,
        waiting_attack=min(attack - burnt, burnt * patience),
        answers=answers,
        utilisation=load / capacity,
    )


def _agents(system: AISystem, demand: float) -> tuple[float, float]:
    """Requests support agents answer in one step, and those that keep waiting."""
    service = system.service
    answered = min(demand, service.human_capacity_per_min * system.clock.tick_s / 60.0)
    return answered, min(demand - answered, service.human_capacity_per_min * service.human_max_wait_min)
