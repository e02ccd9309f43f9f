"""Looking at one dump: what became of each of its lines, and the article beside it."""
