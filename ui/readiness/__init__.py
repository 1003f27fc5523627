"""Readiness over quarters."""
