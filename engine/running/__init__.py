"""Exercises that run: read and written through one door, conducted on time, watched over, kept in order."""
