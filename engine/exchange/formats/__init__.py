"""The formats that are read, one a file; a new file joins by existing."""
