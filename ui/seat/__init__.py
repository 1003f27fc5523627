"""A participant's seat: the screen and its parts."""
