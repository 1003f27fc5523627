"""The results of an exercise: the screen and its report."""
