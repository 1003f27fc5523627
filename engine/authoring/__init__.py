"""Scenarios that an organisation writes in the browser and keeps in the database, a version at a time."""
