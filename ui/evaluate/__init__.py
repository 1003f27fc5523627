"""The evaluator's screen, its parts and its tables."""
