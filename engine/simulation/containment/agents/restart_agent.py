"""Restart an agent in the hope that it behaves."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="restart_agent",
    title="Restart the agent",
    level=0,
    summary="The agent starts anew with an empty context window and takes up its queue and its memory again.",
    cost="A moment without service; context window and plan of before are lost.",
    overwrites=("context_window", "agent_plan"),
    monitoring="Agent restarted",
    is_specific=True,
    is_reversible=False,
    is_advised=False,
)
