"""The inference log: what the service wrote down of every request, before and since StartEx."""
