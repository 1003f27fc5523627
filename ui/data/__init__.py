"""Where exercises are stored, and what is done with them beside playing them."""
