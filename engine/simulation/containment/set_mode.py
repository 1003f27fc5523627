"""Put the model into restricted mode."""

from engine.simulation.action import ContainmentAction, Parameter

ACTION = ContainmentAction(
    id="set_mode",
    title="Restrict mode",
    level=2,
    summary="A strict system prompt: a narrow list of topics, and refusal when in doubt.",
    cost="Questions outside the list are refused; the system prompt in use is replaced.",
    overwrites=("system_prompt",),
    parameters=(Parameter("mode", "The mode", "choice", default="restricted", choices=("restricted",)),),
    monitoring="Degraded to {mode} mode",
)
