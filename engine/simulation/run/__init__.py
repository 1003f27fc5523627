"""What decisions do: switches over time, timelines of the AI system, and what players see of them."""
