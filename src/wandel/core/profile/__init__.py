"""A county as data: names, boundaries, figures, targets, posts."""
