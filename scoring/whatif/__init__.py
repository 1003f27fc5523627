"""What other decisions would have done."""
