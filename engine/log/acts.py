"""What acts on the AI system, as the simulation reads it: orders of the team, and what injects tell of."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.log import events as e
from engine.simulation.run.decisions import Decision

Ordered = e.ContainmentApplied | e.ContainmentLifted | e.RecoveryStepTaken
"""What the team orders of the AI system."""
Act = Ordered | e.InjectDelivered
"""What acts on the AI system: an order, or an inject that tells of it."""
AT_ONCE: tuple[tuple[str, float | tuple[float, ...]], ...] = (("lead_min", 0),)
"""Effect of an action that is reported as done: no lead time."""


def acts_of(actions: Iterable[Ordered], delivered: Iterable[e.InjectDelivered]) -> tuple[Act, ...]:
    """Those that acted on the AI system, in the order of the log."""
    told = (event for event in delivered if event.applies)
    mine = (event for event in actions if event.action)
    return tuple(sorted((*mine, *told), key=lambda event: event.seq))


def decided(acts: Iterable[Act]) -> tuple[Decision, ...]:
    """What these acts did to the AI system."""
    return tuple(decision for event in acts for decision in decisions_of(event))


def ordered(actions: Iterable[Ordered]) -> tuple[Decision, ...]:
    """What the team decided: nothing that ended by itself because something else was ordered."""
    return tuple(
        decision_of(event)
        for event in actions
        if event.action and not (isinstance(event, e.ContainmentLifted) and event.ended_by)
    )


def in_use(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Uses of actions still in force, in the order they were last ordered."""
    active: dict[tuple[str, Any], Decision] = {}
    for decision in decisions:
        wanted = set(decision.params)
        for key in [key for key in active if key[0] == decision.action and wanted <= set(key[1])]:
            if decision.lifted or key[1] == decision.params:
                del active[key]
        if not decision.lifted:
            active[decision.action, decision.params] = decision
    return tuple(active.values())


def in_force(uses: Iterable[Decision]) -> tuple[str, ...]:
    """The actions of these uses, each once, in the order they were last ordered."""
    latest_first = dict.fromkeys(use.action for use in reversed(tuple(uses)))
    return tuple(reversed(latest_first))


def decision_of(event: Ordered) -> Decision:
    """What the simulation reads of an action's event."""
    params = in_order(event.params)
    if isinstance(event, e.ContainmentLifted):
        return Decision(event.at_ms, event.action, params, lifted=True)
    effect = in_order(event.effect)
    return Decision(event.at_ms, event.action, params, effect=effect, overwrites=event.overwrites)


def decisions_of(event: Act) -> tuple[Decision, ...]:
    """What the simulation reads of an event: an order, or all that an inject did, in effect at once."""
    if not isinstance(event, e.InjectDelivered):
        return (decision_of(event),) if event.action else ()
    return tuple(
        Decision(event.at_ms, action, effect=AT_ONCE, overwrites=event.overwrites.get(action))
        for action in event.applies
    )


def in_order(mapping: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """A mapping as sorted pairs, lists as tuples: hashable, and the same whatever the order."""
    return tuple((key, tuple(v) if isinstance(v, list) else v) for key, v in sorted(mapping.items()))
