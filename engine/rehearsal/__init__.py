"""Exercises played by simulated participants, without a server and without a clock."""
