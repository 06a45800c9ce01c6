"""Layers of geodata, analyses and their candidates, and the areas under management."""
