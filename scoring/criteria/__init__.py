"""The six criteria, one a file, each from the log alone."""
