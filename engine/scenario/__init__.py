"""Scenario files as frozen models: what is written, and the scenario completed for play."""
