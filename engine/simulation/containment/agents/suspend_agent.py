"""Suspend an agent and keep its state."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="suspend_agent",
    title="Suspend the agent, keep its state",
    level=3,
    summary="The agent and its sub-agents stand still with all they know; nothing planned is started.",
    cost="Customers get scripted answers and people, as in fallback; calls that run go on.",
    monitoring="Agent suspended, state kept",
    is_specific=True,
)
