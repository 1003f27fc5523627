"""Files in: models, or every problem with its line."""
