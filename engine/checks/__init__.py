"""What a scenario's author is told beyond whether the file is valid; pure."""
