"""Take every tool away from the model."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="disable_tools",
    title="Disable tools",
    level=2,
    summary="The model answers without tools: no look-ups, no orders, no refunds.",
    cost="Answers that need a tool lose value; tool sessions in flight end.",
    overwrites=("tool_audit",),
    monitoring="Disabled tools",
)
