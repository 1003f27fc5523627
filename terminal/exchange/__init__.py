"""What the terminal does with files of other tools: import, and export."""
