"""What the terminal door does: one module a task; it prints nothing itself."""
