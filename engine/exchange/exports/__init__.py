"""The formats that are written, one a file; a new file joins by existing."""
