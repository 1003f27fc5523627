"""Seats and the keys that open them: whose a token is, names, codes, what is handed out and taken back."""
