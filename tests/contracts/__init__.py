"""What several doors promise together."""
