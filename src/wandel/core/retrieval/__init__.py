"""Finding German texts: words and compounds made comparable, BM25 that explains itself, and the measures of how well it finds."""
