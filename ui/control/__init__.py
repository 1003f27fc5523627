"""The control room: the screen, its parts and its tables."""
