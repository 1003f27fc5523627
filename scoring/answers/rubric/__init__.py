"""A question's points made ready for matching."""
