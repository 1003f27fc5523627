"""Kill an agent's processes."""

from engine.simulation.action import ContainmentAction, Parameter

ACTION = ContainmentAction(
    id="kill_agent",
    title="Kill the agent",
    level=4,
    summary="The processes of the agent and its sub-agents end; what they planned stays in the queue.",
    cost="Nobody is served; context window and plan are lost. Workers go on with the queue.",
    overwrites=("context_window", "agent_plan", "session_logs"),
    needs_approval=True,
    parameters=(Parameter("approval", "Reference of the approval", "text", required=True),),
    monitoring="Agent killed, approval {approval}",
    ends=("restore_service",),
    is_specific=True,
)
