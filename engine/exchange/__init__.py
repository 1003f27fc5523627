"""Scenarios from other tools and for them: files in with a loss report, and out as MSEL or CEXF; pure."""
