"""The terminal's command that prints the planner's binder."""
