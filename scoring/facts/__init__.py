"""What the log says that several criteria read: who knew, who is outside, what messages hold."""
