"""Ask an agent why it did what it did."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="ask_agent",
    title="Ask the agent for its reasons",
    level=0,
    summary="The agent writes an explanation. It is text like any other, no record of what happened.",
    cost="The question and its answer push older steps out of the context window.",
    overwrites=("context_window",),
    monitoring="Agent asked for its reasons",
    is_specific=True,
    is_reversible=False,
    is_advised=False,
)
