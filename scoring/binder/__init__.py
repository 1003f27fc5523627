"""The planner's binder: the papers an exercise is prepared and run with, as content and as files."""
