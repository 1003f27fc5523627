"""Rebuild the retrieval index from checked documents."""

from engine.simulation.action import ContainmentAction

LEAD_MIN = 20
"""Minutes a rebuild takes until the new index answers (assumption)."""


ACTION = ContainmentAction(
    id="rebuild_index",
    title="Re-index",
    level=0,
    kind="recovery",
    summary="The retrieval index is built anew from checked documents, in effect 20 minutes later.",
    cost="The present index is gone, with every trace of what was planted in it; it can't be brought back.",
    overwrites=("retrieval_index",),
    lead_min=LEAD_MIN,
    monitoring="Rebuilt retrieval index",
    is_reversible=False,
)
