"""The planner's binder: its papers, their files, and what they must not tell."""
