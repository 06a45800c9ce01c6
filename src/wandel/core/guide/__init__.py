"""A guide in many languages: how a translation stands, how a text is written, and what makes it hard to read."""
