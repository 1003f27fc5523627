"""Scores: pure functions of scenario, log and simulation."""
