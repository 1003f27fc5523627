"""What a responder does, a module for each group of actions."""
