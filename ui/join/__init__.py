"""The first screen: joining an exercise, and trying one alone."""
