"""Times as people write them in MSELs: what each may mean, and what a whole column means."""
