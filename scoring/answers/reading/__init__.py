"""How an answer is read: sentences, words, and which of them it stands behind."""
