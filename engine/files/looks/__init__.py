"""What a file that is no Tplus file looks like, in one sentence, and what to do with it; pure."""
