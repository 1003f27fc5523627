"""How soon a team acts that follows its playbook: what rehearsals play and scores hold a team against."""

from typing import NamedTuple

from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS


class Pace(NamedTuple):
    """Times from the first signal, in milliseconds."""

    declared_ms: int
    contained_ms: int


USUAL_PACE = Pace(2 * MINUTE_MS, 5 * MINUTE_MS)
"""Where the playbook does not say: minutes to the declaration and to containment (assumption)."""


def pace(scenario: Scenario) -> Pace:
    """The pace of the scenario's playbook; containment comes no sooner than the declaration."""
    contain = scenario.playbook.containment if scenario.playbook else None
    declared_ms = contain.declare_within if contain else None
    contained_ms = contain.contain_within if contain else None
    declared_ms = USUAL_PACE.declared_ms if declared_ms is None else declared_ms
    contained_ms = USUAL_PACE.contained_ms if contained_ms is None else contained_ms
    return Pace(declared_ms, max(declared_ms, contained_ms))
