"""Foreign files made ready: limits, encodings, texts without what no scenario holds."""
