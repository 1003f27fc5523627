"""Which audiences are outside the organisation."""

from engine.scenario.resolve import Scenario


def outside_audiences(scenario: Scenario) -> frozenset[str]:
    """Audiences a scenario names that are outside: those its playbook calls external, and those restricted.

    Where no playbook says, an audience of a message that is no role of the exercise is outside as well.
    """
    plan = scenario.playbook.communication if scenario.playbook else None
    external = {item.audience for item in plan.external} if plan else set()
    restricted = {item.role for item in scenario.restrictions} - set(scenario.role_names())
    if external:
        return frozenset(external | restricted)
    return frozenset({item.audience for item in scenario.messages} | restricted) - _roles(scenario)


def is_outside(scenario: Scenario, audience: str) -> bool:
    """Whether somebody told or written to is outside; a name the scenario does not know is."""
    if audience in outside_audiences(scenario):
        return True
    plan = scenario.playbook.communication if scenario.playbook else None
    internal = {item.audience for item in plan.internal} if plan else set()
    written = {item.audience for item in scenario.messages}
    return audience not in _roles(scenario) | internal | written


def _roles(scenario: Scenario) -> frozenset[str]:
    return frozenset(scenario.role_names()) | {item.role for item in scenario.escalations}
