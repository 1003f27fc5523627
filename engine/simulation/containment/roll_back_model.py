"""Return to the last trusted model."""

from engine.simulation.action import ContainmentAction

OVERWRITES = ("guardrail_config", "model_identity", "system_prompt")
"""A roll-back redeploys the whole serving configuration, not the weights alone (assumption).

That it destroys the system prompt and the model's identity is what incident guides warn of.
"""


ACTION = ContainmentAction(
    id="roll_back_model",
    title="Roll back model",
    level=0,
    kind="recovery",
    summary="The last trusted model is deployed with its configuration, in effect 10 minutes later.",
    cost="Model, prompt and guardrail configuration are replaced; poisoning that goes on spoils it again.",
    overwrites=OVERWRITES,
    lead_min=10,
    monitoring="Rolled back model",
    is_reversible=False,
)
