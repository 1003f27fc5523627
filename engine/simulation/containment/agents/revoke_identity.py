"""Revoke what the agent is allowed to do, at the services it calls."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="revoke_identity",
    title="Revoke the agent's identity",
    level=1,
    summary="The services refuse calls with the agent's own identity; grants it has handed on still work.",
    cost="Tasks that the agent should do under its own name fail.",
    monitoring="Agent identity revoked at the services",
    is_specific=True,
)
