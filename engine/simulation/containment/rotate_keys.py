"""Rotate keys and tokens."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="rotate_keys",
    title="Rotate keys",
    level=0,
    kind="recovery",
    summary="Keys and tokens are replaced, in effect 5 minutes after the decision; stolen ones stop working.",
    cost="Connected systems drop for a moment; the record of the old keys' use is lost unless exported.",
    overwrites=("access_logs",),
    lead_min=5,
    monitoring="Rotated keys",
    is_reversible=False,
)
