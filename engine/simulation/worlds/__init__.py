"""Many timelines of the AI system at once, as arrays."""
