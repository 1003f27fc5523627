"""The papers, one a file; each exports one `PAPER`."""
