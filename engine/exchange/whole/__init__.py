"""Scenarios that travel whole inside files of other tools, and come back with what was changed there."""
