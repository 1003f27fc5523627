"""The after-action report: its content, built from scenario, log, names and findings; no file format."""
