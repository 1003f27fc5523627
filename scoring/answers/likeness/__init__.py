"""How near two texts are in meaning: by a table of words, or by a sentence model where one is installed."""
