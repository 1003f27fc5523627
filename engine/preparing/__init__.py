"""Before StartEx: what must be so for a go, what a person confirms, and what was decided."""
