"""The exercise as it will be run: what comes when, what is due by then, what helps when a room is stuck."""
