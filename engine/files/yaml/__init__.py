"""YAML read with the line of every value, and with every problem at once."""
