"""What several formats of the report are written with."""
