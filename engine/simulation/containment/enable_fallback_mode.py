"""Replace the model by scripted answers and agents."""

from engine.simulation.action import ContainmentAction

ACTION = ContainmentAction(
    id="enable_fallback_mode",
    title="Switch to fallback",
    level=3,
    summary="Scripted answers and support agents take over; no request reaches the model.",
    cost="Only common questions are settled; the rest waits for agents, and session state is lost.",
    overwrites=("session_logs",),
    monitoring="Switched to fallback mode",
    ends=("restore_service",),
)
