"""What browsers are told while an exercise runs: who listens, the message for each, warnings for the desk."""
