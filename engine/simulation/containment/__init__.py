"""Containment and recovery actions, one a file; a new file joins the catalogue by existing."""
