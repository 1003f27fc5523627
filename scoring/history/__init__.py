"""Readiness over time: exercises as points, what changed, how hard it was, and how much it proves."""
