"""A draft as a scenario file, and a scenario as a file for other tools."""
