"""Call off what an agent has planned."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="purge_calls",
    title="Call off planned tool calls",
    level=0,
    kind="recovery",
    summary="Calls that wait or run are called off; from then on the queue fills again with what is planned.",
    cost="Ordinary tasks in the queue are lost too; the plan is no longer what the agent made of it.",
    overwrites=("agent_plan",),
    monitoring="Planned tool calls called off",
    is_reversible=False,
    is_specific=True,
)
