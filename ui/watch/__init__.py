"""Watching along, for evaluators and observers."""
