"""Times as people spell them: read where a person can read them in one way only, doubted otherwise; pure."""
