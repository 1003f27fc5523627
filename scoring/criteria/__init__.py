"""The criteria, one a file; each exports one `CRITERION`."""
