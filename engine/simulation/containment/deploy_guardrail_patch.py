"""Deploy a tested guardrail patch."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="deploy_guardrail_patch",
    title="Deploy guardrail patch",
    level=0,
    kind="recovery",
    summary="A tested rule set against the known technique, in effect 15 minutes after the decision.",
    cost="A few customers are refused by mistake; a variant may still work.",
    overwrites=("guardrail_config",),
    lead_min=15,
    monitoring="Deployed guardrail patch",
)
