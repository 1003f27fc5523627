"""What is kept beside the log after an exercise: items, wording, decided points and feedback."""
