"""Cut an agent off from its tools at the gateway."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="disconnect_tools",
    title="Disconnect tools at the gateway",
    level=2,
    summary="The gateway starts no call of the agent any more, whoever planned it; calls that run go on.",
    cost="The agent can talk and do nothing; people do its tasks. Tool sessions in flight end.",
    overwrites=("tool_audit",),
    monitoring="Agent tools disconnected at the gateway",
    is_specific=True,
)
