"""Take the AI system offline."""

from engine.simulation.action import ContainmentAction, Parameter

ACTION = ContainmentAction(
    id="shutdown",
    title="Shut down",
    level=4,
    summary="Every endpoint is off, keys are revoked and outgoing connections cut.",
    cost="No customer is served; session state and the loaded retrieval index are lost.",
    overwrites=("session_logs", "retrieval_index"),
    needs_approval=True,
    parameters=(Parameter("approval", "Reference of the approval", "text", required=True),),
    monitoring="System shutdown, approval {approval}",
    ends=("restore_service",),
)
