"""The control room of one exercise: clock, injects, people, the AI system and notes."""
