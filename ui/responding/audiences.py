"""Everybody who can be told or written to; pure."""

from engine.scenario.resolve import Scenario


def audiences(scenario: Scenario) -> list[str]:
    """Roles and outside parties in alphabetical order, which gives nothing away."""
    outside = {item.role for item in scenario.restrictions} | {item.audience for item in scenario.messages}
    roles = set(scenario.role_names()) | {item.role for item in scenario.escalations} | outside
    return sorted(roles)
