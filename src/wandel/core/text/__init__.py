"""Text as people write it, made comparable."""
