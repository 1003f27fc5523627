"""What comes in from outside, before anything is done with it: hosts, headers, sizes, pace."""
