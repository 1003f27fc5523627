"""Clear what an agent remembers from one run to the next."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="clear_memory",
    title="Restore the agent's memory",
    level=0,
    kind="recovery",
    summary="The long-term memory is set back to the last version that people approved.",
    cost="What it has learned since is gone, and with it the proof of where the goal came from.",
    overwrites=("agent_memory",),
    monitoring="Agent memory restored from the approved version",
    is_reversible=False,
    is_specific=True,
)
