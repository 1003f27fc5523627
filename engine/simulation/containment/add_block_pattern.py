"""Add a block pattern to the input guardrail."""

from engine.simulation.action import ContainmentAction, Parameter
from engine.simulation.pattern import measured

ACTION = ContainmentAction(
    id="add_block_pattern",
    title="Add block pattern",
    level=1,
    summary="Adds a rule to the input guardrail that stops requests matching a pattern.",
    cost="Some customers whose requests look alike are refused; a variant can pass.",
    overwrites=("guardrail_config",),
    parameters=(Parameter("pattern", "The words or pattern to block", "text", default="known technique"),),
    monitoring="Added block pattern",
    measure=measured,
)
