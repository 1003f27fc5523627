"""The hot wash: the screen and its tables."""
