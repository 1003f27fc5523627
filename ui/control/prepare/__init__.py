"""Before StartEx: who is here, what is missing, and the papers to print."""
