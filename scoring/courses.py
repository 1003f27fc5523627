"""Two timelines to compare a team with: nobody acts, and the playbook is followed."""

from engine.procedure.pace import pace
from engine.scenario.resolve import Scenario
from engine.simulation.run.catalogue import actions
from engine.simulation.run.decisions import Decision, preset_decisions


def signal_ms(scenario: Scenario) -> int:
    """When the scenario first tells participants of the incident."""
    return min((item.time for item in scenario.injects if item.signals), default=0)


def playbook_decisions(scenario: Scenario, *, from_ms: int | None = None) -> tuple[Decision, ...]:
    """What the playbook orders: the needed level soon after the first signal, then the recovery actions.

    `from_ms` is when the incident was really revealed; the planned signal otherwise.
    """
    revealed_ms = signal_ms(scenario) if from_ms is None else from_ms
    contain = preset_decisions(
        scenario.needed_level, revealed_ms + pace(scenario).contained_ms, scenario.ai_system
    )
    known = actions()
    recover = tuple(
        Decision(scenario.recovery_from_ms, step.action)
        for step in scenario.recovery
        if step.action in known and not returns_service(step.action)
    )
    return (*contain, *recover)


def returns_service(action_id: str) -> bool:
    """Whether an action brings customers back to the model rather than making it safe."""
    action = actions().get(action_id)
    return action is not None and action.returns_service


def avoidable_share(team: float, nothing: float, playbook: float) -> float | None:
    """Share of the harm the playbook avoids that the team did not; None where there was none to avoid."""
    return None if nothing <= playbook else (team - playbook) / (nothing - playbook)
