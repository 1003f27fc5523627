"""What screens and sockets show of an exercise, as plain values: rows, labels, links, pictures; pure."""
