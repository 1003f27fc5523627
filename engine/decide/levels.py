"""A whole containment level ordered at once: its operations one after the other, each an event of its own."""

from engine import commands as c
from engine.decide.response import apply
from engine.errors import Refused
from engine.log import events as e
from engine.log.state import State, evolve
from engine.scenario.resolve import Scenario
from engine.simulation.action import ContainmentAction
from engine.simulation.run.catalogue import offered


def operations(scenario: Scenario, level: int) -> tuple[ContainmentAction, ...]:
    """What a level consists of where it is ordered whole: what is advised and asks nothing of a person."""
    return tuple(
        action
        for action in offered(scenario.ai_system).values()
        if action.kind == "containment" and action.level == level and action.is_advised
        if action.measure is None
        and not any(item.required and item.name != "approval" for item in action.parameters)
    )


def order(scenario: Scenario, state: State, command: c.OrderLevel, at_ms: int) -> tuple[e.Event, ...]:
    """Every operation of the level that is not in force; one recorded refusal where approval is missing."""
    ordered: tuple[e.Event, ...] = ()
    for action in operations(scenario, command.level):
        asked = c.ApplyContainment(
            by=command.by,
            key=command.key,
            for_role=command.for_role,
            action=action.id,
            reason=command.reason,
            approval_id=command.approval_id,
        )
        events = () if action.id in state.in_force else apply(scenario, state, asked, at_ms)
        if any(isinstance(event, e.ContainmentRefused) for event in events):
            return events
        for event in events:
            state = evolve(state, event.model_copy(update={"key": None}))
        ordered += events
    if not ordered:
        raise Refused(f"Everything that level {command.level} consists of is in force already.")
    return ordered
